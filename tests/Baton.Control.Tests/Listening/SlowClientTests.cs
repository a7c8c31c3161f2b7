using System.Diagnostics;
using Baton.Control.Streams;

namespace Baton.Control.Tests.Listening;

/// <summary>Clients that send slowly, nothing, or too much cost nobody else anything.</summary>
public class SlowClientTests
{
    private static readonly Patience Short = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1.1), TimeSpan.FromSeconds(1));

    [Fact]
    public void The_daemon_waits_ten_seconds_for_a_head_five_for_a_body_and_a_minute_for_the_next_request() =>
        Assert.Equal(new Patience(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(1)), Patience.Default);

    [Theory]
    [InlineData("GET /api/v1/system HTTP/1.1\r\nHost: ADDRESS\r\nX-Slow: ", "408")]
    [InlineData("POST /api/v1/system/shutdown HTTP/1.1\r\nHost: ADDRESS\r\nContent-Length: 1000\r\n\r\n{", "408")]
    [InlineData("GET /api/v1/system HTTP/1.1\r\nHost: ADDRESS\r\n\r\n", "200")]
    [InlineData("", "")]
    public async Task Who_stops_sending_is_cut_off(string sent, string status)
    {
        await using var control = await ControlFixture.StartAsync(Short);
        using var http = await RawHttp.ConnectAsync(control.Tcp);
        await http.SendAsync(sent.Replace("ADDRESS", control.Tcp.ToString(), StringComparison.Ordinal));
        // The end of the connection is what is awaited; the test's limit is far beyond it.
        Assert.StartsWith(status.Length == 0 ? "" : $"HTTP/1.1 {status}", await http.ReadToEndAsync(), StringComparison.Ordinal);
        Assert.Empty(control.Shutdowns);
    }

    [Fact]
    public async Task Who_sends_a_head_byte_by_byte_has_no_more_time_than_others()
    {
        await using var control = await ControlFixture.StartAsync(Short);
        using var http = await RawHttp.ConnectAsync(control.Tcp);
        await http.SendAsync("GET /api/v1/system HTTP/1.1\r\n");
        var (answer, began) = (http.ReadToEndAsync(), Stopwatch.StartNew());
        for (var i = 0; !answer.IsCompleted && began.Elapsed < TestKit.Eventually.Limit; i++)
        {
            await http.SendAsync("X");
            await Task.WhenAny(answer, Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System));
        }

        Assert.StartsWith("HTTP/1.1 408", await answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Clients_that_are_stuck_delay_no_other_one()
    {
        await using var control = await ControlFixture.StartAsync("db");
        var stuck = new List<RawHttp>();
        try
        {
            for (var i = 0; i < 100; i++)
            {
                var http = await RawHttp.ConnectAsync(control.Tcp);
                stuck.Add(http);
                await http.SendAsync(i % 2 == 0
                    ? $"GET /api/v1/system HTTP/1.1\r\nHost: {control.Tcp}\r\nX-"
                    : $"POST /api/v1/services/start HTTP/1.1\r\nHost: {control.Tcp}\r\nContent-Length: 500000\r\n\r\n{{");
            }

            var began = Stopwatch.StartNew();
            for (var i = 0; i < 50; i++) Assert.Equal(200, (await control.SendTcpAsync("GET", "/api/v1/services")).Status);
            // Each waits for none of those, who are waited for five seconds at least.
            Assert.InRange(began.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
        }
        finally
        {
            foreach (var http in stuck) http.Dispose();
        }
    }

    [Fact]
    public async Task More_connections_than_an_address_takes_are_closed_and_the_socket_goes_on()
    {
        await using var control = await ControlFixture.StartAsync("db");
        var all = new List<RawHttp>();
        try
        {
            for (var i = 0; i < Limits.Connections; i++)
            {
                var http = await RawHttp.ConnectAsync(control.Tcp);
                all.Add(http);
                // As many streams as there may be, and others that are answered and stay.
                var stream = i < StreamLimits.Default.All ? "Accept: text/event-stream\r\n" : "";
                await http.SendAsync($"GET /api/v1/events HTTP/1.1\r\nHost: {control.Tcp}\r\n{stream}\r\n");
                await http.ReadUntilAsync("\r\n\r\n");
            }

            Assert.Equal(0, (await control.SendTcpAsync("GET", "/api/v1/system")).Status);
            Assert.Equal(200, (await control.SendAsync("GET", "/api/v1/system")).Status);
            all[0].Dispose();
            var next = control.SendTcpAsync("GET", "/api/v1/system");
            await TestKit.Eventually.HoldsAsync(
                () =>
                {
                    if (next is { IsCompletedSuccessfully: true, Result.Status: 0 }) next = control.SendTcpAsync("GET", "/api/v1/system");
                    return next is { IsCompletedSuccessfully: true, Result.Status: 200 };
                },
                "the place that was left is taken by the next");
        }
        finally
        {
            foreach (var http in all) http.Dispose();
        }
    }

    [Theory]
    [InlineData(70, 1, 431)]
    [InlineData(1, 40_000, 431)]
    [InlineData(60, 100, 200)]
    public async Task Too_many_or_too_long_headers_are_refused(int count, int length, int status)
    {
        await using var control = await ControlFixture.StartAsync("db");
        var headers = string.Concat(Enumerable.Range(0, count).Select(i => $"X-{i}: {new string('x', length)}\r\n"));
        Assert.Equal(status, (await control.SendTcpAsync("GET", "/api/v1/system", headers)).Status);
    }

    [Fact]
    public async Task A_target_of_more_than_32_KiB_is_refused() => await RefusesAsync(414, target: "/api/v1/services?cursor=" + new string('A', 33 * 1024));

    [Fact]
    public async Task A_body_of_more_than_a_mebibyte_is_refused_before_it_was_sent() => await RefusesAsync(413, headers: $"Content-Length: {(1024 * 1024) + 1}\r\n");

    private static async Task RefusesAsync(int status, string target = "/api/v1/services/start", string headers = "")
    {
        await using var control = await ControlFixture.StartAsync("db");
        Assert.Equal(status, (await control.SendTcpAsync("POST", target, headers)).Status);
    }
}
