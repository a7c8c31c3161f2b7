using Baton.Processes;
using Baton.Supervision.Hooks;
using Baton.Supervision.Services;

namespace Baton.Supervision.Tests.Services;

/// <summary>Programs that are run before, after and to stop a run.</summary>
public sealed partial class SupervisorTests
{
    private static readonly RunId First = new("lamp", 1);

    [Fact]
    public async Task The_process_is_started_when_pre_start_has_succeeded()
    {
        _supervisor = Supervise(Hooked(pre: true));
        var starting = _supervisor.StartAsync([], Me, default);
        _scheduler.RunAll();
        Assert.Equal((Phase.Starting, "pre_start runs"), (_supervisor.Find("lamp")!.State, _supervisor.Find("lamp")!.Reason));
        Assert.Equal((First, TimeSpan.FromMinutes(5), HookRemains.EndedOnFailure), (_hooks.Order.Id, _hooks.Order.Limit, _hooks.Order.EndsRemains));
        Assert.Empty(_host.Spawned);

        _hooks.End();
        await Do(starting);
        Assert.Equal(["lamp"], _host.Spawned);
        Assert.Equal(Phase.Running, _supervisor.Find("lamp")!.State);
    }

    [Fact]
    public void A_pre_start_that_fails_is_a_failed_run_with_its_last_words_as_the_cause()
    {
        _supervisor = Supervise(Hooked(pre: true));
        Begin();
        _hooks.End("exit code 3", "no such table");
        _scheduler.RunAll();
        Assert.Equal(["pre", "nothing"], _hooks.Begun);
        _hooks.End();
        _scheduler.RunAll();
        var lamp = _supervisor.Find("lamp")!;
        Assert.Equal((Phase.Backoff, 1, "pre_start: exit code 3: no such table"), (lamp.State, lamp.Failures, lamp.Reason));
        Assert.Empty(_host.Spawned);
        Assert.Single(_notices.After(0, 100), n => n is { What: "pre_start_failed", Detail: "exit code 3: no such table" });
    }

    [Fact]
    public async Task A_stop_during_pre_start_asks_it_to_end_then_kills_it_and_nothing_is_started()
    {
        _supervisor = Supervise(Hooked(pre: true, post: true));
        Begin();
        var stopping = _supervisor.StopAsync([], isOnly: false, Me, default);
        _scheduler.RunAll();
        Assert.Equal((true, false), (_hooks.IsAsked, _hooks.IsKilled));
        Advance(TimeSpan.FromSeconds(10.1));
        Assert.True(_hooks.IsKilled);
        Assert.False(stopping.IsCompleted);

        _hooks.End("killed");
        _scheduler.RunAll();
        Assert.Equal(["pre", "post"], _hooks.Begun);
        _hooks.End();
        await Do(stopping);
        Assert.Empty(_host.Spawned);
        Assert.Equal(Phase.Stopped, _supervisor.Find("lamp")!.State);
    }

    [Fact]
    public async Task What_comes_after_a_run_is_told_how_it_ended_and_the_service_counts_as_stopped_only_then()
    {
        _supervisor = Supervise(Hooked(post: true));
        await Do(_supervisor.StartAsync([], Me, default));
        var stopping = _supervisor.StopAsync([], isOnly: false, Me, default);
        _scheduler.RunAll();
        Assert.Equal("15", _hooks.Order.What!.Environment["BATON_EXIT_SIGNAL"]);
        Assert.DoesNotContain("BATON_EXIT_CODE", _hooks.Order.What.Environment.Keys);
        Assert.Equal((Phase.Stopping, false), (_supervisor.Find("lamp")!.State, stopping.IsCompleted));
        Assert.Equal((TimeSpan.FromSeconds(10), HookRemains.Ended), (_hooks.Order.Limit, _hooks.Order.EndsRemains));

        _hooks.End("exit code 1", "busy");
        await Do(stopping);
        Assert.Equal(Phase.Stopped, _supervisor.Find("lamp")!.State);
        Assert.Single(_notices.After(0, 100), n => n is { What: "post_stop_failed", Detail: "exit code 1: busy" });
    }

    [Fact]
    public async Task The_next_run_waits_for_what_comes_after_the_one_before_which_changes_nothing_of_the_outcome()
    {
        _supervisor = Supervise(Hooked(post: true));
        await Do(_supervisor.StartAsync([], Me, default));
        _host.Exit(First, new ExitStatus(3, null));
        _scheduler.RunAll();
        Assert.Equal("3", _hooks.Order.What!.Environment["BATON_EXIT_CODE"]);
        Advance(TimeSpan.FromSeconds(60));
        Assert.Equal((Phase.Stopping, "exit code 3; post_stop runs"), (_supervisor.Find("lamp")!.State, _supervisor.Find("lamp")!.Reason));
        _hooks.End("exit code 1");
        _scheduler.RunAll();
        Assert.Equal((Phase.Backoff, 1, "exit code 3"), (_supervisor.Find("lamp")!.State, _supervisor.Find("lamp")!.Failures, _supervisor.Find("lamp")!.Reason));
        Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(2, _host.Spawned.Count());
    }

    [Fact]
    public async Task A_stop_command_takes_the_place_of_the_signal_and_knows_the_pid()
    {
        _supervisor = Supervise(Hooked(stop: true));
        await Do(_supervisor.StartAsync([], Me, default));
        var stopping = _supervisor.StopAsync([], isOnly: false, Me, default);
        _scheduler.RunAll();
        Assert.Equal(["stop"], _hooks.Begun);
        Assert.Equal("1000", _hooks.Order.What!.Environment["BATON_PID"]);
        _hooks.End();
        _scheduler.RunAll();
        Assert.False(stopping.IsCompleted);
        _host.Exit(First, new ExitStatus(0, null));
        await Do(stopping);
        Assert.Empty(_host.Terminated);
    }

    [Fact]
    public async Task A_stop_command_that_fails_is_followed_by_the_signal_at_once_and_one_that_does_not_help_by_the_kill()
    {
        _supervisor = Supervise(Hooked(stop: true));
        await Do(_supervisor.StartAsync([], Me, default));
        _host.ObeysTerminate = false;
        var stopping = _supervisor.StopAsync([], isOnly: false, Me, default);
        _scheduler.RunAll();
        Advance(TimeSpan.FromSeconds(4));
        _hooks.End("cannot start: no such program");
        _scheduler.RunAll();
        Assert.Equal(["lamp"], _host.Terminated);
        Assert.Single(_notices.After(0, 100), n => n.What == "stop_command_failed");
        Advance(TimeSpan.FromSeconds(5.9));
        Assert.DoesNotContain(_host.Commands, c => c is ProcessCommand.Kill);
        Advance(TimeSpan.FromSeconds(0.2));
        Assert.Contains(_host.Commands, c => c is ProcessCommand.Kill);
        await Do(stopping);
    }

    [Fact]
    public async Task A_stop_command_that_outlives_the_service_is_waited_for_until_the_stop_timeout_and_killed()
    {
        _supervisor = Supervise(Hooked(stop: true));
        await Do(_supervisor.StartAsync([], Me, default));
        var stopping = _supervisor.StopAsync([], isOnly: false, Me, default);
        _scheduler.RunAll();
        _host.Exit(First, new ExitStatus(0, null));
        _scheduler.RunAll();
        Assert.Equal((Phase.Stopping, false), (_supervisor.Find("lamp")!.State, _hooks.IsKilled));
        Advance(TimeSpan.FromSeconds(10.1));
        Assert.True(_hooks.IsKilled);
        Assert.DoesNotContain(_host.Commands, c => c is ProcessCommand.Kill);
        _hooks.End("killed");
        await Do(stopping);
    }

    [Fact]
    public async Task A_shutdown_waits_for_what_comes_after_a_run_within_its_deadline_and_a_kill_ends_it()
    {
        _supervisor = Supervise(Hooked(post: true));
        await Do(_supervisor.StartAsync([], Me, default));
        _supervisor.ShutDown(isKill: false, Me);
        _scheduler.RunAll();
        Advance(TimeSpan.FromSeconds(20.9)); // the stop timeout, what comes after, and a second
        Assert.Equal((false, false), (_hooks.IsKilled, _supervisor.Ended.IsCompleted));
        Advance(TimeSpan.FromSeconds(0.2));
        Assert.True(_hooks.IsKilled);
        _hooks.End("killed");
        _scheduler.RunAll();
        Assert.True(_supervisor.Ended.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task After_a_kill_nothing_more_is_run()
    {
        _supervisor = Supervise(Hooked(pre: false, post: true, stop: true));
        await Do(_supervisor.StartAsync([], Me, default));
        _supervisor.ShutDown(isKill: true, Me);
        _scheduler.RunAll();
        Assert.Empty(_hooks.Begun);
        Assert.True(_supervisor.Ended.IsCompletedSuccessfully);
    }

    private static ServiceDefinition Hooked(bool pre = false, bool post = false, bool stop = false) => Define("lamp") with
    {
        Hooks = new ServiceHooks(pre ? Hook("pre") : null, post ? Hook("post") : null, stop ? Hook("stop") : null),
        Policy = new ServicePolicy { HasPreStart = pre, HasPostStop = post, HasStopCommand = stop },
    };

    private static Launch Hook(string program) => new() { Command = [program], WorkingDirectory = "/", Environment = new Dictionary<string, string>() };
}
