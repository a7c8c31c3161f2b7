using Baton.Probes;
using Baton.Probes.Running;
using Baton.Probes.Specs;
using Baton.Processes;
using Baton.Processes.Hosting;

namespace Baton.Supervision.Probing;

/// <summary>Probes by a <see cref="ProbeRunner"/>, and by who watches the output for lines.</summary>
/// <param name="runner">Who executes them.</param>
/// <param name="lines">Who looks for lines.</param>
/// <param name="programs">Who runs programs that ask, as a part of the run: what they leave behind ends with it.</param>
/// <param name="time">The clock.</param>
public sealed class RunnerProbing(ProbeRunner runner, LogLineProbing lines, RunPrograms programs, TimeProvider time) : IProbing
{
    /// <inheritdoc/>
    public IDisposable Begin(RunId run, ServiceProbe probe, Action<ProbeResult> told) => probe.Spec switch
    {
        ProbeSpec.LogLine x => lines.Begin(run, x, told),
        ProbeSpec.Process => Living(probe.Timing, told),
        _ when ProbeFactory.Create(probe.Spec, probe.Timing, time,
            (launch, deadline, cancel) => programs.AskAsync(run, launch, deadline, cancel)) is { } executable => runner.Add(executable, probe.Timing, outcome => told(outcome.Result)),
        _ => throw new NotSupportedException($"a probe of the kind {probe.Spec.GetType().Name}"),
    };

    /// <inheritdoc/>
    public IDisposable Begin(IProbe check, ProbeTiming timing, Action<ProbeResult> told) => runner.Add(check, timing, outcome => told(outcome.Result));

    /// <summary>The run lives while this is not ended, so there is nothing to ask, and it is said as often as it takes to count.</summary>
    private ITimer Living(ProbeTiming timing, Action<ProbeResult> told)
    {
        var left = timing.SuccessThreshold;
        return time.CreateTimer(
            _ =>
            {
                if (Interlocked.Decrement(ref left) >= 0) told(new ProbeResult(true, TimeSpan.Zero, "it lives"));
            },
            null, timing.InitialDelay, left > 1 ? timing.Interval : Timeout.InfiniteTimeSpan);
    }
}
