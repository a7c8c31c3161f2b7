using Baton.Core.Actors;
using Baton.Daemon.Startup;
using Baton.Daemon.State;
using Baton.Health.Manifests;
using Baton.Health.Monitors;
using Baton.Probes;

namespace Baton.Daemon.Wiring;

/// <summary>All by which monitors see the world and are seen, begun and connected.</summary>
/// <param name="Fleet">It watches what the manifest says.</param>
internal sealed record HealthWorld(MonitorFleet Fleet)
{
    /// <summary>Begins it, by the manifest that is in force.</summary>
    /// <param name="owned">Ends it.</param>
    /// <param name="root">The state directory.</param>
    /// <param name="record">What is known.</param>
    /// <param name="time">The clock.</param>
    /// <param name="crashed">Told of a bug.</param>
    public static HealthWorld Begin(Owned owned, string root, DaemonRecord record, TimeProvider time, Action<Exception> crashed)
    {
        var notices = record.Notices;
        var memory = owned.Add(new AlarmFile(root, sentence => notices.Publish("daemon", "alarm_trouble", cause: null, sentence)));
        var listener = new MonitorsToNotices(notices);
        var fleet = owned.Add(new MonitorFleet(new FleetParts
        {
            Time = time,
            Scheduler = ActorScheduler.ThreadPool,
            Random = Random.Shared,
            Probes = definition => ProbeFactory.Create(definition.Probe, definition.Timing, time, definition.Addresses)
                ?? throw new InvalidOperationException($"nothing can be asked of monitor \"{definition.Name}\""),
            Listener = listener,
            Alarms = new AlarmsToNotices(notices, listener.FactOf, memory),
            AlarmMemory = memory.Known,
            Crashed = crashed,
            Broken = bug => notices.Publish("daemon", "bug", cause: null, bug.ToString()),
        }));
        var world = new HealthWorld(fleet);
        world.Follow(record.InForce.Manifest.Health);
        return world;
    }

    /// <summary>Watches what another manifest says, soon.</summary>
    public void Follow(HealthSection health)
    {
        // First the windows: what is found at once may fall into one.
        Fleet.Maintain(health.Maintenance);
        _ = Fleet.ApplyAsync(health.Monitors, new Dictionary<string, MonitorState>());
    }
}
