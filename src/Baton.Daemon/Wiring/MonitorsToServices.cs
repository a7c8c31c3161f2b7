using Baton.Core;
using Baton.Health.Breaker;
using Baton.Health.Monitors;
using Baton.Probes;
using Baton.Supervision.Dependencies;
using Baton.Supervision.Services;

namespace Baton.Daemon.Wiring;

/// <summary>How monitors stand to the services that wait for them. The services look by themselves; they are told only when there is something new to see.</summary>
/// <param name="factOf">The fact that a monitor's health is what it is.</param>
internal sealed class MonitorsToServices(Func<string, long?> factOf) : IMonitorListener
{
    // More of what an endpoint said helps nobody in a list of services.
    private const int MostOfReason = 200;

    private MonitorFleet? _fleet;
    private Supervisor? _supervisor;

    /// <summary>Says whose monitors these are; before the first is watched.</summary>
    public void Connect(MonitorFleet fleet) => _fleet = fleet;

    /// <summary>Says who is told; what was found before is seen when it looks.</summary>
    public void Begin(Supervisor supervisor) => Volatile.Write(ref _supervisor, supervisor);

    /// <summary>How a monitor stands now; on any thread.</summary>
    public MonitorStanding Of(string name)
    {
        if (_fleet?.Find(name) is not { } view) return MonitorStanding.Unknown;
        return view switch
        {
            { IsUp: true } => new MonitorStanding(IsUp: true, IsDown: false, "up", factOf(name)),
            { IsDown: false } => MonitorStanding.Unknown,
            _ => new MonitorStanding(IsUp: false, IsDown: true, WordsOf(view.State), factOf(name)),
        };
    }

    /// <summary>Other monitors are watched, or the same ones otherwise.</summary>
    public void Tell()
    {
        // Not on the thread of the monitors: what services do next must not delay a probe.
        if (Volatile.Read(ref _supervisor) is { } supervisor) ThreadPool.UnsafeQueueUserWorkItem(static one => one.LookAtMonitors(), supervisor, preferLocal: false);
    }

    /// <inheritdoc/>
    // The first success of this daemon changes nothing of its health when an earlier one had found it well too.
    public void Counted(string name, DateTimeOffset at, ProbeResult result) => Tell(name);

    /// <inheritdoc/>
    public void HealthChanged(MonitorView now, MonitorHealth from, string? reason) => Tell(now.Definition.Name);

    /// <inheritdoc/>
    public void BreakerChanged(MonitorView now, BreakerPhase from, string? by) => Tell(now.Definition.Name);

    private void Tell(string name)
    {
        if (Volatile.Read(ref _supervisor)?.AwaitsMonitor(name) == true) Tell();
    }

    private static string WordsOf(MonitorState state)
    {
        var why = state.Last is { IsSuccess: false } last ? $": {Shortened.To(last.Detail, MostOfReason)}" : "";
        return state.Breaker.Phase switch
        {
            BreakerPhase.Isolated => "isolated",
            BreakerPhase.Open => $"down, breaker open{why}",
            BreakerPhase.HalfOpen => $"breaker half-open{why}",
            _ => $"down{why}",
        };
    }
}
