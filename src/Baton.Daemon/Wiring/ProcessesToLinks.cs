using Baton.Core.Actors;
using Baton.Core.Notices;
using Baton.Processes;
using Baton.Supervision.Logs.Links;

namespace Baton.Daemon.Wiring;

/// <summary>Begun runs to the links that lead to their logs.</summary>
internal static class ProcessesToLinks
{
    /// <summary>Lets links be made, where the manifest's format has some.</summary>
    public static void Connect(ProcessNews news, string project, string logs, LogLinkStyle style, NoticeBoard notices, Action<Exception> crashed)
    {
        if (style == LogLinkStyle.None) return;
        void Problem(string service, string problem) => notices.Publish($"service/{service}", "log_not_linked", cause: null, problem);
        var links = new LogLinks(project, logs, style, Problem, ActorScheduler.ThreadPool, crashed);
        news.Add(e =>
        {
            if (e is ProcessEvent.Spawned spawned) links.RunBegan(spawned.Id);
        });
    }
}
