using Baton.Supervision.Manifests;
using Baton.Supervision.Replicas;

namespace Baton.Daemon.Manifests;

/// <summary>All that the reading of a manifest depends on besides its own place.</summary>
/// <param name="Environment">What services inherit, and what is put into texts.</param>
/// <param name="Disk">What is on the disk: the manifest itself, too.</param>
public sealed record ManifestSource(IReadOnlyDictionary<string, string> Environment, ManifestDisk Disk)
{
    /// <summary>How many replicas people asked for, by the name of the service. Default: what the manifest says.</summary>
    public IReadOnlyDictionary<string, AskedScale> Scales { get; init; } = new Dictionary<string, AskedScale>();

    /// <summary>What there is now.</summary>
    public static ManifestSource Present() => new(InheritedEnvironment.OfThisProcess(), new ManifestDisk(Directory.Exists, File.Exists, Baton.Manifest.FileContent.Read));
}
