using Baton.Core;

namespace Baton.Daemon.Startup;

/// <summary>Where a daemon's files are, all as absolute paths.</summary>
/// <param name="Manifest">The manifest; null when it runs without one.</param>
/// <param name="ManifestAsTyped">The manifest as messages name it: relative when it lies below the current folder.</param>
/// <param name="BaseDirectory">What relative paths in the manifest are relative to.</param>
/// <param name="StateDirectory">Where it keeps its state.</param>
public sealed record Locations(string? Manifest, string? ManifestAsTyped, string BaseDirectory, string StateDirectory)
{
    private const string ManifestName = "baton.toml";
    private const string StateName = ".baton";

    /// <summary>Finds them from what was asked for.</summary>
    /// <exception cref="BatonException">NotFound: there is no manifest where it was looked for. InvalidRequest: the wishes contradict each other.</exception>
    public static Locations Find(DaemonOptions options, string currentDirectory)
    {
        var folder = Path.GetFullPath(options.Folder ?? ".", currentDirectory);
        if (options.Empty)
        {
            if (options.Config is not null) throw new BatonException(ErrorCode.InvalidRequest, "cannot run empty and with a manifest: give --empty or --config, not both");
            return new Locations(null, null, folder, StateOf(options, folder, currentDirectory));
        }

        var manifest = options.Config is { } config ? Path.GetFullPath(config, currentDirectory) : Path.Combine(folder, ManifestName);
        if (Directory.Exists(manifest)) manifest = Path.Combine(manifest, ManifestName);
        if (!File.Exists(manifest)) throw Missing(manifest, folder, isNamed: options.Config is not null);
        var home = Path.GetDirectoryName(manifest)!;
        var baseDirectory = options.BaseDirectory is { } given ? Path.GetFullPath(given, currentDirectory) : home;
        if (!Directory.Exists(baseDirectory)) throw new BatonException(ErrorCode.NotFound, $"cannot use base directory \"{baseDirectory}\": it does not exist");
        return new Locations(manifest, Shown(manifest, currentDirectory), baseDirectory, StateOf(options, home, currentDirectory));
    }

    private static string StateOf(DaemonOptions options, string home, string currentDirectory) =>
        options.State is { } state ? Path.GetFullPath(state, currentDirectory) : Path.Combine(home, StateName);

    private static BatonException Missing(string manifest, string folder, bool isNamed)
    {
        var text = isNamed
            ? $"cannot read manifest \"{manifest}\": it does not exist"
            : !Directory.Exists(folder)
                ? $"cannot look for a manifest in \"{folder}\": there is no such folder"
                : $"cannot find a manifest in \"{folder}\": there is no {ManifestName}; write one, name one with --config, or run without one with --empty";
        return new BatonException(ErrorCode.NotFound, text);
    }

    private static string Shown(string path, string currentDirectory)
    {
        var relative = Path.GetRelativePath(currentDirectory, path);
        return relative.StartsWith("..", StringComparison.Ordinal) ? path : relative;
    }
}
