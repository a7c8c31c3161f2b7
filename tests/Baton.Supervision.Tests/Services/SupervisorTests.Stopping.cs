using Baton.Processes;
using Baton.Supervision.Services;
using Baton.TestKit;

namespace Baton.Supervision.Tests.Services;

/// <summary>Stops: in which order, how long they take, and what overtakes them.</summary>
public sealed partial class SupervisorTests
{
    [Fact]
    public async Task Stopping_one_stops_its_dependents_first_and_lists_them()
    {
        await Do(_supervisor.StartAsync([], Me, default));
        var change = await Do(_supervisor.StopAsync(["db"], isOnly: false, Me, default));
        Assert.Equal(["web", "api", "db"], _host.Terminated);
        Assert.Equal(["api", "web"], change.Also.Select(s => s.Name));
        Assert.Equal(Phase.Running, _supervisor.Find("lamp")!.State);
    }

    [Fact]
    public async Task A_dependency_is_not_asked_to_stop_while_a_dependent_still_has_a_process()
    {
        await Do(_supervisor.StartAsync([], Me, default));
        _host.ObeysTerminate = false;
        var stopping = _supervisor.StopAsync(["db"], isOnly: false, Me, default);
        _scheduler.RunAll();
        Assert.Equal(["web"], _host.Terminated);
        Assert.Equal("to be stopped after api, web", _supervisor.Find("db")!.Reason);
        foreach (var name in new[] { "web", "api", "db" })
        {
            Assert.False(stopping.IsCompleted);
            _host.Exit(new RunId(name, 1), new ExitStatus(0, null));
            _scheduler.RunAll();
        }

        Assert.Equal(["web", "api", "db"], _host.Terminated);
        await Eventually.ReturnsAsync(stopping, "the stop");
    }

    [Fact]
    public async Task Stopping_only_one_leaves_its_dependents_running()
    {
        await Do(_supervisor.StartAsync([], Me, default));
        await Do(_supervisor.StopAsync(["db"], isOnly: true, Me, default));
        Assert.Equal(["db"], _host.Terminated);
        Assert.Equal(Phase.Running, _supervisor.Find("api")!.State);
    }

    [Fact]
    public async Task What_begins_by_itself_behind_one_that_is_done_does_not_hold_up_a_stop()
    {
        _supervisor = Supervise(Define("db"), Define("migrate", "db") with { Policy = new ServicePolicy { IsOneShot = true } }, Define("web", "migrate"), Define("api", "db"));
        var starting = _supervisor.StartAsync([], Me, default);
        _scheduler.RunAll();
        _host.Exit(new RunId("migrate", 1), Success);
        _scheduler.RunAll();
        await Eventually.ReturnsAsync(starting, "the start");
        _host.Exit(new RunId("web", 1), new ExitStatus(1, null));
        _scheduler.RunAll();
        _host.ObeysTerminate = false;
        var stopping = _supervisor.StopAsync(["db"], isOnly: false, Me, default);
        _scheduler.RunAll();
        Assert.Equal(Phase.Backoff, _supervisor.Find("web")!.State);

        Advance(TimeSpan.FromSeconds(9));
        Assert.Equal((Phase.WaitingDependencies, "waiting for db (running)"), (_supervisor.Find("web")!.State, _supervisor.Find("web")!.Reason));
        foreach (var name in new[] { "api", "db" })
        {
            _host.Exit(new RunId(name, 1), Success);
            _scheduler.RunAll();
        }

        await Eventually.ReturnsAsync(stopping, "the stop");
        Assert.Equal(Phase.Running, _supervisor.Find("web")!.State);
    }

    [Fact]
    public async Task A_stop_returns_only_when_the_whole_tree_is_gone()
    {
        await Do(_supervisor.StartAsync(["lamp"], Me, default));
        _host.ObeysTerminate = false;
        var stopping = _supervisor.StopAsync(["lamp"], isOnly: false, Me, default);
        _scheduler.RunAll();
        _host.Exit(new RunId("lamp", 1), new ExitStatus(0, null), isTreeGone: false);
        _scheduler.RunAll();
        Assert.False(stopping.IsCompleted);
        _host.EndTree(new RunId("lamp", 1));
        _scheduler.RunAll();
        Assert.Equal(Phase.Stopped, (await Eventually.ReturnsAsync(stopping, "the stop")).Services.Single().State);
    }

    [Fact]
    public async Task A_process_that_ignores_terminate_is_killed_after_the_stop_timeout()
    {
        await Do(_supervisor.StartAsync(["lamp"], Me, default));
        _host.ObeysTerminate = false;
        var stopping = _supervisor.StopAsync(["lamp"], isOnly: false, Me, default);
        _scheduler.RunAll();
        Advance(TimeSpan.FromSeconds(9.9));
        Assert.DoesNotContain(_host.Commands, c => c is ProcessCommand.Kill);
        Advance(TimeSpan.FromSeconds(0.2));
        Assert.Contains(_host.Commands, c => c is ProcessCommand.Kill);
        await Eventually.ReturnsAsync(stopping, "the stop");
    }

    [Fact]
    [Trait("Defect", "A9-6")]
    public async Task A_stop_during_the_spawn_reaches_the_new_process()
    {
        _host.SpawnsAtOnce = false;
        _ = _supervisor.StartAsync(["lamp"], Me, default);
        _scheduler.RunAll();
        var stopping = _supervisor.StopAsync(["lamp"], isOnly: false, Me, default);
        _scheduler.RunAll();
        Assert.Equal(["lamp"], _host.Terminated);
        _host.ConfirmSpawn(new RunId("lamp", 1));
        _scheduler.RunAll();
        Assert.False(stopping.IsCompleted);
        _host.Exit(new RunId("lamp", 1), new ExitStatus(null, 15));
        _scheduler.RunAll();
        Assert.Equal(Phase.Stopped, (await Eventually.ReturnsAsync(stopping, "the stop")).Services.Single().State);
    }

    [Fact]
    [Trait("Defect", "B9-9")]
    public async Task A_stop_cancels_a_restart_that_is_due_and_the_service_stays_down()
    {
        await Do(_supervisor.StartAsync(["lamp"], Me, default));
        _host.Exit(new RunId("lamp", 1), new ExitStatus(3, null));
        _scheduler.RunAll();
        await Do(_supervisor.StopAsync(["lamp"], isOnly: false, Me, default));
        Advance(TimeSpan.FromHours(1));
        Assert.Equal(Phase.Stopped, _supervisor.Find("lamp")!.State);
        Assert.Single(_host.Spawned);
    }

    [Fact]
    public async Task A_stop_that_a_start_overtakes_is_answered()
    {
        await Do(_supervisor.StartAsync(["lamp"], Me, default));
        _host.ObeysTerminate = false;
        var stopping = _supervisor.StopAsync(["lamp"], isOnly: false, Me, default);
        _scheduler.RunAll();
        var starting = _supervisor.StartAsync(["lamp"], Me, default);
        _scheduler.RunAll();
        _host.Exit(new RunId("lamp", 1), new ExitStatus(0, null));
        _scheduler.RunAll();
        await Eventually.ReturnsAsync(stopping, "the stop");
        Assert.Equal(2, (await Eventually.ReturnsAsync(starting, "the start")).Services.Single().Run);
    }

    [Fact]
    public async Task A_dependency_outlives_what_depends_on_it_through_a_service_without_a_process()
    {
        await Do(_supervisor.StartAsync([], Me, default));
        _host.Exit(new RunId("api", 1), new ExitStatus(1, null));
        _host.ObeysTerminate = false;
        _supervisor.ShutDown(isKill: false, Me);
        _scheduler.RunAll();
        Assert.DoesNotContain("db", _host.Terminated);
        _host.Exit(new RunId("web", 1), new ExitStatus(0, null));
        _scheduler.RunAll();
        Assert.Contains("db", _host.Terminated);
    }

    [Fact]
    public async Task A_kill_during_a_stop_is_not_told_as_another_stop()
    {
        await Do(_supervisor.StartAsync(["lamp"], Me, default));
        _host.ObeysTerminate = false;
        _supervisor.ShutDown(isKill: false, Me);
        _scheduler.RunAll();
        _supervisor.ShutDown(isKill: true, Me);
        _scheduler.RunAll();
        Assert.Single(_notices.After(0, 100), n => n is { Subject: "service/lamp", What: "stopping" });
    }

    [Fact]
    public async Task A_caller_that_gives_up_waiting_does_not_call_off_the_act()
    {
        await Do(_supervisor.StartAsync(["lamp"], Me, default));
        _host.ObeysTerminate = false;
        using var patience = new CancellationTokenSource();
        var stopping = _supervisor.StopAsync(["lamp"], false, Me, patience.Token);
        _scheduler.RunAll();
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stopping);
        _host.Exit(new RunId("lamp", 1), new ExitStatus(0, null));
        _scheduler.RunAll();
        Assert.Equal(Phase.Stopped, _supervisor.Find("lamp")!.State);
    }
}
