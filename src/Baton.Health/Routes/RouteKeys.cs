using Baton.Health.Monitors;
using Baton.Manifest.Binding;
using Baton.Probes.Specs;

namespace Baton.Health.Routes;

/// <summary>Reads one table <c>[routes.NAME]</c>.</summary>
internal static class RouteKeys
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(0.1);

    /// <summary>The route; null when a problem was told without which it means nothing.</summary>
    public static GatewayRoute? Read(string name, TableReader table, Dictionary<string, MonitorDefinition> monitors, IReadOnlyDictionary<string, int?>? services)
    {
        var route = new GatewayRoute(name, table.RequiredString("path"))
        {
            IsExact = table.Boolean("exact", false),
            Monitor = table.OptionalString("monitor"),
            Service = table.OptionalString("service"),
            Url = ReadUrl(table),
            StripsPrefix = table.Boolean("strip_prefix", false),
            ForwardsCredentials = table.Boolean("forward_credentials", false),
            TrustsForwarded = table.Boolean("trust_forwarded", false),
            IsPublic = table.Boolean("public", false),
        };
        route = route with
        {
            Timeout = table.Seconds("timeout_seconds", route.Timeout, Shortest, GatewayRoute.Longest),
            Idle = table.Seconds("idle_seconds", route.Idle, Shortest, GatewayRoute.Longest),
            Retries = (int)table.Integer("retries", route.Retries, 0, GatewayRoute.MostRetries),
            RetryDelay = table.Seconds("retry_delay_seconds", route.RetryDelay, TimeSpan.Zero, TimeSpan.FromSeconds(60)),
            MaxBody = table.Size("max_body", route.MaxBody, 0, GatewayRoute.LargestBody),
        };
        table.Finish();
        if (route.Path.Length > 0 && RoutePath.Problem(route.Path, route.IsExact) is { } problem) table.Report("path", $"\"{route.Path}\": {problem}");
        return route.Path.Length == 0 ? null : Reaching(route, table, monitors, services);
    }

    /// <summary>The route with its address; problems of what it names are told.</summary>
    private static GatewayRoute Reaching(GatewayRoute route, TableReader table, Dictionary<string, MonitorDefinition> monitors, IReadOnlyDictionary<string, int?>? services)
    {
        if (route is { Monitor: not null, Service: not null }) table.Report("service", "say \"monitor\" or \"service\", not both: a service is asked whether it is ready, a monitor whether its breaker is closed");
        if (route is { Monitor: null, Service: null, Url: null } && !table.Has("url")) table.Diagnostics.Add(table.Table.Place, $"{table.Path} does not say where to: give url, service or monitor, as in url = \"http://localhost:8001\"");
        if (route.Service is { } service) CheckService(service, route, table, services);
        if (route.Monitor is not { } name) return route;
        if (!monitors.TryGetValue(name, out var monitor)) table.Report("monitor", $"there is no monitor \"{name}\"{NearestWord.Hint(name, monitors.Keys)}");
        else if (route.Url is null && monitor.Probe is not ProbeSpec.Http && !table.Has("url")) table.Report("monitor", $"monitor \"{name}\" does not say an address to forward to; give \"url\" beside it");
        // What is watched at https://host/health answers at https://host.
        return route.Url is null && monitor?.Probe is ProbeSpec.Http http ? route with { Url = new Uri(http.Url.GetLeftPart(UriPartial.Authority)) } : route;
    }

    private static void CheckService(string service, GatewayRoute route, TableReader table, IReadOnlyDictionary<string, int?>? services)
    {
        if (services is null) return;
        if (!services.TryGetValue(service, out var port)) table.Report("service", $"there is no service \"{service}\"{NearestWord.Hint(service, services.Keys)}");
        else if (port is null && route.Url is null && !table.Has("url")) table.Report("service", $"service \"{service}\" does not say a port; give it \"port\", or \"url\" here");
    }

    private static Uri? ReadUrl(TableReader table)
    {
        if (table.OptionalString("url") is not { } text) return null;
        var problem = !Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.Host.Length == 0 ? "must be an address that begins with http:// or https://"
            : url.UserInfo.Length > 0 ? "must not hold a user and password"
            : url.Query.Length > 0 || url.Fragment.Length > 0 ? "must not hold a query or fragment; the query is that of the request"
            : null;
        if (problem is null) return url;
        table.Report("url", $"\"url\" {problem}, as in url = \"http://localhost:8001\"");
        return null;
    }
}
