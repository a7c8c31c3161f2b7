using Baton.Contracts;
using Baton.Core;
using Baton.Daemon.Manifests;
using Baton.Daemon.Startup;
using Baton.Daemon.State;
using Baton.Supervision.Reload;

namespace Baton.Daemon;

/// <summary><c>plan</c> while no daemon runs.</summary>
public static class OfflinePlan
{
    /// <summary>What <c>up</c> would start in the current folder.</summary>
    /// <param name="config">Absolute path of a manifest; null: the one that is found there.</param>
    /// <exception cref="BatonException">NotFound: there is none. InvalidManifest: it cannot be used.</exception>
    public static PlanRecord Of(string? config)
    {
        var options = new DaemonOptions(Folder: null, config, BaseDirectory: null, State: null, Listen: null, Empty: false, [], IsTesting: false);
        var locations = Locations.Find(options, Environment.CurrentDirectory);
        var manifest = ServiceManifest.Read(locations, options.Choice).Usable();
        var said = EnabledFile.Look(locations.StateDirectory);
        var plan = ReloadPlan.Of(ServiceSet.Empty, manifest.Set, service => new ServiceStanding(false, false, false, EnabledFile.Of(said, service.Name, service.Replica?.Of)));
        return PlanRecords.Of(locations.Manifest, plan, manifest.Warnings, []);
    }
}
