using Baton.Core.Actors;
using Baton.Health.Alarms;
using Baton.Probes;

namespace Baton.Health.Monitors;

/// <summary>What a <see cref="MonitorFleet"/> needs of the world.</summary>
public sealed record FleetParts
{
    /// <summary>The clock.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>Gives turns to the actor and to the probes.</summary>
    public required ActorScheduler Scheduler { get; init; }

    /// <summary>Spreads probes and breaks; used by the actor alone.</summary>
    public required Random Random { get; init; }

    /// <summary>Makes what is executed for a monitor that is not a push monitor.</summary>
    public required Func<MonitorDefinition, IProbe> Probes { get; init; }

    /// <summary>Hears what is found.</summary>
    public required IMonitorListener Listener { get; init; }

    /// <summary>Hears what people are to be told; null: nobody does.</summary>
    public IAlarmListener? Alarms { get; init; }

    /// <summary>What an earlier fleet told people.</summary>
    public AlarmMemory AlarmMemory { get; init; } = AlarmMemory.None;

    /// <summary>Told once when the actor's handler or the listener threw, which is a bug; nothing is probed any more.</summary>
    public required Action<Exception> Crashed { get; init; }

    /// <summary>Told when a probe threw, which is a bug too, once for each monitor; its executions count as failed.</summary>
    public required Action<Exception> Broken { get; init; }
}
