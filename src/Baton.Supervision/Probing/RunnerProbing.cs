using Baton.Probes;
using Baton.Probes.Running;
using Baton.Probes.Specs;
using Baton.Processes;

namespace Baton.Supervision.Probing;

/// <summary>Probes by a <see cref="ProbeRunner"/>, and by who watches the output for lines.</summary>
/// <param name="runner">Who executes them.</param>
/// <param name="lines">Who looks for lines.</param>
/// <param name="time">The clock.</param>
public sealed class RunnerProbing(ProbeRunner runner, LogLineProbing lines, TimeProvider time) : IProbing
{
    /// <inheritdoc/>
    public IDisposable Begin(RunId run, ServiceProbe probe, Action<ProbeResult> told) => probe.Spec switch
    {
        ProbeSpec.LogLine x => lines.Begin(run, x, told),
        // The run lives while this is not ended, so there is nothing to ask, and it is said once.
        ProbeSpec.Process => time.CreateTimer(_ => told(new ProbeResult(true, TimeSpan.Zero, "it lives")), null, probe.Timing.InitialDelay, Timeout.InfiniteTimeSpan),
        _ when ProbeFactory.Create(probe.Spec, probe.Timing, time) is { } executable => runner.Add(executable, probe.Timing, outcome => told(outcome.Result)),
        _ => throw new NotSupportedException($"a probe of the kind {probe.Spec.GetType().Name}"),
    };

    /// <inheritdoc/>
    public IDisposable Begin(IProbe check, ProbeTiming timing, Action<ProbeResult> told) => runner.Add(check, timing, outcome => told(outcome.Result));
}
