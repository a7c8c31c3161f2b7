using Baton.Health.Breaker;

namespace Baton.Health.Monitors;

/// <summary>What is to be seen of a monitor: a picture that never changes.</summary>
/// <param name="Definition">What is watched.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Due">When the next probe is due, in the fleet's monotonic time (<see cref="MonitorFleet.Now"/>).</param>
public sealed record MonitorView(MonitorDefinition Definition, MonitorState State, TimeSpan Due)
{
    /// <summary>What needs it may begin: it was found well by this daemon, and its breaker is closed.</summary>
    public bool IsUp => State is { Health: MonitorHealth.Healthy, IsFound: true, Breaker.Phase: BreakerPhase.Closed };

    /// <summary>What needs it waits, and not only for its first result.</summary>
    public bool IsDown => State is { Health: MonitorHealth.Unhealthy, IsFound: true } || State.Breaker.Phase != BreakerPhase.Closed;
}
