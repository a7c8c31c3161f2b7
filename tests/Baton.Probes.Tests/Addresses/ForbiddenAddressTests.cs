using System.Net;
using System.Net.Sockets;
using Baton.Probes.Addresses;
using Baton.Probes.Http;
using Baton.Probes.Network;
using Baton.Probes.Specs;
using Baton.Probes.Tests.Http;
using Baton.TestKit;

namespace Baton.Probes.Tests.Addresses;

/// <summary>Whatever leads to a forbidden address, nothing is sent there.</summary>
public class ForbiddenAddressTests
{
    private static readonly IPAddress Metadata = IPAddress.Parse("169.254.169.254");

    public static TheoryData<int> Kinds() => [.. Enumerable.Range(0, Specs("169.254.169.254").Length)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task No_kind_of_probe_asks_one(int kind)
    {
        var result = await Asking.AskAsync(Specs("169.254.169.254")[kind]);
        Asking.Failed(result, FailureKind.Forbidden, "169.254.169.254 is a metadata address of a cloud, which is not allowed");
        Assert.Equal("169.254.169.254", result.Failure!.Host);
    }

    [Theory]
    [InlineData("http://2852039166/")]
    [InlineData("http://0xa9.0xfe.0xa9.0xfe/")]
    [InlineData("http://0251.0376.0251.0376/")]
    [InlineData("http://[::ffff:169.254.169.254]/")]
    [InlineData("http://[::ffff:a9fe:a9fe]/")]
    [InlineData("http://169.254.169.254./")]
    [InlineData("http://\u2460\u2465\u2468.254.169.254/")]
    [InlineData("http://[fe80::1%251]/")]
    public async Task Another_way_of_writing_it_changes_nothing(string url)
    {
        var result = await Asking.AskAsync(new ProbeSpec.Http(new Uri(url)), TimeSpan.FromSeconds(3));
        // A form that is no address here is a name that nobody has.
        Assert.Contains(result.Failure!.Kind, (FailureKind[])[FailureKind.Forbidden, FailureKind.Dns]);
    }

    [Theory]
    [InlineData("http://169.254.169.254/latest/meta-data/")]
    [InlineData("//[::ffff:169.254.169.254]/")]
    [InlineData("http://2852039166/")]
    public async Task A_redirect_does_not_lead_to_one(string location)
    {
        await using var server = new RawServer($"HTTP/1.1 302 Found\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n");
        var result = await Asking.AskAsync(new ProbeSpec.Http(server.Url));
        Asking.Failed(result, FailureKind.Forbidden, "169.254.169.254");
        Assert.Equal(80, result.Failure!.Port);
    }

    [Fact]
    public async Task A_name_that_means_another_address_the_second_time_is_refused_then()
    {
        await using var server = new RawServer(RawServer.Ok());
        var asked = 0;
        var reach = new Reach(AddressPolicy.Guarded, (_, _) => Task.FromResult<IPAddress[]>([Interlocked.Increment(ref asked) == 1 ? IPAddress.Loopback : Metadata]));
        using var client = new ProbeClient(new ProbeClientKind(false, false, AddressPolicy.Guarded), new WebProxy(), reach);
        var (spec, timing) = (new ProbeSpec.Http(new Uri($"http://rebinding.test:{server.Port}/")), new ProbeTiming { Interval = TimeSpan.FromSeconds(30) });
        Assert.True((await HttpProbeTests.AskAsync(spec, timing, client)).IsSuccess);
        var result = await HttpProbeTests.AskAsync(spec, timing, client);
        Asking.Failed(result, FailureKind.Forbidden, "\"rebinding.test\" is 169.254.169.254, a metadata address of a cloud, which is not allowed");
        // Looked up once for each connection: what was checked is what was connected to.
        Assert.Equal(2, asked);
    }

    [Fact]
    public async Task Of_a_name_with_both_only_the_allowed_address_is_asked()
    {
        await using var server = new RawServer("");
        var reach = new Reach(AddressPolicy.Guarded, (_, _) => Task.FromResult<IPAddress[]>([Metadata, IPAddress.Loopback]));
        var probe = new TcpProbe(new ProbeSpec.Tcp("both.test", server.Port), TimeSpan.FromSeconds(20), TimeProvider.System, reach);
        Asking.Succeeded(await probe.ExecuteAsync(CancellationToken.None), "connected");
    }

    [Fact]
    public async Task Through_a_proxy_what_the_name_means_here_is_checked_before()
    {
        await using var proxy = new RawServer(RawServer.Ok("by proxy"));
        var reach = new Reach(AddressPolicy.Guarded, (host, _) => host == "bad.test" ? Task.FromResult<IPAddress[]>([Metadata]) : throw new SocketException((int)SocketError.HostNotFound));
        using var client = new ProbeClient(new ProbeClientKind(true, false, AddressPolicy.Guarded), new WebProxy(proxy.Url), reach);
        foreach (var host in (string[])["169.254.169.254", "bad.test"])
            Asking.Failed(await HttpProbeTests.AskAsync(new ProbeSpec.Http(new Uri($"http://{host}/")), client: client), FailureKind.Forbidden, "169.254.169.254");
        Assert.Empty(proxy.Requests);
        // Only the proxy knows this one.
        Assert.True((await HttpProbeTests.AskAsync(new ProbeSpec.Http(new Uri("http://inside.test/")) { BodyContains = "by proxy" }, client: client)).IsSuccess);
    }

    [Fact]
    public async Task A_connection_that_was_opened_where_all_is_allowed_is_not_shared()
    {
        await using var server = new RawServer(RawServer.Ok());
        var spec = new ProbeSpec.Http(server.Url);
        foreach (var addresses in (AddressPolicy[])[AddressPolicy.Open, AddressPolicy.Guarded]) Assert.True((await Asking.AskAsync(spec, addresses: addresses)).IsSuccess);
        Assert.Equal(2, server.Connections);
    }

    private static ProbeSpec[] Specs(string host) =>
    [
        new ProbeSpec.Http(new Uri($"http://{host}/")), new ProbeSpec.Http(new Uri($"https://{host}/")) { IsInsecure = true }, new ProbeSpec.WebSocket(new Uri($"ws://{host}/")),
        new ProbeSpec.Grpc(host, 50051), new ProbeSpec.Tcp(host, 80), new ProbeSpec.Udp(host, 53, Payload.OfText("x")), new ProbeSpec.Icmp(host),
        new ProbeSpec.Dns("example.org", DnsRecordType.A) { Server = host }, new ProbeSpec.Tls(host), new ProbeSpec.Redis(host),
    ];
}
