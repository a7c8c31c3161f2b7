using System.Text.Json;
using System.Text.Json.Serialization;
using Baton.Contracts;
using Baton.Daemon.Manifests;
using Baton.Daemon.Startup;

namespace Baton;

/// <summary>Answer of <c>baton check -o json</c>.</summary>
/// <param name="Manifest">The file that was checked.</param>
/// <param name="Ok">It can be used.</param>
/// <param name="Services">Names of its services, in its order.</param>
/// <param name="Problems">What is wrong with it, in its order.</param>
/// <param name="Warnings">What this machine cannot do of what it says; null when it can do all.</param>
internal sealed record CheckReport(string Manifest, bool Ok, IReadOnlyList<string> Services, IReadOnlyList<ProblemItem> Problems, IReadOnlyList<string>? Warnings)
{
    public static CheckReport Of(Locations locations, ServiceManifest manifest) => new(
        locations.Manifest ?? "",
        manifest.Problems.Count == 0,
        [.. manifest.Services.Select(service => service.Name)],
        [.. manifest.Problems.Select(problem => new ProblemItem(problem.Place.ToString(), problem.Message))],
        manifest.Warnings is { Count: > 0 } warnings ? warnings : null);

    public string ToJson() => JsonSerializer.Serialize(this, OwnJson.Default.CheckReport);
}

/// <summary>JSON of the executable itself.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CheckReport))]
[JsonSerializable(typeof(DetachedDaemon.Wish))]
[JsonSerializable(typeof(DetachedDaemon.Word))]
internal sealed partial class OwnJson : JsonSerializerContext;
