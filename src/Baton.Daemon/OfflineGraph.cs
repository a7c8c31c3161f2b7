using Baton.Contracts;
using Baton.Control.Mapping;
using Baton.Core;
using Baton.Daemon.Manifests;
using Baton.Daemon.Startup;

namespace Baton.Daemon;

/// <summary><c>graph</c> while no daemon runs.</summary>
public static class OfflineGraph
{
    /// <summary>Who depends on whom in the manifest of the current folder; nothing has a state.</summary>
    /// <param name="names">Services and groups; none means all.</param>
    /// <exception cref="BatonException">NotFound: there is no manifest, or no such service or group. InvalidManifest: it cannot be used.</exception>
    public static GraphRecord Of(IReadOnlyList<string> names)
    {
        var options = new DaemonOptions(Folder: null, Config: null, BaseDirectory: null, State: null, Listen: null, Empty: false, [], IsTesting: false);
        var manifest = ServiceManifest.Read(Locations.Find(options, Environment.CurrentDirectory), options.Choice).Usable();
        return new GraphRecord(GraphRecords.Of(manifest.Set, names, static _ => null));
    }
}
