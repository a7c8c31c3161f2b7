using Baton.Contracts;
using Baton.Control.Mapping;
using Baton.Core;
using Baton.Daemon.Manifests;
using Baton.Daemon.Startup;
using Baton.Supervision.Services;

namespace Baton.Daemon;

/// <summary><c>exec</c> and <c>run</c> while no daemon runs.</summary>
public static class OfflineLaunch
{
    /// <summary>What a service of the manifest of the current folder is run with.</summary>
    /// <param name="name">The service.</param>
    /// <exception cref="BatonException">NotFound: there is no manifest, or no such service. InvalidManifest: it cannot be used.</exception>
    public static LaunchRecord Of(string name)
    {
        var options = new DaemonOptions(Folder: null, Config: null, BaseDirectory: null, State: null, Listen: null, Empty: false, [], IsTesting: false);
        var set = ServiceManifest.Read(Locations.Find(options, Environment.CurrentDirectory), options.Choice).Usable().Set;
        var (services, all) = (set.Services, new ServiceNames(set));
        var meant = all.Resolve([name]);
        if (all.IsWhole(name)) throw new BatonException(ErrorCode.NotFound, $"\"{name}\" has replicas; name one of them, as \"{name}.1\"");
        if (meant.Count != 1 || services[meant[0]].Name != name) throw new BatonException(ErrorCode.NotFound, $"\"{name}\" is a group; name one service");
        return LaunchRecords.Of(services[meant[0]]);
    }
}
