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

    public OutputToSupervision(
        IReadOnlyList<ServiceDefinition> services, IProcessHost host, string logs, NoticeBoard notices, TimeProvider time, Action<Exception> crashed)
    {
        var names = services.Select(service => service.Name).ToList();
        // Not the one of the API, whose readings strangers ask for and probes would wait for.
        _reader = new LogReader(logs, () => names);
        Activity = new LogActivity(host.Send);
        Lines = new LogLineProbing(_reader, Activity, time, (service, problem) => notices.Publish($"service/{service}", "probe_trouble", cause: null, problem), crashed);
        Last = new LastOutput(logs, host.Send, time, crashed);
    }

    /// <summary>Tells who reads logs that there may be more. One for all: a service's output is watched as long as one of them wants it.</summary>
    public LogActivity Activity { get; }

    /// <summary>Looks for lines.</summary>
    public LogLineProbing Lines { get; }

    /// <summary>Reads last words.</summary>
    public LastOutput Last { get; }

    /// <summary>Takes news of processes.</summary>
    public void On(ProcessEvent news)
    {
        Activity.On(news);
        Last.On(news);
    }

    /// <inheritdoc/>
    public void Dispose() => _reader.Dispose();
}
