using Baton.Processes;
using Baton.Supervision.Dependencies;
using Baton.Supervision.Services;
using Baton.TestKit;

namespace Baton.Supervision.Tests.Services;

/// <summary>What a service waits for in another, and whom it is restarted with.</summary>
public sealed partial class SupervisorTests
{
    private static readonly ExitStatus Success = new(0, null);
    private static readonly ServicePolicy Never = new() { Restart = RestartMode.Never };

    [Theory]
    [InlineData(DependencyCondition.Started, null, true)]
    [InlineData(DependencyCondition.Ready, null, true)]
    [InlineData(DependencyCondition.Completed, null, false)]
    [InlineData(DependencyCondition.Completed, 0, true)]
    [InlineData(DependencyCondition.Completed, 3, true)]
    [InlineData(DependencyCondition.Succeeded, null, false)]
    [InlineData(DependencyCondition.Succeeded, 0, true)]
    [InlineData(DependencyCondition.Succeeded, 3, false)]
    public void A_service_starts_when_its_condition_holds(DependencyCondition condition, int? exitCode, bool starts)
    {
        _supervisor = Supervise(Define("first") with { Policy = Never }, Waiting("second", "first", condition));
        _ = _supervisor.StartAsync([], Me, default);
        _scheduler.RunAll();
        if (exitCode is { } code) _host.Exit(new RunId("first", 1), new ExitStatus(code, null));
        _scheduler.RunAll();
        Assert.Equal(starts, _host.Spawned.Contains("second"));
    }

    [Fact]
    public void Nothing_is_satisfied_by_a_process_that_does_not_exist_yet()
    {
        _host.SpawnsAtOnce = false;
        _supervisor = Supervise(Define("first"), Waiting("second", "first", DependencyCondition.Started));
        _ = _supervisor.StartAsync([], Me, default);
        _scheduler.RunAll();
        Assert.Equal(["first"], _host.Spawned);
    }

    [Fact]
    public async Task A_one_shot_holds_back_its_dependents_until_it_has_succeeded_and_is_not_done_again_for_them()
    {
        _supervisor = Supervise(Define("migrate") with { Policy = new ServicePolicy { IsOneShot = true } }, Define("web", "migrate"));
        var starting = _supervisor.StartAsync([], Me, default);
        _scheduler.RunAll();
        Assert.Equal(["migrate"], _host.Spawned);
        Assert.Equal("waiting for migrate (running)", _supervisor.Find("web")!.Reason);

        _host.Exit(new RunId("migrate", 1), Success);
        _scheduler.RunAll();
        Assert.Equal(["migrate", "web"], _host.Spawned);
        await Eventually.ReturnsAsync(starting, "the start");

        await Do(_supervisor.RestartAsync(["web"], Me, default));
        await Do(_supervisor.StopAsync(["web"], isOnly: false, Me, default));
        await Do(_supervisor.StartAsync(["web"], Me, default));
        Assert.Equal(["migrate", "web", "web", "web"], _host.Spawned);
    }

    [Fact]
    public async Task Who_waits_for_success_that_does_not_come_is_told_so_and_a_start_does_not_wait_for_ever()
    {
        _supervisor = Supervise(Define("migrate") with { Policy = Never }, Waiting("web", "migrate", DependencyCondition.Succeeded));
        var starting = _supervisor.StartAsync(["web"], Me, default);
        _scheduler.RunAll();
        _host.Exit(new RunId("migrate", 1), new ExitStatus(3, null));
        _scheduler.RunAll();
        await Eventually.ReturnsAsync(starting, "the start");
        Assert.Equal("waiting for migrate (failed)", _supervisor.Find("web")!.Reason);
    }

    [Fact]
    [Trait("Defect", "A9-10")]
    public async Task A_service_is_restarted_with_the_one_it_is_bound_to_and_others_are_not()
    {
        _supervisor = Supervise(Define("db") with { Policy = Immediately }, Define("bound", "db") with { RestartWith = ["db"] }, Define("free", "db"));
        await Do(_supervisor.StartAsync([], Me, default));

        _host.Exit(new RunId("db", 1), new ExitStatus(3, null));
        _scheduler.RunAll();
        Advance(TimeSpan.FromSeconds(60));

        Assert.Equal((2, 2, 1), (_supervisor.Find("db")!.Run, _supervisor.Find("bound")!.Run, _supervisor.Find("free")!.Run));
        Assert.Contains(_notices.After(0, 100), n => n is { Subject: "service/bound", Detail: "it is restarted with db" });
    }

    [Fact]
    public async Task A_service_is_restarted_with_the_one_it_is_bound_to_also_when_that_is_replaced_at_once()
    {
        _supervisor = Supervise(Define("db"), Define("bound", "db") with { RestartWith = ["db"] });
        await Do(_supervisor.StartAsync([], Me, default));
        Advance(TimeSpan.FromSeconds(61));
        _host.Exit(new RunId("db", 1), new ExitStatus(3, null));
        _scheduler.RunAll();
        Advance(TimeSpan.FromSeconds(60));
        Assert.Equal((2, 2), (_supervisor.Find("db")!.Run, _supervisor.Find("bound")!.Run));
    }

    [Fact]
    public async Task A_stop_of_the_one_it_is_bound_to_does_not_bring_it_back()
    {
        _supervisor = Supervise(Define("db"), Define("bound", "db") with { RestartWith = ["db"] });
        await Do(_supervisor.StartAsync([], Me, default));
        await Do(_supervisor.StopAsync(["db"], isOnly: true, Me, default));
        Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(1, _supervisor.Find("bound")!.Run);
    }

    private static ServicePolicy Immediately => new() { Backoff = new Core.Backoff(TimeSpan.FromSeconds(1), 1, TimeSpan.FromSeconds(1), 0) };

    private static ServiceDefinition Waiting(string name, string dependency, DependencyCondition condition) =>
        Define(name, dependency) with { Conditions = new Dictionary<string, DependencyCondition> { [dependency] = condition } };
}
