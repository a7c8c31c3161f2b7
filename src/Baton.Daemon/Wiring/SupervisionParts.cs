using Baton.Core.Notices;
using Baton.Processes;
using Baton.Processes.Changes;
using Baton.Processes.Devices;
using Baton.Supervision.Dependencies;
using Baton.Supervision.Hooks;
using Baton.Supervision.Memory;
using Baton.Supervision.Notifying;
using Baton.Supervision.Probing;
using Baton.Supervision.Reload;
using Baton.Supervision.Scheduling;
using Baton.Supervision.Services;

namespace Baton.Daemon.Wiring;

/// <summary>All by which the supervisor sees and changes the world.</summary>
internal sealed record SupervisionParts(
    IProcessHost Host, DeviceWatch Devices, RunnerProbing Probing, HostHooks Hooks, OutputToSupervision Output, EnablingToState Enabling, ServiceMemory Memory, NoticeBoard Notices)
{
    /// <summary>Where services report to. Default: nowhere.</summary>
    public INotifications Notifications { get; init; } = NoNotifications.Instance;

    /// <summary>Where it is kept until when the times of services were looked after. Default: nowhere.</summary>
    public IScheduleMemory Schedules { get; init; } = NoScheduleMemory.Instance;

    /// <summary>Who sees whether files change.</summary>
    public IFileChanges? Changes { get; init; }

    /// <summary>How a monitor stands. Default: nothing is known of any.</summary>
    public Func<string, MonitorStanding> MonitorOf { get; init; } = static _ => MonitorStanding.Unknown;

    /// <summary>Of services that live and are not in the manifest any more, those of which it is known how they are stopped. Default: none.</summary>
    public Func<IReadOnlyList<string>, IReadOnlyList<ServiceDefinition>> Departed { get; init; } = static _ => [];

    /// <summary>Which ends of runs an earlier daemon has told. Default: none.</summary>
    public Func<string, string, long?> ToldBefore { get; init; } = static (_, _) => null;

    /// <summary>Variables that Baton inherited.</summary>
    public required Func<IReadOnlyDictionary<string, string>> Inherited { get; init; }

    /// <summary>Makes the supervisor, which starts nothing by itself.</summary>
    public Supervisor Begin(ServiceSet services, TimeProvider time, Action<Exception> crashed) =>
        new(services, new SupervisorPorts
        {
            Processes = Host.Send,
            LastRun = Host.LastRun,
            EnabledByPerson = Enabling.Of,
            Departed = Departed,
            ToldBefore = ToldBefore,
            Inherited = Inherited,
            Devices = Devices,
            Probing = Probing,
            Hooks = Hooks,
            Notifications = Notifications,
            Changes = Changes,
            MonitorOf = MonitorOf,
            Schedules = Schedules,
            ReadLastOutput = Output.Last.Read,
            Memory = Memory,
            AwaitsRuns = true,
            Notices = Notices,
            Time = time,
            Random = Random.Shared.NextDouble,
            Crashed = crashed,
        });
}
