using Baton.Probes;
using Baton.Probes.Specs;
using Baton.Processes;
using Baton.Simulation.World;
using Baton.Supervision.Probing;

namespace Baton.Simulation.Daemon;

/// <summary>Asks the processes themselves: one that is up says so, one that hangs says nothing.</summary>
internal sealed class DaemonProbing(Machine machine, SimClock clock, TimeProvider time) : IProbing
{
    public const int ReadinessPort = 1, LivenessPort = 2;

    /// <inheritdoc/>
    public IDisposable Begin(RunId run, ServiceProbe probe, Action<ProbeResult> told)
    {
        var isReadiness = probe.Spec is ProbeSpec.Tcp { Port: ReadinessPort };
        return time.CreateTimer(_ => told(Ask(run, isReadiness)), null, probe.Timing.InitialDelay, probe.Timing.Interval);
    }

    /// <inheritdoc/>
    public IDisposable Begin(IProbe check, ProbeTiming timing, Action<ProbeResult> told) => new Ending(() => { });

    private ProbeResult Ask(RunId run, bool isReadiness)
    {
        // A program that does what it should lives before it is ready; else a hasty liveness probe could restart it for ever.
        var isWell = machine.LifeOf(run) is { First.IsAlive: true, IsHung: false } life
            && (life.ReadyAt <= clock.Now || (machine.IsCalm && !isReadiness)) && (!isReadiness || life.UnreadyUntil <= clock.Now);
        if (isWell && isReadiness) machine.LifeOf(run)!.WasReady = true;
        return new ProbeResult(isWell, TimeSpan.Zero, isWell ? "connected" : "connection refused");
    }
}
