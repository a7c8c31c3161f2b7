using Baton.Health.Alarms;
using Baton.Health.Breaker;
using Baton.Health.Monitors;
using Baton.Health.Tests.Monitors;
using Baton.Probes;
using Baton.Probes.Specs;

namespace Baton.Health.Tests.Alarms;

/// <summary>Alarms of a whole fleet in manual time.</summary>
public sealed class AlarmFleetTests : IDisposable
{
    private static readonly BreakerSettings NeverOpen = new() { FailureThreshold = BreakerSettings.MaxThreshold };
    private readonly FleetFixture _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public void Down_is_told_once_and_up_when_it_answers_again()
    {
        _world.Watch(Named("a"));
        Fail("a");
        _world.Pass(100);
        Assert.Equal(["a down: refused"], _world.Alarms);
        Mend("a");
        _world.Pass(100);
        Assert.Equal(["a down: refused", "a up"], _world.Alarms);
    }

    [Fact]
    public void A_failure_is_confirmed_by_probes_before_their_time_and_told_after_the_last()
    {
        Fail("a");
        _world.Watch(Named("a") with { Confirmation = new Confirmation { Retries = 2, Interval = TimeSpan.FromSeconds(3) } });
        _world.Pass(2.9);
        Assert.Equal(1, _world.Endpoint("a").Asked);
        _world.Pass(3);
        Assert.Equal((2, 0), (_world.Endpoint("a").Asked, _world.Alarms.Count));
        _world.Pass(1);
        Assert.Equal((3, 1), (_world.Endpoint("a").Asked, _world.Alarms.Count));
        Assert.Equal(MonitorHealth.Unhealthy, _world.View("a").State.Health);
    }

    [Fact]
    public void A_failure_that_is_not_confirmed_is_told_to_nobody()
    {
        Fail("a");
        _world.Watch(Named("a") with { Confirmation = new Confirmation { Retries = 1 } });
        Mend("a");
        _world.Pass(60);
        Assert.Empty(_world.Alarms);
    }

    [Fact]
    public void A_child_waits_for_what_its_parent_answers_now_and_is_held_back_while_that_is_down()
    {
        _world.Watch(Named("router"), Named("web") with { Parent = "router" }, Named("shop") with { Parent = "web" });
        _world.Pass(60);
        var asked = _world.Endpoint("router").Asked;
        Fail("router");
        Fail("shop");
        // The grandchild fails first, whoever of them is due: the router is asked, and only the router is told of.
        _world.PassUntil(() => _world.View("shop").State.Health == MonitorHealth.Unhealthy);
        Assert.Equal(["router down: refused"], _world.Alarms);
        Assert.True(_world.Endpoint("router").Asked > asked);
        _world.Pass(120);
        Assert.Equal(["router down: refused"], _world.Alarms);

        Mend("router");
        _world.PassUntil(() => _world.Alarms.Count > 1);
        _world.Pass(1);
        Assert.Equal(["router down: refused", "router up", "shop down: refused"], _world.Alarms);
    }

    [Fact]
    public void A_child_that_is_well_when_its_parent_is_back_is_not_told_of()
    {
        _world.Watch(Named("router"), Named("web") with { Parent = "router" });
        Fail("router");
        Fail("web");
        _world.Pass(120);
        Mend("router");
        Mend("web");
        _world.Pass(120);
        Assert.Equal(["router down: refused", "router up"], _world.Alarms);
    }

    [Fact]
    public void A_child_whose_parent_is_well_is_told_of_as_soon_as_the_parent_has_said_so()
    {
        _world.Watch(Named("router") with { Timing = new ProbeTiming { Interval = TimeSpan.FromHours(1) } }, Named("web") with { Parent = "router" });
        _world.Pass(40);
        var asked = _world.Endpoint("router").Asked;
        Fail("web");
        _world.PassUntil(() => _world.Alarms.Count > 0);
        Assert.Equal(["web down: refused"], _world.Alarms);
        Assert.Equal(asked + 1, _world.Endpoint("router").Asked);
    }

    [Fact]
    public void A_parent_that_cannot_be_asked_holds_nothing_back()
    {
        _world.Watch(new MonitorDefinition("router", new ProbeSpec.Push("a-token-of-enough-length")), Named("web") with { Parent = "router" });
        _world.Done(_world.Fleet.PushAsync("router", new ProbeResult(true, TimeSpan.Zero, "well"), CancellationToken.None));
        Fail("web");
        _world.PassUntil(() => _world.View("web").State.Health == MonitorHealth.Unhealthy);
        Assert.Contains("web down: refused", _world.Alarms);
    }

    [Fact]
    public void A_silence_ends_by_itself_and_what_still_fails_is_told_then()
    {
        _world.Watch(Named("a"), Named("b"));
        Assert.True(Silence(null, 300));
        Fail("a");
        Fail("b");
        _world.Pass(200);
        Assert.Equal(["all silenced by ada: works"], _world.Alarms);
        Mend("b");
        _world.Pass(99);
        Assert.Single(_world.Alarms);
        _world.Pass(2);
        Assert.Equal(["all silenced by ada: works", "all unsilenced", "a down: refused"], _world.Alarms);
        Assert.Empty(_world.Fleet.Silences);
    }

    [Fact]
    public void A_person_ends_a_silence_and_there_is_none_for_a_monitor_that_does_not_exist()
    {
        _world.Watch(Named("a"));
        Assert.False(Silence("b", 300));
        Assert.True(Silence("a", 300));
        Assert.Equal("a", Assert.Single(_world.Fleet.Silences).Monitor);
        Assert.Equal(SilenceOutcome.NoMonitor, Unsilence(_world, "b"));
        Assert.Equal(SilenceOutcome.Done, Unsilence(_world, "a"));
        Assert.Equal(SilenceOutcome.Done, Unsilence(_world, "a"));
        Assert.Equal(["a silenced by ada: works", "a unsilenced by bob"], _world.Alarms);
    }

    [Fact]
    public void Those_of_a_tag_are_silenced_in_one_turn_and_written_once_and_so_they_are_told_of_again()
    {
        _world.Watch(Named("a") with { Tags = ["night"] }, Named("b") with { Tags = ["night", "rare"] }, Named("c"));
        var written = _world.MemoryChanges;
        Assert.Equal(new SilenceAnswer(SilenceOutcome.Done), Silence(_world, new SilenceScope(["c", "a"], ["night", "rare"]), 300));
        Assert.Equal(written + 1, _world.MemoryChanges);
        Assert.Equal(["a", "b", "c"], _world.Fleet.Silences.Select(silence => silence.Monitor));
        Fail("b");
        _world.Pass(60);
        Assert.Equal(["c a b silenced by ada: works"], _world.Alarms);
        Mend("b");
        _world.Pass(60);

        written = _world.MemoryChanges;
        Assert.Equal(new SilenceAnswer(SilenceOutcome.Done), Unsilence(_world, new SilenceScope([], ["night"])));
        Assert.Equal(written + 1, _world.MemoryChanges);
        Fail("b");
        _world.Pass(60);
        Assert.Equal(["c a b silenced by ada: works", "a b unsilenced by bob", "b down: refused"], _world.Alarms);
        Assert.Equal("c", Assert.Single(_world.Fleet.Silences).Monitor);
    }

    [Fact]
    public void One_name_or_tag_that_there_is_not_keeps_the_others_as_they_were()
    {
        _world.Watch(Named("a") with { Tags = ["night"] }, Named("b"));
        Assert.Equal(new SilenceAnswer(SilenceOutcome.NoMonitor, "ghost"), Silence(_world, new SilenceScope(["b", "ghost"], ["night"]), 300));
        Assert.Equal(new SilenceAnswer(SilenceOutcome.NoTag, "day"), Silence(_world, new SilenceScope(["b"], ["night", "day"]), 300));
        Assert.Empty(_world.Fleet.Silences);
        Assert.True(Silence("a", 300));
        Assert.Equal(new SilenceAnswer(SilenceOutcome.NoTag, "day"), Unsilence(_world, new SilenceScope(["a"], ["day"])));
        Assert.Single(_world.Fleet.Silences);
    }

    [Fact]
    public void There_are_no_more_silences_than_can_be_kept_and_those_of_departed_monitors_can_be_ended_to_make_room()
    {
        var until = _world.Time.GetUtcNow() + TimeSpan.FromHours(1);
        using var full = new FleetFixture(new AlarmMemory([.. Enumerable.Range(0, Health.Alarms.Silence.Most).Select(i => new Silence($"gone{i}", until, "", "ada"))], new Dictionary<string, DateTimeOffset>(), []));
        full.Watch(Named("a") with { Tags = ["night"] }, Named("b") with { Tags = ["night"] });
        Assert.Equal(SilenceOutcome.TooMany, Silence(full, SilenceScope.Of("a"), 60).Outcome);
        Assert.Equal(SilenceOutcome.Done, Unsilence(full, "gone7"));
        // Room for one is none for two, and none of them begins.
        Assert.Equal(SilenceOutcome.TooMany, Silence(full, new SilenceScope([], ["night"]), 60).Outcome);
        Assert.Equal(Health.Alarms.Silence.Most - 1, full.Fleet.Silences.Count);
        Assert.Equal(SilenceOutcome.Done, Silence(full, SilenceScope.Of("a"), 60).Outcome);
        // In the place of its own there is always room.
        Assert.Equal(SilenceOutcome.Done, Silence(full, SilenceScope.Of("a"), 60, new string('x', 600)).Outcome);
        Assert.Equal((Health.Alarms.Silence.Most, 500), (full.Memory.Silences.Count, full.Memory.Silences.Single(silence => silence.Monitor == "a").Reason.Length));
    }

    [Fact]
    public void In_maintenance_nothing_is_told_and_at_its_end_what_still_fails()
    {
        _world.Watch(Named("a") with { Tags = ["night"] }, Named("b"));
        var now = _world.Time.GetUtcNow();
        _world.Fleet.Maintain(new MaintenanceWindows([new MaintenanceWindow("works") { Tags = ["night"], Start = now, End = now + TimeSpan.FromMinutes(10) }]));
        Fail("a");
        Fail("b");
        _world.Pass(590);
        Assert.Equal(["works opened for 600 s", "b down: refused"], _world.Alarms);
        _world.Pass(11);
        Assert.Equal(["works opened for 600 s", "b down: refused", "works closed", "a down: refused"], _world.Alarms);
    }

    [Fact]
    public void At_the_end_of_a_silence_also_those_are_told_of_that_nobody_can_ask()
    {
        _world.Watch(Push, Named("held"));
        Assert.True(Silence(null, 300));
        Fail("held");
        Report(isSuccess: false);
        _world.PassUntil(() => _world.View("held").State.Health == MonitorHealth.Unhealthy);
        Act("held", MonitorAct.Isolate);
        _world.PassUntil(() => _world.Fleet.Silences.Count == 0);
        Assert.Equal(["all silenced by ada: works", "all unsilenced", "push down: it says so", "held down: refused"], _world.Alarms);
    }

    [Fact]
    public void An_isolated_push_monitor_takes_no_notice_of_reports_nor_of_missing_ones()
    {
        _world.Watch(Push);
        Report(isSuccess: true);
        Act("push", MonitorAct.Isolate);
        Report(isSuccess: false);
        _world.Pass(2 * Push.Timing.Interval.TotalSeconds);
        var state = _world.View("push").State;
        Assert.Equal((MonitorHealth.Healthy, 1L, true, BreakerPhase.Isolated), (state.Health, state.Total, state.IsSkipped, state.Breaker.Phase));
        Assert.Empty(_world.Alarms);
        Act("push", MonitorAct.Close);
        Report(isSuccess: false);
        Assert.Equal(["push down: it says so"], _world.Alarms);
    }

    [Fact]
    public void A_monitor_that_a_reload_takes_away_while_it_is_down_is_told_of_for_the_last_time()
    {
        _world.Watch(Named("a"), Named("b"));
        Fail("a");
        _world.PassUntil(() => _world.Alarms.Count == 1);
        _world.Pass(90);
        _world.Watch(Named("b"));
        Assert.StartsWith("a not watched any more after ", _world.Alarms[1], StringComparison.Ordinal);
        Assert.Empty(_world.Memory.Down);
        // It comes back, and is told of anew.
        _world.Watch(Named("a"), Named("b"));
        _world.PassUntil(() => _world.Alarms.Count > 2);
        Assert.Equal("a down: refused", _world.Alarms[2]);
    }

    [Fact]
    public void A_monitor_that_was_taken_away_while_no_daemon_was_there_is_told_of_too()
    {
        var then = _world.Time.GetUtcNow() - TimeSpan.FromSeconds(50);
        using var later = new FleetFixture(new AlarmMemory([], new Dictionary<string, DateTimeOffset> { ["gone"] = then }, []));
        later.Watch(Named("a"));
        Assert.Equal(["gone not watched any more after 50 s"], later.Alarms);
        Assert.Empty(later.Memory.Down);
    }

    [Fact]
    public void What_an_earlier_fleet_told_is_not_forgotten_before_the_monitors_are_known()
    {
        var now = _world.Time.GetUtcNow();
        using var later = new FleetFixture(new AlarmMemory([new Silence(null, now + TimeSpan.FromSeconds(1), "", "ada")], new Dictionary<string, DateTimeOffset> { ["a"] = now }, ["b"]));
        later.Fleet.Maintain(MaintenanceWindows.None);
        later.Pass(2);
        Assert.Equal(["all unsilenced"], later.Alarms);
        Assert.Equal(["a"], later.Memory.Down.Keys);
        Assert.Equal(["b"], later.Memory.Flapping);
    }

    [Fact]
    public void A_later_fleet_tells_neither_flapping_nor_an_open_window_again()
    {
        var now = _world.Time.GetUtcNow();
        var window = new MaintenanceWindow("works") { Monitors = ["b"], Start = now, End = now + TimeSpan.FromDays(1) };
        _world.Fleet.Maintain(new MaintenanceWindows([window]));
        _world.Watch(Named("a"), Named("b"));
        for (var i = 0; i < FlapWindow.Most; i++) Flip(_world);
        Assert.Contains("a flapping", _world.Alarms);

        using var later = new FleetFixture(AlarmMemory.FromJson(_world.Memory.ToJson()));
        later.Fleet.Maintain(new MaintenanceWindows([window]));
        later.Watch(Named("a"), Named("b"));
        for (var i = 0; i < FlapWindow.Most; i++) Flip(later);
        Assert.Empty(later.Alarms);
        later.Endpoint("a").Failure = null;
        later.PassUntil(() => later.Alarms.Count > 0);
        Assert.Equal("a steady", later.Alarms[0]);
        later.Fleet.Maintain(MaintenanceWindows.None);
        later.Run();
        Assert.Equal("works closed", later.Alarms[^1]);
    }

    [Fact]
    public void One_that_changes_all_the_time_is_told_of_once_and_told_of_again_when_it_is_steady()
    {
        _world.Watch(Named("a"));
        for (var i = 0; i < 10; i++)
        {
            Fail("a");
            AwaitResult();
            Mend("a");
            AwaitResult();
        }

        var told = _world.Alarms.Count;
        Assert.Equal("a flapping", _world.Alarms[^1]);
        Fail("a");
        for (var i = 0; i < FlapWindow.Most; i++) AwaitResult();
        // That it is down was told before it flapped, and that it is up never was.
        Assert.Equal(["a steady"], _world.Alarms[told..]);
        Mend("a");
        AwaitResult();
        Assert.Equal(["a steady", "a up"], _world.Alarms[told..]);
        Assert.Equal(1, _world.Alarms.Count(alarm => alarm == "a flapping"));
    }

    [Fact]
    public void A_later_fleet_goes_on_with_what_people_were_told()
    {
        _world.Watch(Named("a"), Named("b"));
        Assert.True(Silence("b", 3600));
        Fail("a");
        _world.Pass(60);
        var memory = AlarmMemory.FromJson(_world.Memory.ToJson());
        Assert.NotNull(memory);
        using var later = new FleetFixture(memory);
        Assert.Equal(_world.Fleet.Silences, later.Fleet.Silences);
        later.Endpoint("a").Failure = "refused";
        later.Watch(Named("a"), Named("b"));
        later.Pass(60);
        Assert.Empty(later.Alarms);
        later.Endpoint("a").Failure = null;
        later.Pass(60);
        Assert.Equal(["a up"], later.Alarms);
        Assert.Empty(later.Memory.Down);
        Assert.Null(AlarmMemory.FromJson("{\"down\":"u8));
    }

    [Theory]
    [InlineData("""{"silences":[null],"down":{},"flapping":[]}""")]
    [InlineData("""{"silences":[{"monitor":"a","until":"2026-01-01T00:00:00Z","reason":null,"by":"ada"}],"down":{},"flapping":[]}""")]
    [InlineData("""{"silences":[{"monitor":"","until":"2026-01-01T00:00:00Z","reason":"","by":"ada"}],"down":{},"flapping":[]}""")]
    [InlineData("""{"silences":[],"down":{"../a":"2026-01-01T00:00:00Z"},"flapping":[]}""")]
    [InlineData("""{"silences":[],"down":{},"flapping":[null]}""")]
    [InlineData("""{"silences":[],"down":null,"flapping":[]}""")]
    [InlineData("null")]
    public void What_no_fleet_writes_is_a_damaged_memory(string json) => Assert.Null(AlarmMemory.FromJson(System.Text.Encoding.UTF8.GetBytes(json)));

    private static readonly MonitorDefinition Push = new("push", new ProbeSpec.Push("a-token-of-enough-length")) { Timing = new ProbeTiming { Interval = TimeSpan.FromMinutes(10) } };

    private void Report(bool isSuccess) => _world.Done(_world.Fleet.PushAsync("push", new ProbeResult(isSuccess, TimeSpan.Zero, "it says so"), CancellationToken.None));

    private void Act(string name, MonitorAct act) => Assert.True(_world.Done(_world.Fleet.ActAsync(name, act, "ada", CancellationToken.None)));

    private static void Flip(FleetFixture world)
    {
        world.Endpoint("a").Failure = world.Endpoint("a").Failure is null ? "refused" : null;
        var total = world.View("a").State.Total;
        world.PassUntil(() => world.View("a").State.Total > total);
    }

    private static MonitorDefinition Named(string name) => FleetFixture.Named(name) with { Breaker = NeverOpen };

    private void Fail(string name) => _world.Endpoint(name).Failure = "refused";

    private void Mend(string name) => _world.Endpoint(name).Failure = null;

    private bool Silence(string? name, int seconds) =>
        Silence(_world, name is null ? SilenceScope.All : SilenceScope.Of(name), seconds).Outcome == SilenceOutcome.Done;

    private static SilenceAnswer Silence(FleetFixture world, SilenceScope of, int seconds, string reason = "works") =>
        world.Done(world.Fleet.SilenceAsync(of, world.Time.GetUtcNow() + TimeSpan.FromSeconds(seconds), reason, "ada", CancellationToken.None));

    private static SilenceAnswer Unsilence(FleetFixture world, SilenceScope of) => world.Done(world.Fleet.UnsilenceAsync(of, "bob", CancellationToken.None));

    private static SilenceOutcome Unsilence(FleetFixture world, string name) => Unsilence(world, SilenceScope.Of(name)).Outcome;

    private void AwaitResult()
    {
        var total = _world.View("a").State.Total;
        _world.PassUntil(() => _world.View("a").State.Total > total);
    }
}
