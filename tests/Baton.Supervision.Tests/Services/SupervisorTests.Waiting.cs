using Baton.Processes;
using Baton.Supervision.Services;
using Baton.TestKit;

namespace Baton.Supervision.Tests.Services;

/// <summary>Waiting for a state without touching anything.</summary>
public sealed partial class SupervisorTests
{
    [Theory]
    [InlineData(WaitGoal.Ready)]
    [InlineData(WaitGoal.Completed)]
    [InlineData(WaitGoal.Stopped)]
    public async Task A_wait_ends_when_the_state_is_reached_and_starts_and_stops_nothing(WaitGoal goal)
    {
        _supervisor = Supervise(Define("lamp") with { Policy = Never });
        _host.SpawnsAtOnce = false;
        _ = _supervisor.StartAsync([], Me, default);
        _scheduler.RunAll();
        var waiting = _supervisor.WaitAsync(["lamp"], goal, default);
        _scheduler.RunAll();
        Assert.False(waiting.IsCompleted);

        _host.ConfirmSpawn(new RunId("lamp", 1));
        _scheduler.RunAll();
        if (goal != WaitGoal.Ready) _host.Exit(new RunId("lamp", 1), Success);
        _scheduler.RunAll();

        var change = await Eventually.ReturnsAsync(waiting, "the wait");
        Assert.Equal(goal == WaitGoal.Ready ? Phase.Running : Phase.Completed, change.Services.Single().State);
        Assert.Single(_host.Spawned);
        Assert.Empty(_host.Terminated);
    }

    [Theory]
    [InlineData(WaitGoal.Ready)]
    [InlineData(WaitGoal.Completed)]
    public async Task A_wait_in_vain_ends_too_and_shows_the_state(WaitGoal goal)
    {
        _supervisor = Supervise(Define("lamp") with { Policy = Never });
        await Do(_supervisor.StartAsync([], Me, default));
        _host.Exit(new RunId("lamp", 1), new ExitStatus(3, null));
        _scheduler.RunAll();

        Assert.Equal(Phase.Failed, (await Do(_supervisor.WaitAsync([], goal, default))).Services.Single().State);
    }
}
