using Baton.Daemon.Manifests;

namespace Baton.Daemon.Startup;

/// <summary>What a daemon was asked to be; null is "not said". Paths are as typed, relative to the current folder.</summary>
/// <param name="Folder">Where to look for a manifest; null means the current folder.</param>
/// <param name="Config">The manifest itself.</param>
/// <param name="BaseDirectory">What relative paths in the manifest are relative to; null means the manifest's folder.</param>
/// <param name="State">The state directory; null means <c>.baton</c> beside the manifest or, without one, by the control socket where that was said.</param>
/// <param name="Listen">TCP addresses of the API, <c>HOST:PORT</c>; <c>none</c> means the Unix socket only; null or none: as the manifest says.</param>
/// <param name="Empty">Run without a manifest.</param>
/// <param name="Services">Names of the services to run, with what they depend on; empty is all of them.</param>
/// <param name="IsTesting">Their commands for testing take the place of the others.</param>
public sealed record DaemonOptions(
    string? Folder, string? Config, string? BaseDirectory, string? State, IReadOnlyList<string>? Listen, bool Empty, IReadOnlyList<string> Services, bool IsTesting)
{
    /// <summary>Its own log is an object a line.</summary>
    public bool IsLogJson { get; init; }

    /// <summary>What was asked of the runtime; null: nothing.</summary>
    public RuntimeWishes? Runtime { get; init; }

    /// <summary>What of the manifest is wanted.</summary>
    internal ManifestChoice Choice => new(Services, IsTesting);
}
