using Baton.Control.Notify;
using Baton.Daemon.Startup;
using Baton.Daemon.State;

namespace Baton.Daemon.Wiring;

/// <summary>Notices to those that the manifest says are told of them.</summary>
internal static class NoticesToNotify
{
    /// <summary>Begins to tell, by the manifest that is in force.</summary>
    /// <param name="owned">Ends what it needs.</param>
    /// <param name="ground">Where the state is.</param>
    /// <param name="record">What is known.</param>
    /// <param name="time">The clock.</param>
    /// <param name="crashed">Told of a bug.</param>
    public static Notifier Begin(Owned owned, DaemonGround ground, DaemonRecord record, TimeProvider time, Action<Exception> crashed)
    {
        var (notices, inForce) = (record.Notices, record.InForce);
        var memory = owned.Add(new NotifyFile(ground.State.Root, sentence => notices.Publish("daemon", "notify_trouble", cause: null, sentence)));
        var notifier = owned.Add(new Notifier(new NotifyPorts
        {
            Notices = notices,
            Journal = record.Journal.Reader,
            Memory = memory,
            GroupsOf = inForce.GroupsOf,
            MonitorWordsOf = name => inForce.Manifest.Health.Monitors.FirstOrDefault(monitor => monitor.Name == name)?.Words ?? [name],
            Project = Path.GetFileName(Path.TrimEndingDirectorySeparator(ground.Manifest.Reading.Locations.BaseDirectory)) is { Length: > 0 } name ? name : "/",
            Time = time,
            Random = Random.Shared.NextDouble,
            Crashed = crashed,
        }));
        notifier.Follow(inForce.Manifest.Project.Notify);
        return notifier;
    }
}
