using System.Net;
using System.Text;
using Baton.Probes.Addresses;
using Baton.Probes.Http;
using Baton.Probes.Specs;
using Baton.TestKit;

namespace Baton.Probes.Tests.Http;

public class HttpProbeTests
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(500);

    [Theory]
    [InlineData(200, true)]
    [InlineData(399, true)]
    [InlineData(404, false)]
    [InlineData(503, false)]
    public async Task The_status_decides(int status, bool isSuccess)
    {
        await using var server = new RawServer($"HTTP/1.1 {status} Word\r\nContent-Length: 2\r\n\r\nhi");
        var result = await AskAsync(new ProbeSpec.Http(server.Url));
        Assert.Equal(isSuccess, result.IsSuccess);
        Assert.Matches($"^HTTP {status} after [0-9.]+ m?s$", result.Detail);
    }

    [Fact]
    public async Task The_configured_method_headers_and_statuses_hold()
    {
        await using var server = new RawServer("HTTP/1.1 401 No\r\nContent-Length: 0\r\n\r\n");
        Assert.True(StatusSet.TryParse("401", out var accepted));
        var result = await AskAsync(new ProbeSpec.Http(server.Url) { Method = "POST", Headers = [new("X-Key", "secret"), new("Content-Type", "a/b")], Accepted = accepted });
        Assert.True(result.IsSuccess, result.Detail);
        var head = Assert.Single(server.Requests);
        Assert.StartsWith("POST /health HTTP/1.1\r\n", head, StringComparison.Ordinal);
        Assert.Contains("X-Key: secret\r\n", head, StringComparison.Ordinal);
        Assert.Contains("Content-Type: a/b\r\n", head, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_body_must_contain_the_text()
    {
        await using var server = new RawServer(RawServer.Ok("all systems gö"));
        Assert.True((await AskAsync(new ProbeSpec.Http(server.Url) { BodyContains = "gö" })).IsSuccess);
        var result = await AskAsync(new ProbeSpec.Http(server.Url) { BodyContains = "down" });
        Assert.False(result.IsSuccess);
        Assert.EndsWith(", but its body does not contain \"down\"", result.Detail, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Defect", "C9-7")]
    public async Task A_body_is_read_up_to_64_KiB_and_no_further()
    {
        await using var server = new RawServer(async (_, stream, cancel) =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\n\r\n"u8.ToArray(), cancel);
            while (true) await stream.WriteAsync(new byte[4096], cancel);
        });
        Assert.True((await AskAsync(new ProbeSpec.Http(server.Url))).IsSuccess);
        Assert.False((await AskAsync(new ProbeSpec.Http(server.Url) { BodyContains = "x" })).IsSuccess);
    }

    [Theory]
    [Trait("Defect", "C9-7")]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\nX-Long: ")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")]
    [Trait("Defect", "A9-18")]
    public async Task A_dripping_server_does_not_outlast_the_deadline(string beginning)
    {
        await using var server = new RawServer(async (_, stream, cancel) =>
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(beginning), cancel);
            while (true)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, cancel);
                if (beginning.Length > 0) await stream.WriteAsync("x"u8.ToArray(), cancel);
            }
        });
        var result = await AskAsync(new ProbeSpec.Http(server.Url), new ProbeTiming { Timeout = Short });
        Assert.False(result.IsSuccess);
        Assert.Equal("timeout after 500 ms", result.Detail);
    }

    [Fact]
    public async Task A_refused_connection_is_told_as_such()
    {
        Uri url;
        await using (var server = new RawServer("")) url = server.Url;
        var result = await AskAsync(new ProbeSpec.Http(url));
        Assert.False(result.IsSuccess);
        Assert.Equal("connection refused", result.Detail);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc", "before the answer was complete")]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n\r\n", "no valid HTTP answer")]
    public async Task Half_an_answer_and_no_http_are_failures(string answer, string detail)
    {
        await using var server = new RawServer(async (_, stream, cancel) =>
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(answer), cancel);
            throw new IOException("hangs up");
        });
        var result = await AskAsync(new ProbeSpec.Http(server.Url));
        Assert.False(result.IsSuccess);
        Assert.Contains(detail, result.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_hangs_up_is_asked_once()
    {
        await using var server = new RawServer((_, stream, _) => stream.DisposeAsync().AsTask());
        foreach (var interval in (int[])[5, 30])
        {
            var before = server.Requests.Count;
            var result = await AskAsync(new ProbeSpec.Http(server.Url), new ProbeTiming { Interval = TimeSpan.FromSeconds(interval) });
            Assert.Equal((FailureKind.Closed, "the connection was closed before the answer was complete"), (result.Failure?.Kind, result.Detail));
            Assert.Equal(before + 1, server.Requests.Count);
        }
    }

    [Fact]
    public async Task A_connection_that_was_kept_and_is_dead_by_now_is_no_failure()
    {
        var asked = 0;
        await using var server = new RawServer((_, stream, cancel) => Interlocked.Increment(ref asked) == 2 ? stream.DisposeAsync().AsTask() : stream.WriteAsync(Encoding.ASCII.GetBytes(RawServer.Ok()), cancel).AsTask());
        var timing = new ProbeTiming { Interval = TimeSpan.FromSeconds(5) };
        for (var i = 0; i < 2; i++) Assert.True((await AskAsync(new ProbeSpec.Http(server.Url), timing)).IsSuccess);
        Assert.Equal((3, 2), (asked, server.Connections));
    }

    [Fact]
    public async Task Cookies_are_not_kept()
    {
        await using var server = new RawServer("HTTP/1.1 200 OK\r\nSet-Cookie: a=b\r\nContent-Length: 0\r\n\r\n");
        for (var i = 0; i < 2; i++) Assert.True((await AskAsync(new ProbeSpec.Http(server.Url))).IsSuccess);
        Assert.Equal(2, server.Requests.Count);
        Assert.All(server.Requests, head => Assert.DoesNotContain("Cookie", head, StringComparison.Ordinal));
    }

    [Theory]
    [Trait("Defect", "C9-9")]
    [InlineData(15, 1)]
    [InlineData(16, 2)]
    public async Task A_connection_is_kept_for_short_intervals_only(int intervalSeconds, int connections)
    {
        await using var server = new RawServer(RawServer.Ok("hi"));
        var timing = new ProbeTiming { Interval = TimeSpan.FromSeconds(intervalSeconds) };
        for (var i = 0; i < 2; i++) Assert.True((await AskAsync(new ProbeSpec.Http(server.Url), timing)).IsSuccess);
        Assert.Equal(connections, server.Connections);
        Assert.All(server.Requests, head => Assert.Equal(connections == 2, head.Contains("Connection: close", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Cancelling_ends_it_without_a_result()
    {
        await using var server = new RawServer((_, _, cancel) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancel));
        using var cancel = new CancellationTokenSource();
        var asking = ProbeFactory.Create(new ProbeSpec.Http(server.Url), new ProbeTiming(), TimeProvider.System)!.ExecuteAsync(cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
    }

    [Fact]
    [Trait("Defect", "A9-18")]
    public async Task The_proxy_is_asked_for_other_hosts_and_never_for_loopback()
    {
        await using var server = new RawServer(RawServer.Ok("direct"));
        await using var proxy = new RawServer(RawServer.Ok("by proxy"));
        using var client = new ProbeClient(new ProbeClientKind(true, false, AddressPolicy.Open), new WebProxy(proxy.Url));
        foreach (var url in new[] { server.Url, new Uri($"http://localhost:{server.Port}/") })
            Assert.True((await AskAsync(new ProbeSpec.Http(url) { BodyContains = "direct" }, client: client)).IsSuccess);
        Assert.Empty(proxy.Requests);
        Assert.True((await AskAsync(new ProbeSpec.Http(new Uri("http://service.example/")) { BodyContains = "by proxy" }, client: client)).IsSuccess);
    }

    internal static Task<ProbeResult> AskAsync(ProbeSpec.Http spec, ProbeTiming? timing = null, ProbeClient? client = null)
    {
        timing ??= new ProbeTiming { Timeout = TimeSpan.FromSeconds(20) };
        return new HttpProbe(spec, timing, TimeProvider.System, client ?? ProbeClients.For(timing.Interval, AddressPolicy.Open)).ExecuteAsync(CancellationToken.None);
    }
}
