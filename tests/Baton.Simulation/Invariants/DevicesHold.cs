using Baton.Core.Notices;
using Baton.Simulation.Daemon;
using Baton.Simulation.Histories;
using Baton.Supervision.Services;

namespace Baton.Simulation.Invariants;

/// <summary>Nothing is started, or goes on, without the devices that it must have.</summary>
internal sealed class DevicesHold(History history) : Invariant(history)
{
    // Half a second of doubt, put off ten times at most, and the wire.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(12);

    /// <inheritdoc/>
    public override string Promise => "nothing is started or goes on without its devices";

    /// <inheritdoc/>
    public override void Noticed(SimDaemon daemon, Notice notice)
    {
        if (notice.What != "starting" || daemon is not { IsRecovering: false, Supervisor: not null }) return;
        var starting = notice.Subject["service/".Length..];
        if (IsBlind(daemon, starting) is { } device) Broken($"{starting} is started without {device}");
    }

    /// <inheritdoc/>
    public override void Turned(SimDaemon daemon)
    {
        foreach (var view in daemon.Supervisor!.Services)
        {
            if (view is not { State: Phase.Starting or Phase.Running, IsDesired: true } || IsBlind(daemon, view.Name) is not { } device) continue;
            var isImmediate = daemon.Supervisor.InForce.Services.First(service => service.Name == view.Name).Policy.OnDeviceLoss == DeviceLossMode.Immediate;
            if (isImmediate || view.IsReady) Broken($"{view.Name} goes on {(isImmediate ? "" : "as ready ")}without {device}");
        }
    }

    private string? IsBlind(SimDaemon daemon, string service) => History.Clock.Now - daemon.BegunAt < Grace
        ? null
        : daemon.Supervisor!.InForce.Services.FirstOrDefault(s => s.Name == service)?.RequiresDevices.FirstOrDefault(device => History.Devices.AwayFor(device) > Grace);
}
