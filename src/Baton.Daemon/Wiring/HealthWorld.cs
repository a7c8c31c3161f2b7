using Baton.Core.Actors;
using Baton.Daemon.Startup;
using Baton.Daemon.State;
using Baton.Health.Figures;
using Baton.Health.Manifests;
using Baton.Health.Monitors;
using Baton.Probes;

namespace Baton.Daemon.Wiring;

/// <summary>All by which monitors see the world and are seen, begun and connected.</summary>
/// <param name="Fleet">It watches what the manifest says.</param>
/// <param name="History">What was found, over all daemons.</param>
/// <param name="Figures">What was found, counted.</param>
/// <param name="Services">What services see of it.</param>
internal sealed record HealthWorld(MonitorFleet Fleet, MonitorsToHistory History, MonitorFigures Figures, MonitorsToServices Services)
{
    /// <summary>Begins it; it watches nothing yet.</summary>
    /// <param name="owned">Ends it.</param>
    /// <param name="root">The state directory.</param>
    /// <param name="record">What is known.</param>
    /// <param name="time">The clock.</param>
    /// <param name="crashed">Told of a bug.</param>
    public static HealthWorld Begin(Owned owned, string root, DaemonRecord record, TimeProvider time, Action<Exception> crashed)
    {
        var notices = record.Notices;
        var history = owned.Add(MonitorsToHistory.Open(record, root, time, crashed));
        var figures = new MonitorFigures();
        var memory = owned.Add(new AlarmFile(root, sentence => notices.Publish("daemon", "alarm_trouble", cause: null, sentence)));
        var listener = new MonitorsToNotices(notices);
        var services = new MonitorsToServices(listener.FactOf);
        var fleet = owned.Add(new MonitorFleet(new FleetParts
        {
            Time = time,
            Scheduler = ActorScheduler.ThreadPool,
            Random = Random.Shared,
            Probes = definition => ProbeFactory.Create(definition.Probe, definition.Timing, time, definition.Addresses)
                ?? throw new InvalidOperationException($"nothing can be asked of monitor \"{definition.Name}\""),
            Listener = new MonitorListeners(listener, history, figures, services),
            Alarms = new AlarmsToNotices(notices, listener.FactOf, memory),
            AlarmMemory = memory.Known,
            Crashed = crashed,
            Broken = bug => notices.Publish("daemon", "bug", cause: null, bug.ToString()),
        }));
        history.Connect(fleet);
        services.Connect(fleet);
        return new HealthWorld(fleet, history, figures, services);
    }

    /// <summary>Watches what a manifest says; done when it is watched.</summary>
    public Task FollowAsync(HealthSection health)
    {
        // First the windows: what is found at once may fall into one.
        Fleet.Maintain(health.Maintenance);
        var applied = Fleet.ApplyAsync(health.Monitors, History.Follow(health.Monitors));
        Figures.Keep(health.Monitors.Select(monitor => monitor.Name).ToHashSet(StringComparer.Ordinal));
        return TellAsync(applied);
    }

    private async Task TellAsync(Task applied)
    {
        await applied;
        // What services wait for may be another endpoint now, of which nothing is known.
        Services.Tell();
    }

    /// <summary>Ends the watching, and saves what is known for the last time.</summary>
    public async Task CloseAsync()
    {
        await Fleet.DisposeAsync();
        await History.CloseAsync();
    }
}
