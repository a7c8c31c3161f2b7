using Baton.Health.Breaker;
using Baton.Health.Monitors;
using Baton.Probes.Specs;

namespace Baton.Health.Tests.Monitors;

public sealed class MonitorFleetTests : IDisposable
{
    private readonly FleetFixture _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    [Trait("Defect", "C9-15")]
    public void The_first_probe_comes_at_once_and_the_next_within_the_interval()
    {
        _world.Watch(FleetFixture.Named("a"));
        Assert.Equal(1, _world.Endpoint("a").Asked);
        Assert.Equal(MonitorHealth.Healthy, _world.View("a").State.Health);
        _world.Pass(30);
        Assert.Equal(2, _world.Endpoint("a").Asked);
        _world.Pass(300);
        Assert.Equal(12, _world.Endpoint("a").Asked);
    }

    [Fact]
    [Trait("Defect", "C9-15")]
    public void Many_that_begin_at_once_lie_spread_over_the_interval_afterwards()
    {
        _world.Watch([.. Enumerable.Range(0, 200).Select(i => FleetFixture.Named($"m{i}"))]);
        _world.Pass(60);
        var dues = _world.Fleet.Views.Select(v => v.Due.TotalSeconds % 15).Order().ToList();
        Assert.True(dues.Zip(dues.Skip(1), (a, b) => b - a).Max() < 2, "there is a gap of 2 s in which none is due");
    }

    [Fact]
    [Trait("Defect", "C9-7")]
    public void A_slow_endpoint_delays_no_other_and_is_never_asked_twice_at_once()
    {
        _world.Endpoint("slow").IsHeld = true;
        _world.Watch(FleetFixture.Named("slow"), FleetFixture.Named("other"));
        _world.Pass(120);
        Assert.Equal(1, _world.Endpoint("slow").Asked);
        Assert.True(_world.Endpoint("other").Asked >= 4);
    }

    [Fact]
    public void Five_failures_open_a_break_keeps_probes_away_and_two_successes_close()
    {
        var endpoint = _world.Endpoint("a");
        endpoint.Failure = "HTTP 500";
        _world.Watch(FleetFixture.Named("a"));
        _world.PassUntil(IsOpen);
        Assert.Equal(5, endpoint.Asked);

        _world.Pass(55);
        Assert.Equal((5, 5L, 5), (endpoint.Asked, _world.View("a").State.Total, _world.View("a").State.ConsecutiveFailures));

        endpoint.Failure = null;
        _world.Pass(6);
        Assert.Equal((6, BreakerPhase.HalfOpen), (endpoint.Asked, _world.View("a").State.Breaker.Phase));
        _world.Pass(30);
        Assert.Equal((7, BreakerPhase.Closed), (endpoint.Asked, _world.View("a").State.Breaker.Phase));
        Assert.Equal(28.57, _world.View("a").State.UptimePercentage);
    }

    [Fact]
    [Trait("Defect", "C9-1")]
    public void A_trial_that_fails_opens_again()
    {
        _world.Endpoint("a").Failure = "HTTP 500";
        _world.Watch(FleetFixture.Named("a"));
        _world.PassUntil(IsOpen);
        _world.Pass(61);
        Assert.Equal((6, BreakerPhase.Open), (_world.Endpoint("a").Asked, _world.View("a").State.Breaker.Phase));
        _world.Pass(55);
        Assert.Equal(6, _world.Endpoint("a").Asked);
    }

    [Fact]
    [Trait("Defect", "C9-8")]
    public void A_jump_of_the_wall_clock_neither_ends_nor_prolongs_a_break()
    {
        _world.Endpoint("a").Failure = "HTTP 500";
        _world.Watch(FleetFixture.Named("a"));
        _world.PassUntil(IsOpen);
        _world.Time.JumpWallClock(TimeSpan.FromHours(2));
        _world.Pass(30);
        Assert.Equal(5, _world.Endpoint("a").Asked);
        _world.Time.JumpWallClock(TimeSpan.FromHours(-5));
        _world.Pass(31);
        Assert.Equal(6, _world.Endpoint("a").Asked);
    }

    [Fact]
    public void Failures_before_the_first_success_are_ignored_for_the_grace()
    {
        _world.Endpoint("a").Failure = "connection refused";
        _world.Watch(FleetFixture.Named("a") with { Grace = TimeSpan.FromSeconds(100) });
        _world.Pass(90);
        var state = _world.View("a").State;
        Assert.Equal((MonitorHealth.Unknown, 0L, 0), (state.Health, state.Total, state.ConsecutiveFailures));
        Assert.Equal("connection refused", state.Last!.Detail);
        _world.Pass(60);
        Assert.Equal(MonitorHealth.Unhealthy, _world.View("a").State.Health);
    }

    [Fact]
    [Trait("Defect", "C9-6")]
    public void Triggers_at_once_share_one_probe_and_honour_the_breaker()
    {
        var endpoint = _world.Endpoint("a");
        _world.Watch(FleetFixture.Named("a"));
        _world.Pass(5);
        endpoint.IsHeld = true;
        var first = _world.Fleet.TriggerAsync(null, default);
        var second = _world.Fleet.TriggerAsync("a", default);
        _world.Run();
        Assert.Equal(2, endpoint.Asked);
        Assert.False(first.IsCompleted || second.IsCompleted);
        endpoint.Answer();
        Assert.True(_world.Done(first) && _world.Done(second));
        Assert.True(_world.Done(_world.Fleet.TriggerAsync("a", default)));
        Assert.Equal(2, endpoint.Asked);

        endpoint.IsHeld = false;
        _world.Pass(1);
        Assert.True(_world.Done(_world.Fleet.ActAsync("a", MonitorAct.Isolate, "uid 1000", default)));
        Assert.True(_world.Done(_world.Fleet.TriggerAsync(null, default)));
        Assert.Equal((2, 2L), (endpoint.Asked, _world.View("a").State.Total));
        Assert.Contains("a breaker Closed → Isolated by uid 1000", _world.Told);
        Assert.False(_world.Done(_world.Fleet.TriggerAsync("b", default)));
    }

    [Fact]
    public void A_reload_leaves_an_unchanged_monitor_alone_and_keeps_the_counts_of_a_changed_one()
    {
        _world.Endpoint("b").Failure = "HTTP 500";
        _world.Watch(FleetFixture.Named("a"), FleetFixture.Named("b"), FleetFixture.Named("c"));
        _world.Pass(130);
        var a = _world.View("a").State;
        _world.Watch(FleetFixture.Named("b") with { Grace = TimeSpan.FromSeconds(1) }, FleetFixture.Named("a"));
        Assert.Equal(a, _world.View("a").State);
        var b = _world.View("b").State;
        Assert.Equal((BreakerPhase.Open, 5L), (b.Breaker.Phase, b.Total));
        Assert.Null(_world.Fleet.Find("c"));
        Assert.Equal(["b", "a"], _world.Fleet.Views.Select(v => v.Definition.Name));
    }

    [Fact]
    public void Another_endpoint_of_the_same_name_begins_with_a_closed_breaker_and_an_isolated_one_stays_isolated()
    {
        _world.Endpoint("b").Failure = "HTTP 500";
        _world.Watch(FleetFixture.Named("a"), FleetFixture.Named("b"));
        _world.PassUntil(() => _world.View("b").State.Breaker.Phase == BreakerPhase.Open);
        _world.Done(_world.Fleet.ActAsync("a", MonitorAct.Isolate, "uid 1000", default));
        _world.Told.Clear();
        _world.Watch(new MonitorDefinition("a", new ProbeSpec.Tcp("127.0.0.1", 2)), new MonitorDefinition("b", new ProbeSpec.Tcp("127.0.0.1", 2)));
        Assert.Equal((BreakerPhase.Isolated, BreakerPhase.Closed), (_world.View("a").State.Breaker.Phase, _world.View("b").State.Breaker.Phase));
        Assert.Contains("b breaker Open → Closed", _world.Told);
    }

    [Fact]
    public void Grace_is_there_at_each_beginning_until_the_first_success()
    {
        var endpoint = _world.Endpoint("a");
        endpoint.Failure = "connection refused";
        _world.Watch(new Dictionary<string, MonitorState> { ["a"] = MonitorState.New with { Total = 10, Successful = 10 } }, FleetFixture.Named("a") with { Grace = TimeSpan.FromSeconds(100) });
        _world.Pass(30);
        Assert.Equal((10L, 0), (_world.View("a").State.Total, _world.View("a").State.ConsecutiveFailures));
        endpoint.Failure = null;
        _world.Pass(31);
        endpoint.Failure = "connection refused";
        _world.PassUntil(() => _world.View("a").State.ConsecutiveFailures == 1);
    }

    [Fact]
    public void A_push_monitor_that_reports_all_the_time_is_no_sign_of_watching_that_has_died()
    {
        _world.Watch(new MonitorDefinition("backup", new ProbeSpec.Push("0123456789abcdef")));
        for (var i = 0; i < 30; i++)
        {
            _world.Pass(10);
            _world.Done(_world.Fleet.PushAsync("backup", new(true, TimeSpan.Zero, "done"), default));
            Assert.False(_world.Fleet.IsStalled);
        }
    }

    [Fact]
    public void A_push_monitor_has_what_is_left_of_its_interval_after_a_restart()
    {
        var daily = new MonitorDefinition("backup", new ProbeSpec.Push("0123456789abcdef")) { Timing = new ProbeTiming { Interval = TimeSpan.FromHours(24) } };
        var reported = _world.Time.GetUtcNow() - TimeSpan.FromHours(23.9);
        _world.Watch(new Dictionary<string, MonitorState> { ["backup"] = MonitorState.New with { Total = 1, Successful = 1, Health = MonitorHealth.Healthy, LastCheck = reported } }, daily);
        _world.Pass(300);
        Assert.Equal(MonitorHealth.Healthy, _world.View("backup").State.Health);
        _world.Pass(70);
        Assert.Equal(MonitorHealth.Unhealthy, _world.View("backup").State.Health);
    }

    [Fact]
    public void A_push_monitor_is_unhealthy_when_it_does_not_report_in_time()
    {
        _world.Watch(new MonitorDefinition("backup", new ProbeSpec.Push("0123456789abcdef")));
        _world.Pass(29);
        Assert.Equal(MonitorHealth.Unknown, _world.View("backup").State.Health);
        Assert.True(_world.Done(_world.Fleet.PushAsync("backup", new(true, TimeSpan.FromSeconds(2), "done"), default)));
        _world.Pass(29);
        Assert.Equal(MonitorHealth.Healthy, _world.View("backup").State.Health);
        _world.Pass(2);
        var state = _world.View("backup").State;
        Assert.Equal((MonitorHealth.Unhealthy, "no report for 30 s"), (state.Health, state.Last!.Detail));
        _world.Pass(300);
        Assert.Equal(BreakerPhase.Closed, _world.View("backup").State.Breaker.Phase);
    }

    [Fact]
    public void A_call_of_the_gateway_asks_the_breaker_and_feeds_it_but_changes_no_figure()
    {
        _world.Watch(FleetFixture.Named("a"));
        for (var i = 0; i < 5; i++)
        {
            _world.Done(_world.Fleet.AskForCallAsync("a", default))!.Report(false);
            _world.Run();
        }

        Assert.Null(_world.Done(_world.Fleet.AskForCallAsync("a", default)));
        var state = _world.View("a").State;
        Assert.Equal((BreakerPhase.Open, MonitorHealth.Healthy, 1L, 1L), (state.Breaker.Phase, state.Health, state.Total, state.Successful));
    }

    private bool IsOpen() => _world.View("a").State.Breaker.Phase == BreakerPhase.Open;

    [Fact]
    [Trait("Defect", "C9-10")]
    public void Watching_that_has_died_is_seen()
    {
        Assert.False(_world.Fleet.IsStalled);
        _world.Watch(FleetFixture.Named("a"));
        _world.Pass(600);
        Assert.False(_world.Fleet.IsStalled);
        // Nobody gives turns any more.
        _world.Time.Advance(TimeSpan.FromSeconds(91));
        Assert.True(_world.Fleet.IsStalled);
    }
}
