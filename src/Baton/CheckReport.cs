using System.Text.Json;
using System.Text.Json.Serialization;
using Baton.Contracts;
using Baton.Daemon.Manifests;
using Baton.Daemon.Startup;
using Baton.Health.Manifests;

namespace Baton;

/// <summary>Answer of <c>baton check -o json</c>.</summary>
/// <param name="Manifest">The file that was checked.</param>
/// <param name="Ok">It can be used.</param>
/// <param name="Services">Names of its services, in its order.</param>
/// <param name="Problems">What is wrong with it, in its order.</param>
/// <param name="Warnings">What this machine cannot do of what it says, and what is hardly meant; null when there is nothing.</param>
internal sealed record CheckReport(string Manifest, bool Ok, IReadOnlyList<string> Services, IReadOnlyList<ProblemItem> Problems, IReadOnlyList<string>? Warnings)
{
    public static CheckReport Of(Locations locations, ServiceManifest manifest) => new(
        locations.Manifest ?? "",
        manifest.Problems.Count == 0,
        [.. manifest.Services.Select(service => service.Name)],
        [.. manifest.Problems.Select(problem => new ProblemItem(problem.Place.ToString(), problem.Message))],
        WarningsOf(manifest) is { Count: > 0 } warnings ? warnings : null)
    {
        Monitors = NamesOf(manifest.Health.Monitors.Select(monitor => monitor.Name)),
        Routes = NamesOf(manifest.Routes.Routes.Select(route => route.Name)),
        Maintenance = NamesOf(manifest.Health.Maintenance.All.Select(window => window.Name)),
    };

    /// <summary>Names of its monitors; null when it has none.</summary>
    public IReadOnlyList<string>? Monitors { get; init; }

    /// <summary>Names of its routes; null when it has none.</summary>
    public IReadOnlyList<string>? Routes { get; init; }

    /// <summary>Names of its maintenance windows; null when it has none.</summary>
    public IReadOnlyList<string>? Maintenance { get; init; }

    /// <summary>What this machine cannot do of a manifest, and what in it is hardly meant.</summary>
    public static IReadOnlyList<string> WarningsOf(ServiceManifest manifest) => [.. manifest.Warnings, .. HealthHints.Of(manifest.Health, TimeProvider.System.GetUtcNow())];

    private static List<string>? NamesOf(IEnumerable<string> names) => names.ToList() is { Count: > 0 } all ? all : null;

    public string ToJson() => JsonSerializer.Serialize(this, OwnJson.Default.CheckReport);
}

/// <summary>JSON of the executable itself.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CheckReport))]
[JsonSerializable(typeof(DetachedDaemon.Wish))]
[JsonSerializable(typeof(DetachedDaemon.Word))]
internal sealed partial class OwnJson : JsonSerializerContext;
