using System.Net;
using Baton.Control.Access;
using Baton.Control.Streams;
using Baton.TestKit;

namespace Baton.Control.Tests.Streams;

/// <summary>How many streams there may be, and when they end before the daemon does.</summary>
public sealed class OpenStreamsTests
{
    private const string Token = "secret-of-readers";

    private static readonly AccessRules Guarded = new() { Tokens = new TokenSet([AccessToken.Of("eyes", Role.Read, Token), AccessToken.Of("other", Role.Read, "other")]) };

    [Theory]
    [InlineData("/api/v1/events")]
    [InlineData("/api/v1/logs")]
    [InlineData("/api/v1/services")]
    public async Task A_stream_of_a_token_that_is_gone_is_told_so_and_ends_and_others_go_on(string target)
    {
        await using var control = await ControlFixture.StartAsync("db");
        control.Access = Guarded;
        using var gone = await OpenAsync(control, target, $"X-API-Key: {Token}\r\n");
        using var ofCookie = await OpenAsync(control, target, $"Cookie: {await CookieAsync(control)}\r\n");
        using var other = await OpenAsync(control, target, "X-API-Key: other\r\n");
        using var local = await control.StreamAsync(target, "Connection: close\r\n");
        await local.ReadUntilAsync("\r\n\r\n");

        control.Access = new AccessRules { Tokens = new TokenSet([AccessToken.Of("other", Role.Read, "other")]) };
        control.Server.CheckStreams();
        control.Notices.Publish("daemon", "secret");

        foreach (var stream in new[] { gone, ofCookie })
        {
            var rest = await stream.ReadToEndAsync();
            Assert.Contains("event: end\ndata: {\"reason\":\"the token \\\"eyes\\\" holds no longer\"}", rest, StringComparison.Ordinal);
            Assert.DoesNotContain("secret", rest, StringComparison.Ordinal);
        }

        await control.Server.StopAsync("over");
        foreach (var stream in new[] { other, local }) Assert.Contains("\"reason\":\"over\"", await stream.ReadToEndAsync(), StringComparison.Ordinal);
        Assert.Empty(control.Bugs);
    }

    [Fact]
    public async Task A_logout_ends_the_streams_of_its_session_and_of_no_other()
    {
        await using var control = await ControlFixture.StartAsync("db");
        control.Access = Guarded;
        // Both of one moment.
        var cookie = await CookieAsync(control);
        using var leaving = await OpenAsync(control, "/api/v1/events", $"Cookie: {cookie}\r\n");
        using var elsewhere = await OpenAsync(control, "/api/v1/events", $"Cookie: {await CookieAsync(control)}\r\n");
        using var byToken = await OpenAsync(control, "/api/v1/events", $"X-API-Key: {Token}\r\n");
        // One that nobody has logged in with says nothing of others.
        Assert.Equal(303, (await control.SendTcpAsync("POST", "/ui/logout", $"Cookie: {cookie}0\r\n", "")).Status);

        Assert.Equal(303, (await control.SendTcpAsync("POST", "/ui/logout", $"Cookie: {cookie}\r\n", "")).Status);
        control.Notices.Publish("daemon", "secret");

        var rest = await leaving.ReadToEndAsync();
        Assert.Contains("event: end\ndata: {\"reason\":\"this session has logged out\"}", rest, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", rest, StringComparison.Ordinal);
        foreach (var stream in new[] { elsewhere, byToken }) await stream.ReadUntilAsync("\"secret\"");
        Assert.Empty(control.Bugs);
    }

    [Fact]
    public async Task A_stream_that_was_begun_without_a_token_ends_when_one_is_needed_and_so_does_that_of_a_site_that_may_no_longer()
    {
        await using var control = await ControlFixture.StartAsync("db");
        control.Access = new AccessRules { CorsOrigins = ["https://tools.example"] };
        using var open = await OpenAsync(control, "/api/v1/events", "");
        using var foreign = await OpenAsync(control, "/api/v1/events", "Origin: https://tools.example\r\n");
        control.Access = AccessRules.Default;
        control.Server.CheckStreams();
        Assert.Contains("pages of https://tools.example may not use this API any more", await foreign.ReadToEndAsync(), StringComparison.Ordinal);
        control.Access = Guarded;
        control.Server.CheckStreams();
        Assert.Contains("a token is needed by now", await open.ReadToEndAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reader_that_takes_nothing_is_cut_off_when_its_token_is_gone()
    {
        await using var control = await ControlFixture.StartAsync("db");
        control.Logs.Write("db", 1, 0, [.. Enumerable.Range(0, 80_000).Select(i => $"line {i} {new string('x', 200)}")]);
        control.Access = Guarded;
        using var stuck = await OpenAsync(control, "/api/v1/logs?tail=100000", $"X-API-Key: {Token}\r\n");
        await Eventually.HoldsAsync(() => control.Time.Armed.Contains(ServerEvents.StuckAfter), "a write waits");
        control.Access = new AccessRules { Tokens = TokenSet.Closed };
        control.Server.CheckStreams();
        Assert.DoesNotContain("line 79999", await stuck.ReadToEndAsync(), StringComparison.Ordinal);
        Assert.Equal(0, control.Streams.Dropped);
    }

    [Fact]
    public async Task Streams_beyond_the_bound_are_refused_while_questions_are_answered_and_a_place_that_is_left_is_taken_again()
    {
        await using var control = await ControlFixture.StartAsync("db");
        var open = new List<RawHttp>();
        try
        {
            for (var i = 0; i < StreamLimits.Default.All; i++) open.Add(await OpenAsync(control, "/api/v1/events", ""));
            var refused = await control.SendTcpAsync("GET", "/api/v1/events", "Accept: text/event-stream\r\n");
            Assert.Equal((503, "10"), (refused.Status, refused.Header("Retry-After")));
            Assert.Contains("\"code\":\"busy\"", refused.Body, StringComparison.Ordinal);
            Assert.Equal(200, (await control.SendTcpAsync("GET", "/api/v1/services")).Status);
            // The socket has places of its own.
            using var local = await control.StreamAsync("/api/v1/events");
            Assert.StartsWith("HTTP/1.1 200", await local.ReadUntilAsync("\r\n\r\n"), StringComparison.Ordinal);
            open[0].Dispose();
            var next = control.SendTcpAsync("GET", "/api/v1/events", "Accept: text/event-stream\r\n");
            await Eventually.HoldsAsync(() =>
            {
                if (next is { IsCompletedSuccessfully: true, Result.Status: 503 }) next = control.SendTcpAsync("GET", "/api/v1/events", "Accept: text/event-stream\r\n");
                return !next.IsCompleted;
            }, "the place that was left is taken");
        }
        finally
        {
            foreach (var http in open) http.Dispose();
        }
    }

    [Fact]
    public async Task One_address_has_only_its_share_of_the_streams_but_for_this_machines_own()
    {
        await using var control = await ControlFixture.StartAsync(new StreamLimits(All: 4, Each: 2));
        using var first = await OpenAsync(control, "/api/v1/events", "", from: "127.0.0.2");
        using var second = await OpenAsync(control, "/api/v1/events", "", from: "127.0.0.2");
        Assert.Equal("HTTP/1.1 503", (await HeadAsync(control, from: "127.0.0.2"))[..12]);
        using var third = await OpenAsync(control, "/api/v1/events", "");
        using var fourth = await OpenAsync(control, "/api/v1/events", "");
        Assert.Equal("HTTP/1.1 503", (await HeadAsync(control, from: "127.0.0.3"))[..12]);
    }

    [Fact]
    public async Task Streams_that_are_refused_whatever_the_reason_take_no_place()
    {
        await using var control = await ControlFixture.StartAsync(new StreamLimits(All: 2, Each: 2));
        foreach (var target in new[] { "/api/v1/events?service=ghost", "/api/v1/logs?cursor=no", "/api/v1/services?service=ghost", "/api/v1/logs?service=ghost" })
        {
            for (var i = 0; i < 3; i++) Assert.InRange((await control.SendTcpAsync("GET", target, "Accept: text/event-stream\r\n")).Status, 400, 500);
        }

        using var first = await OpenAsync(control, "/api/v1/events", "");
        var second = await OpenAsync(control, "/api/v1/logs", "");
        for (var i = 0; i < 5; i++) Assert.Equal("HTTP/1.1 503", (await HeadAsync(control, from: "127.0.0.1"))[..12]);
        second.Dispose();
        var next = HeadAsync(control, from: "127.0.0.1");
        await Eventually.HoldsAsync(() =>
        {
            if (next.IsCompletedSuccessfully && next.Result[..12] == "HTTP/1.1 503") next = HeadAsync(control, from: "127.0.0.1");
            return next.IsCompletedSuccessfully && next.Result[..12] == "HTTP/1.1 200";
        }, "the place that was left");
    }

    private static async Task<string> CookieAsync(ControlFixture control) =>
        (await control.SendTcpAsync("POST", "/ui/login", "Content-Type: application/x-www-form-urlencoded\r\n", $"token={Token}")).Header("Set-Cookie")!.Split(';')[0];

    private static async Task<RawHttp> OpenAsync(ControlFixture control, string target, string headers, string from = "127.0.0.1")
    {
        var http = await RawHttp.ConnectAsync(control.Tcp, IPAddress.Parse(from));
        await http.SendAsync($"GET {target} HTTP/1.1\r\nHost: {control.Tcp}\r\nConnection: close\r\nAccept: text/event-stream\r\n{headers}\r\n");
        Assert.StartsWith("HTTP/1.1 200", await http.ReadUntilAsync("\r\n\r\n"), StringComparison.Ordinal);
        return http;
    }

    private static async Task<string> HeadAsync(ControlFixture control, string from)
    {
        using var http = await RawHttp.ConnectAsync(control.Tcp, IPAddress.Parse(from));
        await http.SendAsync($"GET /api/v1/events HTTP/1.1\r\nHost: {control.Tcp}\r\nAccept: text/event-stream\r\n\r\n");
        return await http.ReadUntilAsync("\r\n\r\n");
    }
}
