using Baton.Core.Notices;
using Baton.Processes.Devices;
using Baton.Processes.Hosting;
using Baton.Supervision.Hooks;
using Baton.Supervision.Probing;
using Baton.Supervision.Reload;
using Baton.Supervision.Services;

namespace Baton.Daemon.Wiring;

/// <summary>All by which the supervisor sees and changes the world.</summary>
internal sealed record SupervisionParts(
    InProcessHost Host, DeviceWatch Devices, RunnerProbing Probing, HostHooks Hooks, OutputToSupervision Output, EnablingToState Enabling, NoticeBoard Notices)
{
    /// <summary>Makes the supervisor, which starts nothing by itself.</summary>
    public Supervisor Begin(ServiceSet services, TimeProvider time, Action<Exception> crashed) =>
        new(services, new SupervisorPorts
        {
            Processes = Host.Send,
            LastRun = Host.LastRun,
            EnabledByPerson = Enabling.Of,
            Devices = Devices,
            Probing = Probing,
            Hooks = Hooks,
            ReadLastOutput = Output.Last.Read,
            Notices = Notices,
            Time = time,
            Random = Random.Shared.NextDouble,
            Crashed = crashed,
        });
}
