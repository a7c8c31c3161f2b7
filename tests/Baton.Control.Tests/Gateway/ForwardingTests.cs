using System.Text;
using Baton.TestKit;

namespace Baton.Control.Tests.Gateway;

/// <summary>What goes through a route, over real sockets on both sides.</summary>
public class ForwardingTests
{
    private const string Chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

    [Fact]
    public async Task Status_headers_and_body_come_as_they_were_sent()
    {
        await using var gateway = await GatewayFixture.StartAsync("HTTP/1.1 418 Short and stout\r\nContent-Type: text/x\r\nX-Two: a\r\nX-Two: b\r\nX-Latin: caf\u00e9\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nnot!");
        var answer = await gateway.SendAsync("GET", "/gw/pot");
        Assert.Equal((418, "not!"), (answer.Status, answer.Body));
        Assert.Equal("text/x", answer.Header("Content-Type"));
        Assert.Equal("gzip", answer.Header("Content-Encoding"));
        Assert.Contains("X-Two: a\r\nX-Two: b", answer.Head, StringComparison.Ordinal);
        // One byte that is no UTF-8 is read as a mark for that by this client.
        Assert.Contains("X-Latin: caf\ufffd", answer.Head, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_post_goes_through_with_its_body_and_its_201()
    {
        var body = "";
        await using var gateway = await GatewayFixture.StartAsync(async (_, stream, cancel) =>
        {
            var bytes = new byte[11];
            await stream.ReadExactlyAsync(bytes, cancel);
            body = Encoding.UTF8.GetString(bytes);
            await stream.WriteAsync("HTTP/1.1 201 Created\r\nLocation: /items/7\r\nContent-Length: 2\r\n\r\nok"u8.ToArray(), cancel);
        });
        var answer = await gateway.SendAsync("POST", "/gw/items", "Content-Type: application/json\r\n", "{\"a\":\"b c\"}");
        Assert.Equal((201, "ok", "/items/7", "{\"a\":\"b c\"}"), (answer.Status, answer.Body, answer.Header("Location"), body));
        Assert.Contains("Content-Length: 11", gateway.Asked);
        Assert.Contains("Content-Type: application/json", gateway.Asked);
    }

    [Theory]
    [Trait("Defect", "C9-13")]
    [InlineData("/gw", "/")]
    [InlineData("/gw/", "/")]
    [InlineData("/gw?a=1&a=%2F+%20", "/?a=1&a=%2F+%20")]
    [InlineData("/gw/a%2Fb/%c3%a9/c%20d;v=1//e", "/a%2Fb/%c3%a9/c%20d;v=1//e")]
    [InlineData("/gw/x?q=%7e~[]{}|", "/x?q=%7e~[]{}|")]
    [InlineData("http://baton/gw/x", "/x")]
    public async Task Path_and_query_are_not_touched(string asked, string sent)
    {
        await using var gateway = await GatewayFixture.StartAsync(RawServer.Ok());
        Assert.Equal(200, (await gateway.Control.SendAsync("GET", asked)).Status);
        Assert.Equal($"GET {sent} HTTP/1.1", gateway.Asked[0]);
    }

    [Theory]
    [InlineData("/gw/../other")]
    [InlineData("/gw/%2e%2e/other")]
    [InlineData("/gw/..%2fother")]
    [InlineData("/gw/a/..;x/other")]
    [InlineData("/gwx")]
    [InlineData("/other")]
    public async Task What_leads_out_of_the_route_is_not_of_it(string asked)
    {
        await using var gateway = await GatewayFixture.StartAsync(RawServer.Ok());
        Assert.Equal(404, (await gateway.Control.SendAsync("GET", asked)).Status);
        Assert.Empty(gateway.Upstream.Requests);
    }

    [Fact]
    public async Task The_longest_path_wins_and_an_exact_one_covers_nothing_below()
    {
        await using var gateway = await GatewayFixture.StartAsync(RawServer.Ok());
        await using var other = new RawServer(RawServer.Ok("other"));
        var below = gateway.Control.Routes.Routes[0] with { Name = "below", Path = "/gw/deep", IsExact = true, Url = new Uri($"http://127.0.0.1:{other.Port}/base/"), StripsPrefix = false };
        gateway.Control.Routes = new() { Routes = [below, .. gateway.Control.Routes.Routes] };
        Assert.Equal("other", (await gateway.SendAsync("GET", "/gw/deep")).Body);
        Assert.StartsWith("GET /base/gw/deep HTTP/1.1", other.Requests.Single(), StringComparison.Ordinal);
        Assert.Equal("", (await gateway.SendAsync("GET", "/gw/deep/er")).Body);
        Assert.Equal("GET /deep/er HTTP/1.1", gateway.Asked[0]);
    }

    [Fact]
    public async Task The_first_piece_of_an_answer_arrives_before_the_last_is_sent()
    {
        var goOn = new TaskCompletionSource();
        await using var gateway = await GatewayFixture.StartAsync(async (_, stream, cancel) =>
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"{Chunked}5\r\nfirst\r\n"), cancel);
            await goOn.Task.WaitAsync(cancel);
            await stream.WriteAsync("4\r\nlast\r\n0\r\n\r\n"u8.ToArray(), cancel);
        });
        using var http = await RawHttp.ConnectAsync(gateway.Control.Tcp);
        await http.SendAsync($"GET /gw HTTP/1.1\r\nHost: {gateway.Control.Tcp}\r\n\r\n");
        await http.ReadUntilAsync("first");
        goOn.SetResult();
        await http.ReadUntilAsync("0\r\n\r\n");
    }

    [Fact]
    public async Task The_head_of_an_answer_arrives_before_there_is_any_body()
    {
        await using var gateway = await GatewayFixture.StartAsync(async (_, stream, cancel) =>
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(Chunked), cancel);
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancel);
        });
        using var http = await RawHttp.ConnectAsync(gateway.Control.Tcp);
        await http.SendAsync($"GET /gw HTTP/1.1\r\nHost: {gateway.Control.Tcp}\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 200", await http.ReadUntilAsync("\r\n\r\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_first_piece_of_a_request_arrives_there_before_the_last_is_sent()
    {
        var came = new TaskCompletionSource();
        await using var gateway = await GatewayFixture.StartAsync(async (_, stream, cancel) =>
        {
            var bytes = new byte[5];
            await stream.ReadExactlyAsync(bytes, cancel);
            came.SetResult();
            await stream.ReadExactlyAsync(bytes, cancel);
            await stream.WriteAsync(Encoding.ASCII.GetBytes(RawServer.Ok("both")), cancel);
        });
        using var http = await RawHttp.ConnectAsync(gateway.Control.Tcp);
        await http.SendAsync($"PUT /gw HTTP/1.1\r\nHost: {gateway.Control.Tcp}\r\nContent-Length: 10\r\n\r\nfirst");
        await came.Task.WaitAsync(Eventually.Limit);
        await http.SendAsync("later");
        await http.ReadUntilAsync("both");
    }

    [Fact]
    public async Task Who_expects_to_be_told_sends_nothing_before_the_other_side_says_so()
    {
        await using var gateway = await GatewayFixture.StartAsync(async (_, stream, cancel) =>
        {
            await stream.WriteAsync("HTTP/1.1 417 Expectation Failed\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray(), cancel);
            throw GatewayFixture.HangUp;
        });
        using var http = await RawHttp.ConnectAsync(gateway.Control.Tcp);
        await http.SendAsync($"POST /gw HTTP/1.1\r\nHost: {gateway.Control.Tcp}\r\nExpect: 100-continue\r\nContent-Length: 5000\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 417", await http.ReadUntilAsync("\r\n\r\n"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HEAD", "HTTP/1.1 200 OK\r\nContent-Length: 1234\r\n\r\n", 200, "1234")]
    [InlineData("GET", "HTTP/1.1 304 Not Modified\r\nETag: \"a\"\r\n\r\n", 304, null)]
    [InlineData("GET", "HTTP/1.1 204 No Content\r\n\r\n", 204, null)]
    [InlineData("DELETE", "HTTP/1.1 204 No Content\r\n\r\n", 204, null)]
    public async Task Answers_without_a_body_have_none(string method, string sent, int status, string? length)
    {
        await using var gateway = await GatewayFixture.StartAsync(sent);
        var answer = await gateway.SendAsync(method, "/gw");
        Assert.Equal((status, "", length), (answer.Status, answer.Body, answer.Header("Content-Length")));
        Assert.StartsWith($"{method} / ", gateway.Asked[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_large_body_goes_through_both_ways_and_one_that_is_too_large_does_not()
    {
        const int size = 3_000_000;
        await using var gateway = await GatewayFixture.StartAsync(async (_, stream, cancel) =>
        {
            var bytes = new byte[size];
            await stream.ReadExactlyAsync(bytes, cancel);
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {size}\r\n\r\n"), cancel);
            await stream.WriteAsync(bytes, cancel);
        }, route => route with { MaxBody = size });
        var body = new string('x', size);
        Assert.Equal(body, (await gateway.SendAsync("POST", "/gw", "", body)).Body);
        Assert.Equal(413, (await gateway.SendAsync("POST", "/gw", "", body + "x")).Status);
        Assert.Single(gateway.Upstream.Requests);
    }

    [Fact]
    public async Task A_thousand_requests_share_a_connection_and_leave_none_open_here()
    {
        await using var gateway = await GatewayFixture.StartAsync(RawServer.Ok("x"));
        using var http = await RawHttp.ConnectAsync(gateway.Control.Tcp);
        for (var i = 0; i < 1000; i++)
        {
            await http.SendAsync($"GET /gw/{i} HTTP/1.1\r\nHost: {gateway.Control.Tcp}\r\n\r\n");
            Assert.EndsWith("x", await http.ReadUntilAsync("\r\n\r\nx"), StringComparison.Ordinal);
        }

        Assert.Equal(1000, gateway.Upstream.Requests.Count);
        Assert.InRange(gateway.Upstream.Connections, 1, 3);
        var metrics = (await gateway.Control.SendAsync("GET", "/metrics")).Body;
        Assert.Contains("baton_gateway_requests_total{route=\"gw\",class=\"2xx\"} 1000\n", metrics, StringComparison.Ordinal);
        Assert.Contains("baton_gateway_open_requests{route=\"gw\"} 0\n", metrics, StringComparison.Ordinal);
        Assert.Contains("baton_gateway_request_duration_seconds_count{route=\"gw\"} 1000\n", metrics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_manifest_leads_elsewhere_at_once()
    {
        await using var gateway = await GatewayFixture.StartAsync(RawServer.Ok("old"));
        Assert.Equal("old", (await gateway.SendAsync("GET", "/gw")).Body);
        await using var next = new RawServer(RawServer.Ok("new"));
        gateway.Lead(route => route with { Url = new Uri($"http://127.0.0.1:{next.Port}") });
        Assert.Equal("new", (await gateway.SendAsync("GET", "/gw")).Body);
        gateway.Control.Routes = new();
        Assert.Equal(404, (await gateway.SendAsync("GET", "/gw")).Status);
    }
}
