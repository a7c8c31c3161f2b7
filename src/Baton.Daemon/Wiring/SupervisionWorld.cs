using Baton.Core.Actors;
using Baton.Daemon.Manifests;
using Baton.Daemon.Startup;
using Baton.Daemon.State;
using Baton.Probes.Running;
using Baton.Processes.Changes;
using Baton.Processes.Devices;
using Baton.Supervision.Hooks;
using Baton.Supervision.Probing;
using Baton.Supervision.Reload;
using Baton.Supervision.Services;

namespace Baton.Daemon.Wiring;

/// <summary>All by which services see the world and are seen, begun and connected.</summary>
/// <param name="Supervisor">It goes on with nothing yet.</param>
/// <param name="Output">What services write.</param>
/// <param name="Notifications">What services report of themselves.</param>
internal sealed record SupervisionWorld(Supervisor Supervisor, OutputToSupervision Output, NotificationsToSupervision Notifications)
{
    /// <summary>Begins it.</summary>
    /// <param name="owned">Ends it.</param>
    /// <param name="ground">Where processes and state are.</param>
    /// <param name="record">What is known.</param>
    /// <param name="services">By whose rules what lives began.</param>
    /// <param name="monitors">What services see of monitors.</param>
    /// <param name="time">The clock.</param>
    /// <param name="crashed">Told of a bug.</param>
    public static SupervisionWorld Begin(Owned owned, DaemonGround ground, DaemonRecord record, ServiceSet services, MonitorsToServices monitors, TimeProvider time, Action<Exception> crashed)
    {
        var (host, state, notices, inForce) = (ground.Host, ground.State, record.Notices, record.InForce);
        var devices = owned.Add(new DeviceWatch(time, sentence => notices.Publish("daemon", "degraded", cause: null, sentence)));
        var probes = owned.Add(new ProbeRunner(time, ActorScheduler.ThreadPool, Random.Shared, crashed, bug => notices.Publish("daemon", "bug", cause: null, bug.ToString())));
        var hooks = owned.Add(new HostHooks(host.Programs, time, crashed));
        var output = owned.Add(new OutputToSupervision(() => inForce.Names, host, state.Logs, notices, time, crashed));
        var probing = new RunnerProbing(probes, output.Lines, host.Programs, time);
        var changes = owned.Add(new FileChanges(crashed));
        var schedules = owned.Add(new ScheduleFile(state.Root, sentence => notices.Publish("daemon", "schedule_trouble", cause: null, sentence)));
        var notifications = owned.Add(new NotificationsToSupervision(host, ground.Guardian ?? host, notices, crashed));
        var parts = new SupervisionParts(host, devices, probing, hooks, output, record.Enabling, record.Memory, notices)
        {
            Notifications = notifications,
            Schedules = schedules,
            Changes = changes,
            MonitorOf = monitors.Of,
            ToldBefore = new ToldBefore(record.Journal.Reader, notices.Began).Of,
            Departed = names => [.. DepartedReplicas.Of(inForce.Reading, names), .. InstanceServices.Departed(names)],
            Inherited = () => inForce.Reading.Snapshot.Environment,
        };
        var supervisor = owned.Add(parts.Begin(services, time, crashed));
        output.Begin(supervisor);
        notifications.Begin(supervisor);
        monitors.Begin(supervisor);
        ground.News.Add(supervisor.On);
        ground.News.Add(output.On);
        return new SupervisionWorld(supervisor, output, notifications);
    }
}
