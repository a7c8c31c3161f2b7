using Baton.Core.Notices;
using Baton.Daemon.Manifests;
using Baton.Processes;
using Baton.Supervision.Logs.Retention;
using Baton.Supervision.Services;

namespace Baton.Daemon.Wiring;

/// <summary>Begun runs to the sweeper of old logs.</summary>
internal static class ProcessesToRetention
{
    /// <summary>Makes the sweeper and lets it hear of runs.</summary>
    public static LogSweeper Connect(ProcessNews news, string logs, ManifestInForce manifest, Supervisor supervisor, NoticeBoard notices, TimeProvider time, Action<Exception> crashed)
    {
        IEnumerable<RunId> Live() => supervisor.Services.Where(s => s.IsLive).Select(s => new RunId(s.Name, s.Run));
        int Runs(string service) => manifest.KeptRuns(service) ?? LogPolicy.Default.KeepRuns;
        void Problem(string problem) => notices.Publish("daemon", "logs_not_deleted", cause: null, problem);
        var sweeper = new LogSweeper(logs, () => manifest.Manifest.Retention, Runs, Live, Problem, time, crashed);
        news.Add(e =>
        {
            if (e is ProcessEvent.Spawned spawned) sweeper.RunBegan(spawned.Id);
        });
        return sweeper;
    }
}
