using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Baton.Probes.Specs;

namespace Baton.Health.Monitors.Remembering;

/// <summary>Whom a probe asks, as a short text to be compared: how it asks, and what it expects, is not in it. An address may hold a secret, so it is a hash.</summary>
internal static class ProbeTarget
{
    private const int Length = 16;

    /// <summary>The same text for the same target, in every daemon; different ones for different targets.</summary>
    public static string Of(ProbeSpec spec) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(TextOf(spec))))[..Length];

    private static string TextOf(ProbeSpec spec) => spec switch
    {
        ProbeSpec.Http x => $"http {x.Url.AbsoluteUri}",
        ProbeSpec.WebSocket x => $"websocket {x.Url.AbsoluteUri}",
        ProbeSpec.Grpc x => $"grpc {Peer(x.Host, x.Port)} {x.Service}",
        ProbeSpec.Tcp x => $"tcp {Peer(x.Host, x.Port)}",
        ProbeSpec.Udp x => $"udp {Peer(x.Host, x.Port)}",
        ProbeSpec.Icmp x => $"icmp {x.Host}",
        ProbeSpec.Dns x => $"dns {x.Type} {x.Name} {(x.Server is { } server ? Peer(server, x.Port) : "")}",
        ProbeSpec.Tls x => $"tls {Peer(x.Host, x.Port)} {x.ServerName}",
        ProbeSpec.Redis x => $"redis {Peer(x.Host, x.Port)}",
        ProbeSpec.Exec x => $"exec {string.Join('\0', x.Command)}",
        // Who reports is the same, whatever token it is given.
        _ => spec.GetType().Name,
    };

    private static string Peer(string host, int port) => string.Create(CultureInfo.InvariantCulture, $"{host} {port}");
}
