using System.Globalization;
using Baton.Core;
using Baton.Daemon.State;
using Baton.Runtime.Addresses;

namespace Baton.Daemon.Startup;

/// <summary>Where a daemon's files are, all as absolute paths.</summary>
/// <param name="Manifest">The manifest; null when it runs without one.</param>
/// <param name="ManifestAsTyped">The manifest as messages name it: relative when it lies below the current folder.</param>
/// <param name="BaseDirectory">What relative paths in the manifest are relative to: its project, which is its folder or the one above it.</param>
/// <param name="StateDirectory">Where it keeps its state.</param>
public sealed record Locations(string? Manifest, string? ManifestAsTyped, string BaseDirectory, string StateDirectory)
{
    // In this order. A manifest in one of the two subfolders speaks of the folder above it, which is its project.
    private static readonly string[] ManifestNames =
        ["baton.toml", "services.toml", "orchestrator/services.toml", "service_registry.json", "omega_services/service_registry.json"];

    private const string StateName = ".baton";

    /// <summary>Finds them from what was asked for.</summary>
    /// <exception cref="BatonException">NotFound: there is no manifest where it was looked for. InvalidRequest: the wishes contradict each other.</exception>
    public static Locations Find(DaemonOptions options, string currentDirectory)
    {
        var folder = Path.GetFullPath(options.Folder ?? ".", currentDirectory);
        if (options.Empty)
        {
            if (options.Config is not null) throw new BatonException(ErrorCode.InvalidRequest, "cannot run empty and with a manifest: give --empty or --config, not both");
            return new Locations(null, null, folder, EmptyStateOf(options, folder, currentDirectory));
        }

        var named = options.Config is { } config ? Path.GetFullPath(config, currentDirectory) : folder;
        var manifest = Directory.Exists(named) ? ManifestIn(named) : File.Exists(named) ? named : null;
        if (manifest is null) throw Missing(named, isFile: options.Config is not null);
        var home = ProjectOf(manifest);
        var baseDirectory = options.BaseDirectory is { } given ? Path.GetFullPath(given, currentDirectory) : home;
        if (!Directory.Exists(baseDirectory)) throw new BatonException(ErrorCode.NotFound, $"cannot use base directory \"{baseDirectory}\": it does not exist");
        return new Locations(manifest, Shown(manifest, currentDirectory), baseDirectory, StateOf(options, home, currentDirectory));
    }

    private static string StateOf(DaemonOptions options, string home, string currentDirectory) =>
        options.State is { } state ? Path.GetFullPath(state, currentDirectory) : Path.Combine(home, StateName);

    /// <summary>Several may run empty in one folder, each with a control socket of its own.</summary>
    private static string EmptyStateOf(DaemonOptions options, string folder, string currentDirectory)
    {
        if (options.State is not null || options.Runtime?.ControlSocket is not { } asked) return StateOf(options, folder, currentDirectory);
        return RuntimeChoice.ControlOf(asked, currentDirectory) switch
        {
            ControlAddress.Unix socket => socket.Path + StateName,
            ControlAddress.Tcp { Address: var address } => Path.Combine(ProjectRegistry.OwnFolder(Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR")), string.Create(CultureInfo.InvariantCulture, $"{address.Host}-{address.Port}")),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static string? ManifestIn(string folder) =>
        ManifestNames.Select(name => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    private static string ProjectOf(string manifest)
    {
        var isBelow = ManifestNames.Any(name => name.Contains('/', StringComparison.Ordinal) && manifest.EndsWith($"/{name}", StringComparison.Ordinal));
        var folder = Path.GetDirectoryName(manifest)!;
        return isBelow ? Path.GetDirectoryName(folder)! : folder;
    }

    private static BatonException Missing(string named, bool isFile)
    {
        var text = Directory.Exists(named)
            ? $"cannot find a manifest in \"{named}\": there is none of {string.Join(", ", ManifestNames)}; write a baton.toml, name a manifest with --config, or run without one with --empty"
            : isFile
                ? $"cannot read manifest \"{named}\": it does not exist"
                : $"cannot look for a manifest in \"{named}\": there is no such folder";
        return new BatonException(ErrorCode.NotFound, text);
    }

    private static string Shown(string path, string currentDirectory)
    {
        var relative = Path.GetRelativePath(currentDirectory, path);
        return relative.StartsWith("..", StringComparison.Ordinal) ? path : relative;
    }
}
