using System.Text;
using Baton.Core;
using Baton.Core.Actors;
using Baton.Health.Breaker;
using Baton.Health.Monitors;
using Baton.Probes;
using Baton.Probes.Specs;
using Baton.TestKit;

namespace Baton.Control.Tests.Gateway;

/// <summary>A route asks the breaker of its monitor and tells it.</summary>
public sealed class BreakerTests : IMonitorListener, IProbe
{
    private int _probes;

    private async Task<GatewayFixture> StartAsync(Func<string, Stream, CancellationToken, Task> answer)
    {
        var control = await ControlFixture.StartAsync(time => new MonitorFleet(new FleetParts
        {
            Time = time,
            Scheduler = ActorScheduler.ThreadPool,
            Random = new Random(1),
            Probes = _ => this,
            Listener = this,
            Crashed = e => throw new InvalidOperationException("the fleet crashed", e),
            Broken = e => throw new InvalidOperationException("a probe threw", e),
        }));
        await control.Monitors!.ApplyAsync([new MonitorDefinition("research", new ProbeSpec.Http(new Uri("http://127.0.0.1:1/")))
        {
            Timing = new ProbeTiming { Interval = TimeSpan.FromHours(1) },
            Breaker = new BreakerSettings { FailureThreshold = 2, Break = new Backoff(TimeSpan.FromSeconds(60), 1, TimeSpan.FromSeconds(60), 0) },
        }], new Dictionary<string, MonitorState>());
        await Eventually.HoldsAsync(() => control.Monitors.Find("research")!.State.Total == 1, "the first probe");
        return await GatewayFixture.StartAsync(answer, route => route with { Monitor = "research" }, control);
    }

    private static BreakerPhase Phase(GatewayFixture gateway) => gateway.Control.Monitors!.Find("research")!.State.Breaker.Phase;

    private static int Failures(GatewayFixture gateway) => gateway.Control.Monitors!.Find("research")!.State.Breaker.Failures;

    [Theory]
    [InlineData("502 Bad")]
    [InlineData("503 No")]
    [InlineData("504 Late")]
    [InlineData("drop")]
    public async Task Failures_open_it_then_nobody_is_asked_and_successes_close_it(string way)
    {
        var isWell = false;
        await using var gateway = await StartAsync(async (_, stream, cancel) =>
        {
            if (!isWell && way == "drop") throw GatewayFixture.HangUp;
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {(isWell ? "200 OK" : way)}\r\nContent-Length: 0\r\n\r\n"), cancel);
        });
        for (var i = 1; i <= 2; i++) Assert.InRange((await gateway.SendAsync("GET", "/gw")).Status, 502, 504);
        await Eventually.HoldsAsync(() => Phase(gateway) == BreakerPhase.Open, "it is open");
        gateway.Control.Time.Advance(TimeSpan.FromSeconds(17.5));
        var refused = await gateway.SendAsync("GET", "/gw");
        Assert.Equal((503, "43"), (refused.Status, refused.Header("Retry-After")));
        Assert.Contains("the breaker of monitor \\\"research\\\" is open", refused.Body, StringComparison.Ordinal);
        Assert.Equal(2, gateway.Upstream.Requests.Count);
        Assert.Contains("baton_gateway_refused_total{route=\"gw\",reason=\"breaker\"} 1\n", (await gateway.Control.SendAsync("GET", "/metrics")).Body, StringComparison.Ordinal);

        isWell = true;
        var probed = _probes;
        gateway.Control.Time.Advance(TimeSpan.FromSeconds(60));
        await Eventually.HoldsAsync(() => _probes > probed && Phase(gateway) == BreakerPhase.HalfOpen && !gateway.Control.Monitors!.Find("research")!.State.Breaker.IsTrying, "the trial");
        Assert.Equal(200, (await gateway.SendAsync("GET", "/gw")).Status);
        await Eventually.HoldsAsync(() => Phase(gateway) == BreakerPhase.Closed, "it is closed");
    }

    [Fact]
    public async Task A_call_is_a_trial_too_and_one_that_fails_opens_it_again()
    {
        await using var gateway = await StartAsync(GatewayFixture.Always("HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n"));
        for (var i = 1; i <= 2; i++) await gateway.SendAsync("GET", "/gw");
        await Eventually.HoldsAsync(() => Phase(gateway) == BreakerPhase.Open, "it is open");
        gateway.Control.Time.Advance(TimeSpan.FromSeconds(61));
        await Eventually.HoldsAsync(() => Phase(gateway) == BreakerPhase.HalfOpen && !gateway.Control.Monitors!.Find("research")!.State.Breaker.IsTrying, "the trial");
        await gateway.SendAsync("GET", "/gw");
        await Eventually.HoldsAsync(() => Phase(gateway) == BreakerPhase.Open, "it is open again");
    }

    [Fact]
    public async Task Errors_that_may_be_about_one_request_say_nothing_and_a_success_forgets_failures()
    {
        var status = "503 No";
        await using var gateway = await StartAsync((_, stream, cancel) => stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nContent-Length: 0\r\n\r\n"), cancel).AsTask());
        await gateway.SendAsync("GET", "/gw");
        await Eventually.HoldsAsync(() => Failures(gateway) == 1, "one failure");
        status = "500 Oh";
        for (var i = 0; i < 5; i++) await gateway.SendAsync("GET", "/gw");
        Assert.Equal((1, BreakerPhase.Closed), (Failures(gateway), Phase(gateway)));
        status = "404 Nothing";
        await gateway.SendAsync("GET", "/gw");
        await Eventually.HoldsAsync(() => Failures(gateway) == 0, "it is forgotten");
    }

    [Fact]
    public async Task Whoever_goes_away_in_a_trial_leaves_the_breaker_waiting_for_nobody()
    {
        var isHanging = false;
        await using var gateway = await StartAsync(async (_, stream, cancel) =>
        {
            if (isHanging) await stream.ReadExactlyAsync(new byte[1], cancel);
            else await stream.WriteAsync("HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n"u8.ToArray(), cancel);
        });
        for (var i = 1; i <= 2; i++) await gateway.SendAsync("GET", "/gw");
        await Eventually.HoldsAsync(() => Phase(gateway) == BreakerPhase.Open, "it is open");
        gateway.Control.Time.Advance(TimeSpan.FromSeconds(61));
        BreakerState Breaker() => gateway.Control.Monitors!.Find("research")!.State.Breaker;
        await Eventually.HoldsAsync(() => Breaker() is { Phase: BreakerPhase.HalfOpen, IsTrying: false }, "the trial by a probe");
        isHanging = true;
        using (var http = await RawHttp.ConnectAsync(gateway.Control.Tcp))
        {
            await http.SendAsync($"GET /gw HTTP/1.1\r\nHost: {gateway.Control.Tcp}\r\n\r\n");
            await Eventually.HoldsAsync(() => gateway.Upstream.Requests.Count == 3, "it is asked");
            Assert.True(Breaker().IsTrying);
            // One trial at a time.
            var second = await gateway.SendAsync("GET", "/gw");
            Assert.Equal((503, "1"), (second.Status, second.Header("Retry-After")));
        }

        await Eventually.HoldsAsync(() => !Breaker().IsTrying, "it waits for nobody");
    }

    [Fact]
    public async Task A_request_that_comes_slowly_is_no_trial_and_holds_up_none()
    {
        var isWell = false;
        await using var gateway = await StartAsync((_, stream, cancel) => stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {(isWell ? "200 OK" : "503 No")}\r\nContent-Length: 0\r\n\r\n"), cancel).AsTask());
        for (var i = 1; i <= 2; i++) await gateway.SendAsync("GET", "/gw");
        await Eventually.HoldsAsync(() => Phase(gateway) == BreakerPhase.Open, "it is open");
        gateway.Control.Time.Advance(TimeSpan.FromSeconds(61));
        BreakerState Breaker() => gateway.Control.Monitors!.Find("research")!.State.Breaker;
        await Eventually.HoldsAsync(() => Breaker() is { Phase: BreakerPhase.HalfOpen, IsTrying: false }, "the trial by a probe");
        isWell = true;
        using var slow = await RawHttp.ConnectAsync(gateway.Control.Tcp);
        await slow.SendAsync($"POST /gw HTTP/1.1\r\nHost: {gateway.Control.Tcp}\r\nContent-Length: 1000\r\n\r\nbeg");
        Assert.StartsWith("HTTP/1.1 503", await slow.ReadUntilAsync("\r\n\r\n"), StringComparison.Ordinal);
        Assert.Equal(2, gateway.Upstream.Requests.Count);
        Assert.False(Breaker().IsTrying);
        Assert.Equal(200, (await gateway.SendAsync("GET", "/gw")).Status);
    }

    [Fact]
    public async Task One_that_a_person_opened_says_so_and_not_when_to_come_again()
    {
        await using var gateway = await StartAsync(GatewayFixture.Always(RawServer.Ok()));
        await gateway.Control.Monitors!.ActAsync("research", MonitorAct.Isolate, "a test", CancellationToken.None);
        var answer = await gateway.SendAsync("GET", "/gw");
        Assert.Equal((503, (string?)null), (answer.Status, answer.Header("Retry-After")));
        Assert.Contains("was opened by a person", answer.Body, StringComparison.Ordinal);
    }

    Task<ProbeResult> IProbe.ExecuteAsync(CancellationToken cancel)
    {
        Interlocked.Increment(ref _probes);
        return Task.FromResult(new ProbeResult(true, TimeSpan.Zero, "HTTP 200"));
    }

    void IMonitorListener.Counted(string name, DateTimeOffset at, ProbeResult result)
    {
    }

    void IMonitorListener.HealthChanged(MonitorView now, MonitorHealth from, string? reason)
    {
    }

    void IMonitorListener.BreakerChanged(MonitorView now, BreakerPhase from, string? by)
    {
    }
}
