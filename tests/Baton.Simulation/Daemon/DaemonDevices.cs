using Baton.Processes.Devices;
using Baton.Simulation.World;

namespace Baton.Simulation.Daemon;

/// <summary>How one daemon sees the devices: a little later than they change.</summary>
internal sealed class DaemonDevices(SimDaemon daemon, SimDevices devices, SimClock clock, Dice dice) : IDevices
{
    /// <inheritdoc/>
    public IDisposable Watch(IReadOnlyList<string> paths, Action<DeviceSighting> changed)
    {
        var isOver = false;
        DeviceSighting? last = null;
        Look();
        devices.Changed += Look;
        return new Ending(() =>
        {
            isOver = true;
            devices.Changed -= Look;
        });

        void Look() => clock.After(dice.Seconds(0, 0.05), () =>
        {
            if (isOver || !daemon.IsAlive) return;
            var seen = devices.Sight(paths);
            if (seen == last) return;
            last = seen;
            changed(seen);
        });
    }
}
