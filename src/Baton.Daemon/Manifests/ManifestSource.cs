using Baton.Supervision.Manifests;

namespace Baton.Daemon.Manifests;

/// <summary>All that the reading of a manifest depends on besides its own place.</summary>
/// <param name="Environment">What services inherit, and what is put into texts.</param>
/// <param name="Disk">What is on the disk: the manifest itself, too.</param>
public sealed record ManifestSource(IReadOnlyDictionary<string, string> Environment, ManifestDisk Disk)
{
    /// <summary>What there is now.</summary>
    public static ManifestSource Present() => new(InheritedEnvironment.OfThisProcess(), new ManifestDisk(Directory.Exists, File.Exists, Baton.Manifest.FileContent.Read));
}
