using Baton.Core.Notices;
using Baton.Processes.Devices;
using Baton.Processes;
using Baton.Supervision.Hooks;
using Baton.Supervision.Probing;
using Baton.Supervision.Services;

namespace Baton.Daemon.Wiring;

/// <summary>All by which the supervisor sees and changes the world.</summary>
internal sealed record SupervisionParts(
    IProcessHost Host, DeviceWatch Devices, RunnerProbing Probing, HostHooks Hooks, OutputToSupervision Output, EnablingToState Enabling, NoticeBoard Notices)
{
    /// <summary>Makes the supervisor, which starts nothing by itself.</summary>
    public Supervisor Begin(IReadOnlyList<ServiceDefinition> definitions, TimeProvider time, Action<Exception> crashed) =>
        new(definitions, new SupervisorPorts
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
