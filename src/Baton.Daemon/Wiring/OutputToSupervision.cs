using Baton.Core.Notices;
using Baton.Processes;
using Baton.Supervision.Logs;
using Baton.Supervision.Probing;
using Baton.Supervision.Services;

namespace Baton.Daemon.Wiring;

/// <summary>What services write, to those who decide by it: probes that look for a line, and the last words of runs that failed.</summary>
internal sealed class OutputToSupervision : IDisposable
{
    private readonly LogReader _reader;
    private Supervisor? _supervisor;

    public OutputToSupervision(
        Func<IReadOnlyList<string>> names, IProcessHost host, string logs, NoticeBoard notices, TimeProvider time, Action<Exception> crashed)
    {
        // Not the one of the API, whose readings strangers ask for and probes would wait for.
        _reader = new LogReader(logs, names);
        Activity = new LogActivity(host.Send);
        Lines = new LogLineProbing(_reader, Activity, time, (service, problem) => notices.Publish($"service/{service}", "probe_trouble", cause: null, WithoutSecrets(service, problem)), crashed);
        Last = new LastOutput(logs, host.Send, time, crashed);
    }

    /// <summary>Tells who reads logs that there may be more. One for all: a service's output is watched as long as one of them wants it.</summary>
    public LogActivity Activity { get; }

    /// <summary>Looks for lines.</summary>
    public LogLineProbing Lines { get; }

    /// <summary>Reads last words.</summary>
    public LastOutput Last { get; }

    /// <summary>Says who knows the secrets of services; to be called before anything is asked.</summary>
    public void Begin(Supervisor supervisor) => _supervisor = supervisor;

    /// <summary>Takes news of processes.</summary>
    public void On(ProcessEvent news)
    {
        Activity.On(news);
        Last.On(news);
    }

    /// <inheritdoc/>
    public void Dispose() => _reader.Dispose();

    /// <summary>What is looked for may hold a secret, and so may a sentence about it.</summary>
    private string WithoutSecrets(string service, string problem) => _supervisor?.WithoutSecrets(service, problem) ?? problem;
}
