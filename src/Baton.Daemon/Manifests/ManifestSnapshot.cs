using System.Text.Json.Serialization;
using Baton.Daemon.Startup;
using Baton.Manifest;
using Baton.Supervision.Manifests;

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
internal sealed record ManifestSnapshot(
    Locations Locations,
    ManifestChoice Choice,
    DateTimeOffset ReadAt,
    Dictionary<string, string> Environment,
    Dictionary<string, byte[]?> Files,
    Dictionary<string, string?> Problems,
    Dictionary<string, bool> FileAnswers,
    Dictionary<string, bool> FolderAnswers,
    Dictionary<string, string> Fingerprints)
{
    /// <summary>To read the manifest from once more. What was not asked then is not there.</summary>
    public ManifestSource ToSource() => new(Environment, new ManifestDisk(
        path => FolderAnswers.GetValueOrDefault(path),
        path => FileAnswers.GetValueOrDefault(path),
        (path, _) => Files.TryGetValue(path, out var bytes) ? new FileContent(bytes, bytes is null ? Problems.GetValueOrDefault(path) ?? "it could not be read" : null) : new FileContent(null, "it was not read before"))
    {
        Fingerprint = path => Fingerprints.GetValueOrDefault(path, ""),
    });

    /// <summary>The manifest, as it was.</summary>
    public ServiceManifest Read() => ServiceManifest.Read(Locations, Choice, ToSource());
}

/// <summary>JSON of what is kept of a manifest.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ManifestSnapshot))]
internal sealed partial class SnapshotJson : JsonSerializerContext;
