using Baton.Probes;
using Baton.Probes.Specs;
using Baton.Processes;

namespace Baton.Supervision.Probing;

/// <summary>Where nothing is asked: the result of no probe ever comes.</summary>
public sealed class NoProbing : IProbing, IDisposable
{
    private NoProbing()
    {
    }

    /// <summary>The only one.</summary>
    public static NoProbing Instance { get; } = new();

    /// <inheritdoc/>
    public IDisposable Begin(RunId run, ServiceProbe probe, Action<ProbeResult> told) => this;

    /// <inheritdoc/>
    public IDisposable Begin(IProbe check, ProbeTiming timing, Action<ProbeResult> told) => this;

    /// <inheritdoc/>
    public void Dispose()
    {
        // There is nothing to end.
    }
}
