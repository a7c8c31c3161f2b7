using System.Text.Json.Serialization;
using Baton.Daemon.Startup;
using Baton.Manifest;
using Baton.Supervision.Manifests;
using Baton.Supervision.Replicas;

namespace Baton.Daemon.Manifests;

/// <summary>All that a manifest was read from. What is read from it gives the same services, whatever has become of the files since.</summary>
/// <param name="Locations">Where it was.</param>
/// <param name="Choice">What of it was wanted.</param>
/// <param name="ReadAt">When (UTC).</param>
/// <param name="Environment">What services inherit; it may hold secrets.</param>
/// <param name="Files">What files held, by the path they were asked for with; null: they could not be read.</param>
/// <param name="Problems">Why not.</param>
/// <param name="FileAnswers">Whether files were there.</param>
/// <param name="FolderAnswers">Whether folders were there.</param>
/// <param name="Fingerprints">What told the contents of other files from others.</param>
/// <param name="Scales">How many replicas people asked for; null: as the manifest says.</param>
internal sealed record ManifestSnapshot(
    Locations Locations,
    ManifestChoice Choice,
    DateTimeOffset ReadAt,
    Dictionary<string, string> Environment,
    Dictionary<string, byte[]?> Files,
    Dictionary<string, string?> Problems,
    Dictionary<string, bool> FileAnswers,
    Dictionary<string, bool> FolderAnswers,
    Dictionary<string, string> Fingerprints,
    Dictionary<string, AskedScale>? Scales = null)
{
    private static readonly ManifestDisk Nothing = new(_ => false, _ => false, (_, _) => new FileContent(null, "it was not read before")) { Fingerprint = _ => "" };

    /// <summary>To read the manifest from once more.</summary>
    /// <param name="otherwise">Asked for what was not asked then; null: that is not there.</param>
    public ManifestSource ToSource(ManifestDisk? otherwise = null)
    {
        var others = otherwise ?? Nothing;
        return new ManifestSource(Environment, new ManifestDisk(
            path => FolderAnswers.TryGetValue(path, out var isThere) ? isThere : others.FolderExists(path),
            path => FileAnswers.TryGetValue(path, out var isThere) ? isThere : others.FileExists(path),
            (path, limit) => Files.TryGetValue(path, out var bytes) ? new FileContent(bytes, bytes is null ? Problems.GetValueOrDefault(path) ?? "it could not be read" : null) : others.Read(path, limit))
        {
            Fingerprint = path => Fingerprints.TryGetValue(path, out var known) ? known : others.Fingerprint(path),
        })
        {
            Scales = Scales ?? [],
        };
    }

    /// <summary>The manifest, as it was.</summary>
    public ServiceManifest Read() => ServiceManifest.Read(Locations, Choice, ToSource());
}

/// <summary>JSON of what is kept of a manifest.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ManifestSnapshot))]
internal sealed partial class SnapshotJson : JsonSerializerContext;
