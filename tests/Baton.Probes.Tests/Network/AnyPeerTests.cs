using System.Net;
using System.Net.Sockets;
using Baton.Probes.Specs;

namespace Baton.Probes.Tests.Network;

/// <summary>Whatever the name and whoever answers: each kind of probe tells a result and never throws.</summary>
public class AnyPeerTests
{
    private static readonly TimeSpan Brief = TimeSpan.FromSeconds(1);

    [Theory]
    [InlineData("a..b")]
    [InlineData(".")]
    [InlineData("-")]
    [InlineData("[::1]")]
    [InlineData("::1%")]
    [InlineData("::1%1")]
    [InlineData("fe80::1%no-such-link")]
    [InlineData("ä")]
    [InlineData("1")]
    [InlineData("0")]
    [InlineData("0.0.0.0")]
    [InlineData("255.255.255.255")]
    [InlineData("224.0.0.1")]
    [InlineData("ff02::1")]
    [InlineData("localhost.")]
    [InlineData("_a_")]
    public async Task Any_host_that_is_accepted_is_asked(string host)
    {
        foreach (var spec in Specs(host, StreamServer.UnusedPort()).Where(s => ProbeProblems.Of(s).Count == 0)) await Asking.AskAsync(spec, Brief);
    }

    [Fact]
    public async Task A_host_that_is_too_long_is_no_host()
    {
        foreach (var host in (string[])[new('a', 64), string.Join('.', Enumerable.Repeat("abc", 70)), new('a', 300), new('a', 5000)])
        {
            foreach (var spec in Specs(host, 1).Where(s => ProbeProblems.Of(s).Count == 0)) Assert.False((await Asking.AskAsync(spec, Brief)).IsSuccess);
        }
    }

    [Fact]
    public async Task A_server_that_resets_each_connection_at_once_is_a_failure_and_never_more()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(512);
        var resetting = Task.Run(async () =>
        {
            try
            {
                while (true)
                {
                    using var accepted = await listener.AcceptAsync();
                    accepted.LingerState = new LingerOption(true, 0);
                }
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                // The test is over, while it waited or between two.
            }
        });
        var port = ((IPEndPoint)listener.LocalEndPoint!).Port;
        foreach (var spec in Specs("127.0.0.1", port).Where(s => s is not (ProbeSpec.Udp or ProbeSpec.Icmp or ProbeSpec.Dns)))
        {
            for (var i = 0; i < 200; i++)
            {
                var result = await Asking.AskAsync(spec);
                Assert.False(result.IsSuccess, $"{spec}: {result.Detail}");
                Assert.Contains(result.Failure!.Kind, (FailureKind[])[FailureKind.Closed, FailureKind.Tls, FailureKind.Protocol]);
            }
        }

        listener.Dispose();
        await resetting;
    }

    private static ProbeSpec[] Specs(string host, int port) =>
    [
        .. Urls(host, port), new ProbeSpec.Grpc(host, port), new ProbeSpec.Grpc(host, port) { UsesTls = true }, new ProbeSpec.Tcp(host, port) { Send = Payload.OfText("x"), Expect = Payload.OfText("y") },
        new ProbeSpec.Udp(host, port, Payload.OfText("x")), new ProbeSpec.Icmp(host), new ProbeSpec.Dns("example.test", DnsRecordType.A) { Server = host, Port = port },
        new ProbeSpec.Tls(host, port), new ProbeSpec.Redis(host, port), new ProbeSpec.Redis(host, port) { UsesTls = true, Password = "p" },
    ];

    private static IEnumerable<ProbeSpec> Urls(string host, int port)
    {
        foreach (var scheme in (string[])["http", "https", "ws", "wss"])
        {
            if (!Uri.TryCreate($"{scheme}://{(host.Contains(':') && host[0] != '[' ? $"[{host}]" : host)}:{port}/", UriKind.Absolute, out var url)) continue;
            yield return scheme[0] == 'h' ? new ProbeSpec.Http(url) : new ProbeSpec.WebSocket(url);
        }
    }
}
