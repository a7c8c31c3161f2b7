using System.Text;
using Baton.TestKit;

namespace Baton.Control.Tests.Gateway;

/// <summary>Those who answer badly, late or not at all, and those who ask and go away.</summary>
public class FailingTests
{
    private static async Task HangAsync(string head, Stream stream, CancellationToken cancel) => await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancel);

    [Fact]
    public async Task Nobody_there_is_503_and_no_bug()
    {
        await using var gateway = await GatewayFixture.StartAsync(RawServer.Ok(), route => route with { Url = new Uri("http://127.0.0.1:1") });
        var answer = await gateway.SendAsync("GET", "/gw");
        Assert.Equal(503, answer.Status);
        Assert.Contains("cannot forward by route \\\"gw\\\": connection refused", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_answer_in_time_is_504()
    {
        await using var gateway = await GatewayFixture.StartAsync(HangAsync, route => route with { Timeout = TimeSpan.FromSeconds(2), Retries = 3 });
        var asking = gateway.SendAsync("GET", "/gw");
        await Eventually.HoldsAsync(() => gateway.Upstream.Requests.Count == 1, "it is asked");
        Assert.False(asking.IsCompleted);
        await gateway.PassAsync(2);
        var answer = await asking;
        Assert.Equal(504, answer.Status);
        Assert.Contains("no answer within 2 s", answer.Body, StringComparison.Ordinal);
        Assert.Single(gateway.Upstream.Requests);
    }

    [Fact]
    public async Task In_the_earlier_gateways_words_where_it_had_the_route()
    {
        await using var gateway = await GatewayFixture.StartAsync(HangAsync, route => route with { SeedLabel = "Research" });
        var asking = gateway.SendAsync("GET", "/gw");
        await Eventually.HoldsAsync(() => gateway.Upstream.Requests.Count == 1, "it is asked");
        await gateway.PassAsync(30);
        var late = await asking;
        Assert.Equal((504, """{"detail":"Research service timeout"}"""), (late.Status, late.Body));
        gateway.Lead(route => route with { SeedLabel = "Research", Url = new Uri("http://127.0.0.1:1") });
        var refused = await gateway.SendAsync("GET", "/gw");
        Assert.Equal((503, """{"detail":"Research service unavailable: connection refused"}"""), (refused.Status, refused.Body));
    }

    [Theory]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n")]
    [InlineData("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n")]
    [InlineData("")]
    public async Task What_is_no_answer_is_502(string sent)
    {
        await using var gateway = await GatewayFixture.StartAsync(async (_, stream, cancel) =>
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(sent), cancel);
            throw GatewayFixture.HangUp;
        });
        Assert.Equal(502, (await gateway.SendAsync("GET", "/gw")).Status);
    }

    [Fact]
    public async Task Endless_headers_are_cut_off()
    {
        await using var gateway = await GatewayFixture.StartAsync(async (_, stream, cancel) =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\n"u8.ToArray(), cancel);
            for (var line = Encoding.ASCII.GetBytes($"X-More: {new string('x', 1000)}\r\n"); ;) await stream.WriteAsync(line, cancel);
        });
        var answer = await gateway.SendAsync("GET", "/gw");
        Assert.Equal(502, answer.Status);
        Assert.Contains("larger than 32 KiB", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_that_is_shorter_than_it_said_is_broken_off_here_too()
    {
        await using var gateway = await GatewayFixture.StartAsync(async (_, stream, cancel) =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf"u8.ToArray(), cancel);
            throw GatewayFixture.HangUp;
        });
        using var http = await RawHttp.ConnectAsync(gateway.Control.Tcp);
        await http.SendAsync($"GET /gw HTTP/1.1\r\nHost: {gateway.Control.Tcp}\r\n\r\n");
        // It ends, on a connection that would otherwise be kept, and nothing is made up for what is missing.
        Assert.DoesNotContain("\n\r\nhalf ", await http.ReadToEndAsync(), StringComparison.Ordinal);
        await Eventually.HoldsAsync(() => (gateway.Control.SendAsync("GET", "/metrics").Result.Body).Contains("baton_gateway_broken_answers_total{route=\"gw\"} 1\n", StringComparison.Ordinal), "it is counted");
    }

    [Fact]
    public async Task An_answer_that_comes_to_a_standstill_is_broken_off()
    {
        await using var gateway = await GatewayFixture.StartAsync(async (_, stream, cancel) =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf"u8.ToArray(), cancel);
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancel);
        }, route => route with { Idle = TimeSpan.FromSeconds(5) });
        using var http = await RawHttp.ConnectAsync(gateway.Control.Tcp);
        await http.SendAsync($"GET /gw HTTP/1.1\r\nHost: {gateway.Control.Tcp}\r\n\r\n");
        await http.ReadUntilAsync("half");
        await gateway.PassAsync(5);
        Assert.Equal("", await http.ReadSomeAsync());
    }

    [Fact]
    public async Task When_whoever_asked_goes_away_the_other_side_is_hung_up_on()
    {
        var hungUp = new TaskCompletionSource();
        await using var gateway = await GatewayFixture.StartAsync(async (_, stream, cancel) =>
        {
            if (await stream.ReadAsync(new byte[1], cancel) == 0) hungUp.SetResult();
        });
        using (var http = await RawHttp.ConnectAsync(gateway.Control.Tcp))
        {
            await http.SendAsync($"GET /gw HTTP/1.1\r\nHost: {gateway.Control.Tcp}\r\n\r\n");
            await Eventually.HoldsAsync(() => gateway.Upstream.Requests.Count == 1, "it is asked");
        }

        await hungUp.Task.WaitAsync(Eventually.Limit);
    }

    [Fact]
    public async Task What_may_be_repeated_is_and_the_answer_that_came_then_is_handed_on()
    {
        var answers = new Queue<string>(["HTTP/1.1 503 Later\r\nContent-Length: 0\r\n\r\n", "HTTP/1.1 502 Bad\r\nContent-Length: 0\r\n\r\n", RawServer.Ok("at last")]);
        await using var gateway = await GatewayFixture.StartAsync((_, stream, cancel) => stream.WriteAsync(Encoding.ASCII.GetBytes(answers.Dequeue()), cancel).AsTask(), route => route with { Retries = 3 });
        var asking = gateway.SendAsync("GET", "/gw");
        for (var i = 1; i <= 2; i++)
        {
            await Eventually.HoldsAsync(() => gateway.Upstream.Requests.Count == i, "it is asked");
            await gateway.PassAsync(1);
        }

        Assert.Equal((200, "at last"), ((await asking).Status, (await asking).Body));
        Assert.Contains("baton_gateway_retries_total{route=\"gw\"} 2\n", (await gateway.Control.SendAsync("GET", "/metrics")).Body, StringComparison.Ordinal);
    }

    [Theory]
    [Trait("Defect", "C9-13")]
    [InlineData("POST", null, 503)]
    [InlineData("POST", "body", 503)]
    [InlineData("PUT", "body", 503)]
    [InlineData("PATCH", "", 503)]
    [InlineData("GET", null, 404)]
    [InlineData("GET", null, 500)]
    public async Task What_may_not_be_repeated_is_asked_once(string method, string? body, int status)
    {
        await using var gateway = await GatewayFixture.StartAsync(async (_, stream, cancel) =>
        {
            if (body is not null) await stream.ReadExactlyAsync(new byte[body.Length], cancel);
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status} X\r\nContent-Length: 0\r\n\r\n"), cancel);
        }, route => route with { Retries = 3, RetryDelay = TimeSpan.Zero });
        Assert.Equal(status, (await gateway.SendAsync(method, "/gw", "", body)).Status);
        Assert.Single(gateway.Upstream.Requests);
    }

    [Fact]
    public async Task A_post_that_was_cut_off_on_a_connection_that_was_used_before_is_not_sent_again()
    {
        var asked = 0;
        await using var gateway = await GatewayFixture.StartAsync(async (_, stream, cancel) =>
        {
            if (Interlocked.Increment(ref asked) == 1) await stream.WriteAsync(Encoding.ASCII.GetBytes(RawServer.Ok()), cancel);
            else throw GatewayFixture.HangUp;
        });
        Assert.Equal(200, (await gateway.SendAsync("GET", "/gw")).Status);
        Assert.Equal(502, (await gateway.SendAsync("POST", "/gw")).Status);
        Assert.Equal(2, asked);
    }

    [Fact]
    public async Task A_service_that_is_not_ready_is_told_with_its_state()
    {
        await using var gateway = await GatewayFixture.StartAsync(RawServer.Ok("up"), route => route with { Service = "db" });
        var stopped = await gateway.SendAsync("GET", "/gw");
        Assert.Equal(503, stopped.Status);
        Assert.Contains("service \\\"db\\\" is stopped", stopped.Body, StringComparison.Ordinal);
        await gateway.Control.Supervisor.StartAsync(["db"], new("a test"), CancellationToken.None).WaitAsync(Eventually.Limit);
        Assert.Equal("up", (await gateway.SendAsync("GET", "/gw")).Body);
        gateway.Lead(route => route with { Service = "gone" });
        Assert.Contains("there is no service", (await gateway.SendAsync("GET", "/gw")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_route_that_leads_back_here_is_found_out()
    {
        await using var gateway = await GatewayFixture.StartAsync(RawServer.Ok());
        gateway.Lead(route => route with { Url = new Uri($"http://{gateway.Control.Tcp}/gw") });
        Assert.Equal(508, (await gateway.SendAsync("GET", "/gw")).Status);
    }

    [Fact]
    public async Task Secrets_of_clouds_are_not_handed_out_whatever_an_address_says()
    {
        await using var gateway = await GatewayFixture.StartAsync(RawServer.Ok(), route => route with { Url = new Uri("http://169.254.169.254") });
        var answer = await gateway.SendAsync("GET", "/gw");
        Assert.Equal(503, answer.Status);
        Assert.Contains("a cloud tells secrets", answer.Body, StringComparison.Ordinal);
    }
}
