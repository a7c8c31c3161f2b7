using Baton.Processes;
using Baton.Supervision.Scheduling;
using Baton.Supervision.Services;

namespace Baton.Supervision.Tests.Services;

/// <summary>Services that are started by the clock.</summary>
public sealed partial class SupervisorTests
{
    private readonly KeptTimes _times = new();

    private static ServiceDefinition Timed(string cron = "0 * * * *", MissedStarts missed = MissedStarts.Skip, OverlapMode overlap = OverlapMode.Skip) => Define("lamp") with
    {
        Schedule = new ServiceSchedule(cron, "UTC", missed, overlap),
        Policy = new ServicePolicy { IsScheduled = true },
    };

    /// <summary>Lets time go on until shortly after the next full hour.</summary>
    private void ToTheHour()
    {
        var now = _time.GetUtcNow();
        Advance(now.AddTicks(TimeSpan.TicksPerHour - (now.Ticks % TimeSpan.TicksPerHour)) - now + TimeSpan.FromMilliseconds(2));
    }

    [Fact]
    public async Task The_clock_starts_it_and_up_does_not()
    {
        _supervisor = Supervise(Define("db"), Timed() with { DependsOn = ["db"] });
        await Do(_supervisor.StartAsync([], Me, default));
        Assert.Equal(Phase.Stopped, Lamp.State);
        Assert.NotNull(Lamp.NextStartAt);
        ToTheHour();
        Assert.Equal((Phase.Running, 1), (Lamp.State, Lamp.Run));
        _host.Exit(new RunId("lamp", 1), new ExitStatus(0, null));
        _scheduler.RunAll();
        Assert.Equal((Phase.Stopped, false), (Lamp.State, Lamp.IsDesired));
        Assert.StartsWith("next start at ", Lamp.Reason, StringComparison.Ordinal);
        ToTheHour();
        Assert.Equal((Phase.Running, 2), (Lamp.State, Lamp.Run));
    }

    [Fact]
    public void The_clock_starts_what_it_needs_where_nobody_has_stopped_that()
    {
        _supervisor = Supervise(Define("db"), Timed() with { DependsOn = ["db"] });
        ToTheHour();
        Assert.Equal((Phase.Running, Phase.Running), (Lamp.State, _supervisor.Find("db")!.State));
    }

    [Theory]
    [InlineData("db", "disk")]
    [InlineData("disk", "disk")]
    public async Task The_clock_leaves_out_a_start_that_needs_what_a_person_has_stopped(string stopped, string dependency)
    {
        _supervisor = Supervise(Define("disk"), Define("db", dependency == stopped ? [] : [dependency]), Timed() with { DependsOn = ["db", "disk"] });
        await Do(_supervisor.StartAsync([], Me, default));
        await Do(_supervisor.StopAsync([stopped], isOnly: true, Me, default));
        ToTheHour();
        Assert.Equal((Phase.Stopped, 0, Phase.Stopped), (Lamp.State, Lamp.Run, _supervisor.Find(stopped)!.State));
        Assert.Single(_notices.After(0, 1000), n => n.What == "schedule_skipped" && n.Detail!.EndsWith($"is left out: {stopped}, which it needs, was stopped by the test", StringComparison.Ordinal));
        await Do(_supervisor.StartAsync([stopped], Me, default));
        ToTheHour();
        Assert.Equal((Phase.Running, 1), (Lamp.State, Lamp.Run));
        await Do(_supervisor.StopAsync([stopped], isOnly: true, Me, default));
    }

    [Fact]
    public async Task A_stop_of_what_lies_behind_a_dependency_that_runs_holds_nothing_up_and_lasts()
    {
        _supervisor = Supervise(Define("disk"), Define("db", "disk"), Timed() with { DependsOn = ["db"] });
        await Do(_supervisor.StartAsync([], Me, default));
        await Do(_supervisor.StopAsync(["disk"], isOnly: true, Me, default));
        ToTheHour();
        Assert.Equal((Phase.Running, Phase.Stopped), (Lamp.State, _supervisor.Find("disk")!.State));
    }

    [Fact]
    public async Task A_run_is_not_replaced_by_the_clock_when_the_next_could_not_start()
    {
        _supervisor = Supervise(Define("db"), Timed(overlap: OverlapMode.Restart) with { DependsOn = ["db"] });
        ToTheHour();
        await Do(_supervisor.StopAsync(["db"], isOnly: true, Me, default));
        ToTheHour();
        Assert.Equal((Phase.Running, 1), (Lamp.State, Lamp.Run));
        Assert.Single(_notices.After(0, 1000), n => n.What == "schedule_skipped");
    }

    [Fact]
    public void What_keeps_a_start_from_its_time_is_told_as_it_is()
    {
        _supervisor = Supervise(Timed() with { Policy = new ServicePolicy { IsScheduled = true, Backoff = new Core.Backoff(TimeSpan.FromHours(5), 1, TimeSpan.FromHours(5), 0), Cooldown = TimeSpan.FromHours(5) } });
        ToTheHour();
        _host.Exit(new RunId("lamp", 1), new ExitStatus(1, null));
        _scheduler.RunAll();
        Assert.Equal(Phase.Backoff, Lamp.State);
        ToTheHour();
        Assert.EndsWith(": run 1 has failed and is about to be repeated", _notices.After(0, 1000).Single(n => n.What == "schedule_skipped").Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_lives_and_is_not_remembered_outlives_two_deaths_of_the_daemon()
    {
        _awaitsRuns = true;
        _memory = OpenMemory();
        // It dies before it was told what lives: the memory was set aside, and knows of nothing.
        _supervisor = Supervise(lastRun: 1, Timed());
        _scheduler.RunAll();
        await Die();
        _supervisor = Supervise(lastRun: 1, Timed());
        _supervisor.Recover([Live("lamp", 1)]);
        _scheduler.RunAll();
        Assert.Equal((Phase.Running, 1), (Lamp.State, Lamp.Run));
        Assert.DoesNotContain(_host.Commands, command => command is ProcessCommand.Kill);
    }

    [Theory]
    [InlineData(OverlapMode.Skip, "schedule_skipped", 1)]
    [InlineData(OverlapMode.Wait, "schedule_waits", 1)]
    [InlineData(OverlapMode.Restart, "restart_requested", 2)]
    public void A_run_that_has_not_ended_is_left_waited_for_or_replaced(OverlapMode overlap, string told, int run)
    {
        _supervisor = Supervise(Timed(overlap: overlap));
        ToTheHour();
        ToTheHour();
        Assert.Contains(_notices.After(0, 1000), n => n.Subject == "service/lamp" && n.What == told);
        Assert.Equal(run, Lamp.Run);
        _host.Exit(new RunId("lamp", run), new ExitStatus(0, null));
        _scheduler.RunAll();
        Assert.Equal(overlap == OverlapMode.Wait ? Phase.Running : Phase.Stopped, Lamp.State);
    }

    [Fact]
    public async Task A_stop_stops_its_times_and_a_start_brings_them_back()
    {
        _supervisor = Supervise(Timed());
        await Do(_supervisor.StopAsync(["lamp"], false, Me, default));
        ToTheHour();
        Assert.Equal((Phase.Stopped, 0), (Lamp.State, Lamp.Run));
        Assert.Null(Lamp.NextStartAt);
        await Do(_supervisor.StartAsync(["lamp"], Me, default));
        _host.Exit(new RunId("lamp", 1), new ExitStatus(0, null));
        _scheduler.RunAll();
        ToTheHour();
        Assert.Equal((Phase.Running, 2), (Lamp.State, Lamp.Run));
    }

    [Theory]
    [InlineData(MissedStarts.Skip, 0)]
    [InlineData(MissedStarts.RunOnce, 1)]
    public void Times_of_the_days_that_Baton_was_away_are_left_out_or_made_up_for_once(MissedStarts missed, int run)
    {
        _times.Until["lamp"] = _time.GetUtcNow().AddDays(-3);
        _supervisor = Supervise(Timed(missed: missed));
        Advance(TimeSpan.FromMilliseconds(5));
        Assert.Equal(run, Lamp.Run);
        if (missed == MissedStarts.RunOnce) Assert.Equal(_time.GetUtcNow(), _times.Until["lamp"], TimeSpan.FromSeconds(1));
        else Assert.Empty(_times.Until);
    }

    [Fact]
    public void The_first_time_of_all_is_not_missed()
    {
        _supervisor = Supervise(Timed(missed: MissedStarts.RunOnce));
        Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(0, Lamp.Run);
        Assert.True(_times.Until.ContainsKey("lamp"));
    }

    [Fact]
    public async Task A_time_in_the_instant_that_the_daemon_was_dead_is_not_lost_and_none_comes_twice()
    {
        BeginRemembered(Timed(), Define("db"));
        _scheduler.RunAll();
        await Do(_supervisor.StartAsync(["db"], Me, default));
        await Die();
        var now = _time.GetUtcNow();
        _time.Advance(now.AddTicks(TimeSpan.TicksPerHour - (now.Ticks % TimeSpan.TicksPerHour)) - now + TimeSpan.FromMilliseconds(500));
        Recover(Timed(), Define("db"));
        Advance(TimeSpan.FromSeconds(1));
        Assert.Equal((Phase.Running, 1), (Lamp.State, Lamp.Run));
        await Die();
        Recover([Live("lamp", 1), Live("db", 1)], Timed(), Define("db"));
        Advance(TimeSpan.FromSeconds(1));
        Assert.DoesNotContain(_notices.After(0, 1000), n => n.What == "schedule_skipped");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_start_that_waits_when_the_daemon_dies_comes_once_when_the_run_has_ended(bool hasEndedMeanwhile)
    {
        BeginRemembered(Timed(overlap: OverlapMode.Wait));
        ToTheHour();
        ToTheHour();
        Assert.Contains(_notices.After(0, 1000), n => n.What == "schedule_waits");
        await Die();
        var ended = new ExitStatus(0, null);
        Recover([hasEndedMeanwhile ? Ended("lamp", 1, ended) : Live("lamp", 1)], Timed(overlap: OverlapMode.Wait));
        if (!hasEndedMeanwhile)
        {
            Assert.Equal((Phase.Running, 1), (Lamp.State, Lamp.Run));
            _host.Exit(new RunId("lamp", 1), ended);
        }

        Advance(TimeSpan.FromSeconds(1));
        Assert.Equal((Phase.Running, 2), (Lamp.State, Lamp.Run));
        // It has come: under the next daemon nothing waits any more.
        await Die();
        Recover([Ended("lamp", 2, ended)], Timed(overlap: OverlapMode.Wait));
        Advance(TimeSpan.FromSeconds(1));
        Assert.Equal((Phase.Stopped, 2), (Lamp.State, Lamp.Run));
    }

    [Fact]
    public async Task A_start_that_waits_is_forgotten_by_a_stop_also_under_the_next_daemon()
    {
        BeginRemembered(Timed(overlap: OverlapMode.Wait));
        ToTheHour();
        ToTheHour();
        await Do(_supervisor.StopAsync(["lamp"], false, Me, default));
        Advance(TimeSpan.FromSeconds(1));
        await Die();
        Recover(Timed(overlap: OverlapMode.Wait));
        Advance(TimeSpan.FromSeconds(1));
        Assert.Equal((Phase.Stopped, 1), (Lamp.State, Lamp.Run));
    }

    [Fact]
    public async Task A_start_that_waits_is_not_lost_by_other_times()
    {
        _supervisor = Supervise(Timed(overlap: OverlapMode.Wait));
        ToTheHour();
        ToTheHour();
        await ReloadTo(Timed("30 * * * *", overlap: OverlapMode.Wait));
        _host.Exit(new RunId("lamp", 1), new ExitStatus(0, null));
        _scheduler.RunAll();
        Assert.Equal((Phase.Running, 2), (Lamp.State, Lamp.Run));
    }

    [Fact]
    public async Task A_start_that_waited_when_a_daemon_died_comes_once_also_when_the_times_are_changed_later()
    {
        BeginRemembered(Timed(overlap: OverlapMode.Wait));
        ToTheHour();
        ToTheHour();
        await Die();
        Recover(Timed(overlap: OverlapMode.Wait));
        for (var run = 1; run <= 2; run++)
        {
            _host.Exit(new RunId("lamp", run), new ExitStatus(0, null));
            _scheduler.RunAll();
        }

        Assert.Equal((Phase.Stopped, 2), (Lamp.State, Lamp.Run));
        await ReloadTo(Timed("30 * * * *", overlap: OverlapMode.Wait));
        Advance(TimeSpan.FromMinutes(2));
        Assert.Equal((Phase.Stopped, 2), (Lamp.State, Lamp.Run));
    }

    [Theory]
    [InlineData(MissedStarts.Skip)]
    [InlineData(MissedStarts.RunOnce)]
    public async Task Other_times_count_from_their_change_on(MissedStarts missed)
    {
        BeginRemembered(Timed(missed: missed));
        await Die();
        Recover(Timed(missed: missed));
        ToTheHour();
        _host.Exit(new RunId("lamp", 1), new ExitStatus(0, null));
        _scheduler.RunAll();
        Advance(TimeSpan.FromMinutes(31));
        await ReloadTo(Timed("30 * * * *", missed));
        Advance(TimeSpan.FromSeconds(1));
        Assert.Equal((Phase.Stopped, 1), (Lamp.State, Lamp.Run));
        Advance(TimeSpan.FromHours(1));
        Assert.Equal((Phase.Running, 2), (Lamp.State, Lamp.Run));
    }

    [Fact]
    public async Task Times_at_which_it_was_not_there_or_had_no_times_are_not_missed()
    {
        var timed = Timed(missed: MissedStarts.RunOnce);
        _supervisor = Supervise(timed);
        Advance(TimeSpan.FromSeconds(1));
        foreach (var without in new ServiceDefinition[][] { [], [Define("lamp") with { IsAutostarted = false }], [Timed()] })
        {
            await ReloadTo(without);
            Assert.False(_times.Until.ContainsKey("lamp"));
            Advance(TimeSpan.FromMinutes(10));
            await ReloadTo(timed);
            Advance(TimeSpan.FromSeconds(1));
            Assert.Equal(0, Lamp.Run);
        }

        // Such as a replica that an earlier daemon had.
        await ReloadTo();
        _times.Until["lamp"] = _time.GetUtcNow().AddDays(-3);
        await ReloadTo(timed);
        Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(0, Lamp.Run);
    }

    private sealed class KeptTimes : IScheduleMemory
    {
        public Dictionary<string, DateTimeOffset> Until { get; } = [];

        public DateTimeOffset? LastOf(string service) => Until.TryGetValue(service, out var until) ? until : null;

        public void Store(string service, DateTimeOffset until) => Until[service] = until;

        public void Forget(string service) => Until.Remove(service);
    }
}
