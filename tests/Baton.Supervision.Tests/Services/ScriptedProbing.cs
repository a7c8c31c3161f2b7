using Baton.Probes;
using Baton.Probes.Specs;
using Baton.Processes;
using Baton.Supervision.Probing;

namespace Baton.Supervision.Tests.Services;

/// <summary>Probes that a test answers by hand; each is known by the port that it asks.</summary>
internal sealed class ScriptedProbing : IProbing
{
    private readonly Dictionary<int, Action<ProbeResult>> _asked = [];

    /// <summary>Ports that are asked now, ascending.</summary>
    public IEnumerable<int> Asked => _asked.Keys.Order();

    public static ServiceProbe Probe(int port, int failures = 1, int successes = 1) =>
        new(new ProbeSpec.Tcp("127.0.0.1", port), new ProbeTiming { FailureThreshold = failures, SuccessThreshold = successes });

    public IDisposable Begin(RunId run, ServiceProbe probe, Action<ProbeResult> told)
    {
        var port = ((ProbeSpec.Tcp)probe.Spec).Port;
        _asked.Add(port, told);
        return new Ending(() => _asked.Remove(port));
    }

    /// <summary>Built-in checks that are executed now, by what answers them; at most one in a test.</summary>
    public List<Action<ProbeResult>> Checked { get; } = [];

    public IDisposable Begin(IProbe check, ProbeTiming timing, Action<ProbeResult> told)
    {
        Checked.Add(told);
        return new Ending(() => Checked.Remove(told));
    }

    /// <summary>Answers one.</summary>
    public void Answer(int port, bool isSuccess) => _asked[port](new ProbeResult(isSuccess, TimeSpan.Zero, isSuccess ? "connected" : "connection refused"));

    private sealed class Ending(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
