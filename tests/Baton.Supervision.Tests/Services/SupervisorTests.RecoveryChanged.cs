using Baton.Processes;
using Baton.Supervision.Services;

namespace Baton.Supervision.Tests.Services;

/// <summary>A supervisor goes on for a dead one with other services, other memory or other bonds than it left.</summary>
public sealed partial class SupervisorTests
{
    [Fact]
    public async Task A_service_that_the_manifest_has_no_longer_is_stopped_and_a_new_one_is_new()
    {
        BeginRemembered(Define("lamp"), Define("db"));
        await Do(_supervisor.StartAsync([], Me, default));
        await Die();
        Recover(Define("db"), Define("new"));
        Assert.Equal(["lamp"], _host.Terminated);
        Assert.Null(_supervisor.Find("lamp"));
        Assert.Contains(_notices.After(0, 1000), n => n is { Subject: "service/lamp", What: "removed" });
        Assert.Contains(_notices.After(0, 1000), n => n is { Subject: "service/lamp", What: "stop_requested", Detail: "by Baton: it is no longer in the manifest" });
        Assert.Equal((Phase.Running, Phase.Stopped), (_supervisor.Find("db")!.State, _supervisor.Find("new")!.State));
    }

    [Fact]
    public async Task A_run_that_is_not_remembered_goes_on_and_a_stranger_is_killed()
    {
        await Die();
        _time.Advance(TimeSpan.FromSeconds(100));
        _memory = OpenMemory();
        _supervisor = Supervise(lastRun: 4, Define("lamp"));
        _supervisor.Recover([Live("lamp", 4), Live("stranger", 9)]);
        _scheduler.RunAll();
        Assert.Equal((Phase.Running, 4, true), (Lamp.State, Lamp.Run, Lamp.IsDesired));
        Assert.Equal([new ProcessCommand.Kill(new RunId("stranger", 9))], _host.Commands);
    }

    [Fact]
    public async Task Those_bound_to_a_service_that_left_are_restarted_also_when_the_daemon_died_before_it_told_them()
    {
        var bound = Define("api", "db") with { RestartWith = ["db"] };
        BeginRemembered(Define("db"), bound);
        await Do(_supervisor.StartAsync([], Me, default));
        await Die();
        var left = _memory!.Services.Single(s => s.Name == "db");
        _memory.Store(_memory.PlaceOf("db"), left.State with { Phase = Phase.Backoff, Epoch = left.State.Epoch + 1, Pid = null, Failures = 1 },
            left.Facts with { TimerDue = TimeSpan.FromSeconds(5), HasLeaveToTell = true });
        _memory.Dispose();
        _memory = OpenMemory();
        Recover([Ended("db", 1, new ExitStatus(1, null)), Live("api", 1)], Define("db"), bound);
        Assert.Equal(["api"], _host.Terminated);
        Advance(TimeSpan.FromSeconds(6));
        Assert.Equal((Phase.Running, 2), (_supervisor.Find("api")!.State, _supervisor.Find("api")!.Run));
    }

    [Fact]
    public async Task A_service_that_a_reload_removed_leaves_its_place_and_is_new_when_it_comes_back()
    {
        BeginRemembered(Define("lamp"), Define("web"));
        await Do(_supervisor.StartAsync([], Me, default));
        for (var i = 0; i < 3; i++)
        {
            await ReloadTo(Define("lamp"), Define($"other{i}"));
            Assert.Equal(["lamp", $"other{i}"], RememberedNames());
        }

        await ReloadTo(Define("lamp"), Define("web"));
        await Die();
        Recover(Define("lamp"), Define("web"));
        Assert.Equal([(Phase.Running, 1), (Phase.Running, 1)], _supervisor.Services.Select(service => (service.State, service.Run)));
        Assert.Equal(1, _memory!.PlaceOf("web"));

        IEnumerable<string> RememberedNames()
        {
            using var look = OpenMemory();
            return [.. look.Services.Select(service => service.Name)];
        }
    }
}
