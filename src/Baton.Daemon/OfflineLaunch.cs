using Baton.Contracts;
using Baton.Control.Mapping;
using Baton.Core;
using Baton.Daemon.Manifests;
using Baton.Daemon.Startup;
using Baton.Daemon.State;
using Baton.Processes.Hosting;
using Baton.Supervision.Services;

namespace Baton.Daemon;

/// <summary><c>exec</c> and <c>run</c> while no daemon runs.</summary>
public static class OfflineLaunch
{
    private static readonly DaemonOptions Here = new(Folder: null, Config: null, BaseDirectory: null, State: null, Listen: null, Empty: false, [], IsTesting: false);

    /// <summary>
    /// A process of a service of the manifest of the current folder that an earlier daemon left alive; null when there is none that is provably its. The state
    /// directory is held meanwhile, so that no daemon begins or runs.
    /// </summary>
    /// <param name="name">The service.</param>
    /// <exception cref="BatonException">NotFound: there is no manifest. HeldByAnother: a daemon runs after all. Unavailable: it cannot be looked.</exception>
    public static int? LeftoverOf(string name)
    {
        var path = Locations.Find(Here, Environment.CurrentDirectory).StateDirectory;
        // Nothing is made where nothing was.
        if (!Directory.Exists(path)) return null;
        using var state = StateDirectory.Take(path);
        return LeftoverLook.Find(state.Root, name);
    }

    /// <summary>What a service of the manifest of the current folder is run with.</summary>
    /// <param name="name">The service.</param>
    /// <exception cref="BatonException">NotFound: there is no manifest, or no such service. InvalidManifest: it cannot be used.</exception>
    public static LaunchRecord Of(string name)
    {
        var set = ServiceManifest.Read(Locations.Find(Here, Environment.CurrentDirectory), Here.Choice).Usable().Set;
        var (services, all) = (set.Services, new ServiceNames(set));
        var meant = all.Resolve([name]);
        if (all.IsWhole(name)) throw new BatonException(ErrorCode.NotFound, $"\"{name}\" has replicas; name one of them, as \"{name}.1\"");
        if (meant.Count != 1 || services[meant[0]].Name != name) throw new BatonException(ErrorCode.NotFound, $"\"{name}\" is a group; name one service");
        return LaunchRecords.Of(services[meant[0]]);
    }
}
