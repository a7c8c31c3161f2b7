using Baton.Core.Actors;
using Baton.Health.Alarms;
using Baton.Health.Monitors;
using Baton.Probes;

namespace Baton.Simulation.Monitors;

/// <summary>
/// A way to be broken, put around the shipped fleet: what it is given is not as it should be. This one breaks nothing. One object is for one history.
/// </summary>
internal class FleetBug
{
    /// <summary>Its clock.</summary>
    public virtual TimeProvider Time(TimeProvider time, FleetHistory history) => time;

    /// <summary>Who gives turns.</summary>
    public virtual ActorScheduler Turns(ActorScheduler turns, FleetHistory history) => turns;

    /// <summary>How an endpoint is asked.</summary>
    public virtual IProbe Probe(IProbe probe, FleetHistory history) => probe;

    /// <summary>What the manifest says.</summary>
    public virtual IReadOnlyList<MonitorDefinition> Definitions(IReadOnlyList<MonitorDefinition> definitions) => definitions;

    /// <summary>What is remembered of monitors.</summary>
    public virtual IReadOnlyDictionary<string, MonitorState> Remembered(IReadOnlyDictionary<string, MonitorState> states) => states;

    /// <summary>What is remembered of alarms.</summary>
    public virtual AlarmMemory Alarms(AlarmMemory alarms) => alarms;
}
