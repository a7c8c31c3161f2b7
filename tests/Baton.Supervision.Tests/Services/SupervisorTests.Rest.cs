using Baton.Processes;
using Baton.Supervision.Services;

namespace Baton.Supervision.Tests.Services;

/// <summary>A supervisor that another one is about to follow.</summary>
public sealed partial class SupervisorTests
{
    [Fact]
    public async Task One_that_rests_decides_and_publishes_nothing_and_the_next_one_loses_nothing()
    {
        BeginRemembered(Define("lamp"));
        await Do(_supervisor.StartAsync([], Me, default));
        _host.Exit(new RunId("lamp", 1), new ExitStatus(3, null));
        var resting = _supervisor.RestAsync();
        _scheduler.RunAll();
        await resting;
        // What was told before is decided.
        Assert.Equal(Phase.Backoff, Lamp.State);
        var (published, spawned) = (_notices.Last, _host.Spawned.Count());
        Advance(TimeSpan.FromMinutes(1));
        _ = _supervisor.StopAsync(["lamp"], isOnly: false, Me, default);
        _scheduler.RunAll();
        Assert.Equal((published, spawned, Phase.Backoff), (_notices.Last, _host.Spawned.Count(), Lamp.State));
        Assert.Empty(_host.Terminated);
        await Die();
        Recover([Ended("lamp", 1, new ExitStatus(3, null))], Define("lamp"));
        Advance(TimeSpan.Zero);
        Assert.Equal((Phase.Running, 2, 1), (Lamp.State, Lamp.Run, Lamp.Restarts));
        Assert.Single(_notices.After(0, 1000), n => n is { Subject: "service/lamp", What: "exited" });
    }
}
