using Baton.Core;
using Baton.Daemon.Manifests;
using Baton.Daemon.Startup;
using Baton.Daemon.State;
using Baton.Daemon.Wiring;
using Baton.Supervision.Services;

namespace Baton.Daemon;

/// <summary><c>enable</c> and <c>disable</c> while no daemon runs.</summary>
public static class OfflineEnabling
{
    /// <summary>
    /// Writes what the next daemon is to hold to, holding the state directory meanwhile, so that none begins or runs. The names are those of
    /// the manifest in the folder of the state directory.
    /// </summary>
    /// <param name="stateDirectory">Absolute path of an existing one.</param>
    /// <param name="names">Services and groups; at least one.</param>
    /// <param name="isEnabled">What is said of them.</param>
    /// <returns>Names of the services it was said of, and a sentence for people when what was said earlier is lost.</returns>
    /// <exception cref="BatonException">
    /// NotFound: no manifest, service or group. InvalidManifest: the manifest cannot be used. HeldByAnother: a daemon runs after all.
    /// Unavailable: it cannot be written.
    /// </exception>
    public static (IReadOnlyList<string> Services, string? Problem) Set(string stateDirectory, IReadOnlyList<string> names, bool isEnabled)
    {
        var options = new DaemonOptions(Path.GetDirectoryName(stateDirectory), Config: null, BaseDirectory: null, stateDirectory, Listen: null, Empty: false, [], IsTesting: false);
        var set = ServiceManifest.Read(Locations.Find(options, stateDirectory), options.Choice).Usable().Set;
        var meant = new ServiceNames(set).Resolve(names).Select(index => set.Services[index].Name).ToList();
        using var state = StateDirectory.Take(stateDirectory);
        using var enabling = EnablingToState.Read(state.Root);
        enabling.Remember(meant, isEnabled, EnablingToState.WholesOf(set, names, meant));
        return (meant, enabling.Problem);
    }
}
