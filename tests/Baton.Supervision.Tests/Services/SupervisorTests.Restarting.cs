using Baton.Processes;
using Baton.Supervision.Services;

namespace Baton.Supervision.Tests.Services;

/// <summary>New runs: after a crash, and because somebody asks for one.</summary>
public sealed partial class SupervisorTests
{
    [Fact]
    public async Task A_crash_is_followed_by_a_new_run_after_the_backoff()
    {
        await Do(_supervisor.StartAsync(["lamp"], Me, default));
        _host.Exit(new RunId("lamp", 1), new ExitStatus(3, null));
        _scheduler.RunAll();
        var waiting = _supervisor.Find("lamp")!;
        Assert.Equal((Phase.Backoff, "exit code 3", _time.GetUtcNow() + TimeSpan.FromSeconds(5)), (waiting.State, waiting.Reason, waiting.NextStartAt));
        Advance(TimeSpan.FromSeconds(5));
        Assert.Equal((Phase.Running, 2, 1), (_supervisor.Find("lamp")!.State, _supervisor.Find("lamp")!.Run, _supervisor.Find("lamp")!.Restarts));
    }

    [Fact]
    public async Task A_run_that_was_stable_for_a_minute_is_replaced_at_once()
    {
        await Do(_supervisor.StartAsync(["lamp"], Me, default));
        Advance(TimeSpan.FromSeconds(61));
        _host.Exit(new RunId("lamp", 1), new ExitStatus(null, 9));
        _scheduler.RunAll();
        Assert.Equal((Phase.Running, 2), (_supervisor.Find("lamp")!.State, _supervisor.Find("lamp")!.Run));
    }

    [Fact]
    public async Task A_crash_of_a_dependency_leaves_its_dependents_running()
    {
        await Do(_supervisor.StartAsync([], Me, default));
        _host.Exit(new RunId("db", 1), new ExitStatus(1, null));
        _scheduler.RunAll();
        Assert.Equal(Phase.Running, _supervisor.Find("api")!.State);
        Assert.Empty(_host.Terminated);
    }

    [Fact]
    public async Task A_restarted_dependent_waits_for_its_dependency()
    {
        await Do(_supervisor.StartAsync([], Me, default));
        _host.Exit(new RunId("db", 1), new ExitStatus(1, null));
        _host.Exit(new RunId("api", 1), new ExitStatus(1, null));
        _scheduler.RunAll();
        await Do(_supervisor.StopAsync(["db"], isOnly: true, Me, default));
        Advance(TimeSpan.FromSeconds(6));
        Assert.Equal((Phase.WaitingDependencies, "waiting for db (stopped)"), (_supervisor.Find("api")!.State, _supervisor.Find("api")!.Reason));
        await Do(_supervisor.StartAsync(["db"], Me, default));
        Assert.Equal(Phase.Running, _supervisor.Find("api")!.State);
    }

    [Fact]
    public async Task A_restart_behind_a_failed_dependency_starts_that_too()
    {
        _supervisor = Supervise(Define("db") with { Policy = new ServicePolicy { Restart = RestartMode.Never } }, Define("api", "db"));
        await Do(_supervisor.StartAsync([], Me, default));
        _host.Exit(new RunId("db", 1), new ExitStatus(1, null));
        _scheduler.RunAll();
        var change = await Do(_supervisor.RestartAsync(["api"], Me, default));
        Assert.Equal(Phase.Running, change.Services.Single().State);
        Assert.Equal(2, _supervisor.Find("db")!.Run);
    }

    [Fact]
    public async Task A_restart_gives_a_new_run_and_leaves_dependents_alone()
    {
        await Do(_supervisor.StartAsync([], Me, default));
        var change = await Do(_supervisor.RestartAsync(["db"], Me, default));
        Assert.Equal(2, change.Services.Single().Run);
        Assert.Equal(1, _supervisor.Find("api")!.Run);
    }

    [Fact]
    public async Task A_restart_with_another_counts_as_one_and_makes_up_for_no_failure()
    {
        _supervisor = Supervise(Define("db"), Define("lamp", "db") with { RestartWith = ["db"] });
        await Do(_supervisor.StartAsync([], Me, default));
        _host.Exit(new RunId("lamp", 1), new ExitStatus(1, null));
        _scheduler.RunAll();
        Advance(TimeSpan.FromSeconds(6));
        Assert.Equal((Phase.Running, 2, 1, 1), (Lamp.State, Lamp.Run, Lamp.Failures, Lamp.Restarts));
        await Do(_supervisor.RestartAsync(["db"], Me, default));
        Assert.Equal((Phase.Running, 3, 1, 2), (Lamp.State, Lamp.Run, Lamp.Failures, Lamp.Restarts));
    }
}
