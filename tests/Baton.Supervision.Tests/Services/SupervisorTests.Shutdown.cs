using Baton.Core;
using Baton.Processes;
using Baton.Supervision.Services;

namespace Baton.Supervision.Tests.Services;

/// <summary>How everything ends.</summary>
public sealed partial class SupervisorTests
{
    [Fact]
    [Trait("Defect", "A9-17")]
    public async Task A_shutdown_stops_in_reverse_order_and_in_parallel_with_one_deadline()
    {
        await Do(_supervisor.StartAsync([], Me, default));
        _host.ObeysTerminate = false;
        _supervisor.ShutDown(isKill: false, Me);
        _scheduler.RunAll();
        Assert.Equal(["lamp", "web"], _host.Terminated.Order());
        Advance(TimeSpan.FromSeconds(31.5)); // three in a chain of 10 s each, and a second
        Assert.True(_supervisor.Ended.IsCompletedSuccessfully);
        Assert.Empty(_host.Live);
    }

    [Fact]
    public async Task A_shutdown_with_kill_asks_nobody()
    {
        await Do(_supervisor.StartAsync([], Me, default));
        _supervisor.ShutDown(isKill: true, Me);
        _scheduler.RunAll();
        Assert.Empty(_host.Terminated);
        Assert.True(_supervisor.Ended.IsCompletedSuccessfully);
    }

    [Fact]
    [Trait("Defect", "B9-8")]
    public async Task Nothing_starts_after_a_shutdown_began()
    {
        await Do(_supervisor.StartAsync(["lamp"], Me, default));
        _host.Exit(new RunId("lamp", 1), new ExitStatus(3, null));
        _scheduler.RunAll();
        _supervisor.ShutDown(isKill: false, Me);
        _scheduler.RunAll();
        Assert.True(_supervisor.Ended.IsCompletedSuccessfully);
        Advance(TimeSpan.FromHours(1));
        Assert.Single(_host.Spawned);
        var refusal = await Assert.ThrowsAsync<BatonException>(() => _supervisor.StartAsync(["db"], Me, default));
        Assert.Equal(ErrorCode.ShuttingDown, refusal.Code);
    }

    [Fact]
    public async Task A_process_that_cannot_be_killed_is_shown_and_does_not_hold_up_the_shutdown()
    {
        await Do(_supervisor.StartAsync(["lamp"], Me, default));
        _host.ObeysTerminate = false;
        _supervisor.ShutDown(isKill: false, Me);
        _scheduler.RunAll();
        _supervisor.On(new ProcessEvent.TreeStuck(new RunId("lamp", 1), [77]));
        _scheduler.RunAll();
        Assert.Equal("cannot be killed: pid 77", _supervisor.Find("lamp")!.Reason);
        Assert.True(_supervisor.Ended.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task A_run_after_one_that_could_not_be_killed_for_a_while_is_waited_for_like_any_other()
    {
        _host.ObeysTerminate = false;
        await Do(_supervisor.StartAsync(["lamp"], Me, default));
        _ = _supervisor.RestartAsync(["lamp"], Me, default);
        _scheduler.RunAll();
        _supervisor.On(new ProcessEvent.TreeStuck(new RunId("lamp", 1), [77]));
        _host.Exit(new RunId("lamp", 1), new ExitStatus(null, 9));
        _scheduler.RunAll();
        Assert.Equal((Phase.Running, 2), (Lamp.State, Lamp.Run));
        var stop = _supervisor.StopAsync(["lamp"], isOnly: false, Me, default);
        _scheduler.RunAll();
        Assert.Equal(Phase.Stopping, Lamp.State);
        Assert.DoesNotContain("77", Lamp.Reason ?? "", StringComparison.Ordinal);
        Assert.False(stop.IsCompleted);
        _host.Exit(new RunId("lamp", 2), new ExitStatus(null, 15));
        await Do(stop);
    }
}
