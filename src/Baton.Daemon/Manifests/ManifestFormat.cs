using Baton.Manifest;
using Baton.Manifest.Binding;
using Baton.Manifest.Tree;
using Baton.Supervision.Logs.Links;
using Baton.Supervision.Manifests;
using Baton.Supervision.Manifests.Native;
using Baton.Supervision.Manifests.Registry;
using Baton.Supervision.Manifests.Watchdog;
using Baton.Supervision.Services;

namespace Baton.Daemon.Manifests;

/// <summary>One of the forms that manifests are written in; the name of a file says which.</summary>
/// <param name="Ending">What the names of its files end in, in any case.</param>
/// <param name="Bind">Reads the services of such a file.</param>
internal sealed record ManifestFormat(string Ending, Func<TableReader, ServicesContext, IReadOnlyList<ServiceDefinition>> Bind)
{
    /// <summary>Reads such a file, and others where it has some; null when that failed, and was told.</summary>
    public Func<string, Diagnostics, ManifestDisk, TableNode?> Read { get; init; } = static (path, diagnostics, disk) => ManifestFile.Read(path, diagnostics, disk.Read);

    /// <summary>It has the tables <c>logs</c> and <c>journal</c>, and what is said of Baton itself.</summary>
    public bool HasProjectTables { get; init; } = true;

    /// <summary>Where people who use this form look for logs.</summary>
    public LogLinkStyle Links { get; init; }

    /// <summary>What it is called in the API.</summary>
    public string Source { get; init; } = NoSource;

    /// <summary>It may be spread over several files.</summary>
    public bool HasOtherFiles { get; init; }

    /// <summary>What it is called where there is no file.</summary>
    public const string NoSource = "native";

    /// <summary>The forms in words, for messages.</summary>
    public const string Accepted =
        "Baton reads its own manifest (baton.toml, or another .toml), services.toml (or another name that ends so) and service_registry.json (or another .json)";

    // The first that fits: every services.toml is a .toml, too.
    private static readonly ManifestFormat[] All =
    [
        new("services.toml", WatchdogServices.Bind) { HasProjectTables = false, Links = LogLinkStyle.FolderOfService, Source = "watchdog" },
        new(".toml", ServicesSection.Bind) { Read = NativeFiles.Read, HasOtherFiles = true },
        new(".json", RegistryServices.Bind) { Links = LogLinkStyle.NewestFile, Source = "robot" },
    ];

    /// <summary>The form of a file; null when its name says none.</summary>
    public static ManifestFormat? Of(string path) =>
        All.FirstOrDefault(format => path.EndsWith(format.Ending, StringComparison.OrdinalIgnoreCase));

    /// <summary>What to say of a file whose name says none.</summary>
    public static string Refusal(string path) =>
        Path.GetExtension(path).ToUpperInvariant() is ".YAML" or ".YML"
            ? $"cannot read manifest \"{path}\": services are not described in YAML; {Accepted}"
            : $"cannot read manifest \"{path}\": its name does not say what it is; {Accepted}";
}
