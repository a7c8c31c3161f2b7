using System.Net;
using Baton.Health.Manifests;
using Baton.Health.Monitors;
using Baton.Probes.Specs;
using Baton.Supervision.Services;

namespace Baton.Daemon.Manifests;

/// <summary>Services that wait for a monitor of themselves: it is down until they start, and they do not start until it is up.</summary>
internal static class SelfWaits
{
    // Of hundreds of services by one template nobody reads more.
    private const int Most = 20;

    /// <summary>A sentence for each of them, at most 20.</summary>
    public static IEnumerable<string> Of(IReadOnlyList<ServiceDefinition> services, HealthSection health) => services
        .SelectMany(service => health.Monitors.Where(monitor => service.Monitors.Contains(monitor.Name) && PortHere(monitor) is { } port && port == service.Port).Select(monitor => FormattableString.Invariant(
            $"service \"{service.Name}\" waits for monitor \"{monitor.Name}\", which watches port {service.Port} of this host, on which {service.Name} itself listens: it can never start; take the monitor out of its depends_on")))
        .Take(Most);

    /// <summary>The TCP port of this machine that it watches; null when it watches something else.</summary>
    private static int? PortHere(MonitorDefinition monitor) => monitor.Probe switch
    {
        ProbeSpec.Http x => PortHere(x.Url.IdnHost, x.Url.Port),
        ProbeSpec.WebSocket x => PortHere(x.Url.IdnHost, x.Url.Port),
        ProbeSpec.Grpc x => PortHere(x.Host, x.Port),
        ProbeSpec.Tcp x => PortHere(x.Host, x.Port),
        ProbeSpec.Tls x => PortHere(x.Host, x.Port),
        ProbeSpec.Redis x => PortHere(x.Host, x.Port),
        _ => null,
    };

    private static int? PortHere(string host, int port) => IsHere(host.Trim('[', ']').TrimEnd('.')) ? port : null;

    // Whoever connects to "any address" comes to this machine as well.
    private static bool IsHere(string host) => IPAddress.TryParse(host, out var address)
        ? IPAddress.IsLoopback(address) || address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any)
        : host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase);
}
