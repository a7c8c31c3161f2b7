using Baton.Health.Manifests;
using Baton.Health.Monitors;
using Baton.Manifest.Binding;
using Baton.Probes.Specs;

namespace Baton.Health.Routes;

/// <summary>What a manifest says of routes: the tables <c>[routes.NAME]</c>, and in the dialect of the earlier gateway its two.</summary>
public sealed record RoutesSection
{
    /// <summary>Most routes: 1,000.</summary>
    public const int Most = 1000;

    // Three attempts, one second apart, as its documents promise.
    private static readonly GatewayRoute[] OfSeed =
    [
        new("enrich", "/api/enrich") { Monitor = "research", SeedLabel = "Research", IsExact = true, StripsPrefix = true, Retries = 2 },
        new("publish", "/api/publish") { Monitor = "backend", SeedLabel = "Backend", IsExact = true, StripsPrefix = true, Retries = 2 },
    ];

    /// <summary>Nothing is forwarded.</summary>
    public static RoutesSection None { get; } = new();

    /// <summary>All routes, the longest path first, so that the first that fits counts; always the same object for the same manifest.</summary>
    public IReadOnlyList<GatewayRoute> Routes { get; init; } = [];

    /// <summary>Reads it from the root; every problem is collected.</summary>
    /// <param name="root">The whole manifest.</param>
    /// <param name="health">What it says of monitors.</param>
    /// <param name="services">The port of each service, where it says one; null when not all services are known.</param>
    public static RoutesSection Bind(TableReader root, HealthSection health, IReadOnlyDictionary<string, int?>? services)
    {
        var monitors = health.Monitors.DistinctBy(monitor => monitor.Name).ToDictionary(monitor => monitor.Name, StringComparer.Ordinal);
        var routes = new List<GatewayRoute>();
        foreach (var named in root.NamedTables("routes"))
        {
            if (RouteKeys.Read(named.Name, named.Table, monitors, services) is not { } route) continue;
            if (routes.Find(other => other.Path == route.Path && other.IsExact == route.IsExact) is { } same) named.Table.Report("path", $"route \"{same.Name}\" has the path \"{route.Path}\" already");
            routes.Add(route);
        }

        if (routes.Count > Most) root.Report("routes", $"there are more than {Most} routes");
        if (health.Dialect == HealthDialect.Main) AddSeed(routes, monitors);
        return routes.Count == 0 ? None : new RoutesSection { Routes = [.. routes.OrderByDescending(route => route.Path.Length).ThenByDescending(route => route.IsExact)] };
    }

    private static void AddSeed(List<GatewayRoute> routes, Dictionary<string, MonitorDefinition> monitors)
    {
        foreach (var route in OfSeed)
        {
            // What the manifest says of the same path wins.
            if (routes.Exists(other => other.Path == route.Path || other.Name == route.Name)) continue;
            if (monitors.GetValueOrDefault(route.Monitor!)?.Probe is not ProbeSpec.Http http) continue;
            var address = http.Url.AbsoluteUri;
            routes.Add(route with { Url = new Uri(address.EndsWith("/health", StringComparison.Ordinal) ? address[..^"/health".Length] : http.Url.GetLeftPart(UriPartial.Authority)) });
        }
    }
}
