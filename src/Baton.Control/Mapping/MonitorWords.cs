using System.Globalization;
using System.Text.Json;
using Baton.Health.Breaker;
using Baton.Health.Monitors;
using Baton.Probes;
using Baton.Probes.Specs;
using Baton.Supervision.Secrets;
using Baton.Supervision.Showing;

namespace Baton.Control.Mapping;

/// <summary>Monitors in the words of Baton's own API.</summary>
internal static class MonitorWords
{
    /// <summary>What is known of an endpoint.</summary>
    public static string Of(MonitorHealth health) => health switch
    {
        MonitorHealth.Healthy => "healthy",
        MonitorHealth.Unhealthy => "unhealthy",
        _ => "unknown",
    };

    /// <summary>The state of a breaker.</summary>
    public static string Of(BreakerPhase phase) => phase switch
    {
        BreakerPhase.Closed => "closed",
        BreakerPhase.Open => "open",
        BreakerPhase.HalfOpen => "half_open",
        _ => "isolated",
    };

    /// <summary>Why a probe failed.</summary>
    public static string Of(FailureKind kind) => JsonNamingPolicy.SnakeCaseLower.ConvertName(kind.ToString());

    /// <summary>How a monitor asks.</summary>
    public static string KindOf(ProbeSpec spec) => spec switch
    {
        ProbeSpec.Http => "http",
        ProbeSpec.Tcp => "tcp",
        ProbeSpec.Udp => "udp",
        ProbeSpec.Icmp => "icmp",
        ProbeSpec.Dns => "dns",
        ProbeSpec.WebSocket => "websocket",
        ProbeSpec.Grpc => "grpc",
        ProbeSpec.Tls => "tls",
        ProbeSpec.Redis => "redis",
        ProbeSpec.Push => "push",
        _ => ProbeWords.TypeOf(spec),
    };

    /// <summary>What it asks, as a person would write it; null for one that is told.</summary>
    public static string? TargetOf(ProbeSpec spec, SecretMask mask) => spec switch
    {
        ProbeSpec.Udp x => Peer(x.Host, x.Port),
        ProbeSpec.Icmp x => x.Host,
        ProbeSpec.Dns x => $"{x.Type.ToString().ToUpperInvariant()} {x.Name}{(x.Server is { } server ? $" @{Peer(server, x.Port)}" : "")}",
        ProbeSpec.WebSocket x => mask.Apply(x.Url.ToString()),
        ProbeSpec.Grpc x => x.Service.Length > 0 ? $"{Peer(x.Host, x.Port)}/{x.Service}" : Peer(x.Host, x.Port),
        ProbeSpec.Tls x => Peer(x.Host, x.Port),
        ProbeSpec.Redis x => Peer(x.Host, x.Port),
        ProbeSpec.Push => null,
        _ => ProbeWords.TargetOf(spec, mask),
    };

    private static string Peer(string host, int port) => string.Create(CultureInfo.InvariantCulture, $"{(host.Contains(':') ? $"[{host}]" : host)}:{port}");
}
