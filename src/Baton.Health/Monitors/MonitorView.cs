namespace Baton.Health.Monitors;

/// <summary>What is to be seen of a monitor: a picture that never changes.</summary>
/// <param name="Definition">What is watched.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Due">When the next probe is due, in the fleet's monotonic time (<see cref="MonitorFleet.Now"/>).</param>
public sealed record MonitorView(MonitorDefinition Definition, MonitorState State, TimeSpan Due);
