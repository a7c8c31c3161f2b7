using Baton.Processes;
using Baton.Supervision.Probing;
using Baton.Supervision.Scheduling;
using Baton.Supervision.Services;

namespace Baton.Supervision.Tests.Services;

/// <summary>What is known of a service, or waits, when a reload changes something else of it.</summary>
public sealed partial class SupervisorTests
{
    private static ServiceDefinition OtherLiveness(ServiceDefinition definition) =>
        definition with { Probes = definition.Probes with { Liveness = ScriptedProbing.Probe(95) } };

    [Fact]
    public async Task A_file_change_that_waits_for_quiet_is_not_lost_by_a_reload_of_other_things()
    {
        _supervisor = Supervise(Following());
        await Do(_supervisor.StartAsync([], Me, default));
        Change("src/a.py");
        await ReloadTo(OtherLiveness(Following()));
        Advance(TimeSpan.FromSeconds(1.1));
        Assert.Equal((Phase.Running, 2), (Lamp.State, Lamp.Run));
        Assert.Equal([95], _probing.Asked);
    }

    [Fact]
    public async Task A_start_by_the_clock_that_waits_is_not_lost_by_a_reload_of_other_things()
    {
        _supervisor = Supervise(Timed(overlap: OverlapMode.Wait));
        ToTheHour();
        ToTheHour();
        Assert.Equal(1, Lamp.Run);
        await ReloadTo(OtherLiveness(Timed(overlap: OverlapMode.Wait)));
        _host.Exit(new RunId("lamp", 1), new ExitStatus(0, null));
        _scheduler.RunAll();
        Assert.Equal((Phase.Running, 2), (Lamp.State, Lamp.Run));
    }

    [Fact]
    public async Task A_device_in_doubt_stays_in_doubt_through_a_reload_of_other_things()
    {
        var needing = Define("lamp") with { RequiresDevices = [Camera] };
        _supervisor = Supervise(needing);
        await Do(_supervisor.StartAsync([], Me, default));
        _devices.Replace();
        _scheduler.RunAll();
        await ReloadTo(OtherLiveness(needing));
        Advance(TimeSpan.FromSeconds(1));
        Assert.Equal((Phase.Running, 2), (Lamp.State, Lamp.Run));
    }

    [Fact]
    public async Task What_a_service_said_of_itself_is_known_after_a_reload_of_other_things()
    {
        _supervisor = Supervise(Talking(TimeSpan.FromSeconds(10)));
        Begin();
        Say(1, "READY=1\nSTATUS=draining");
        Say(1, "STOPPING=1");
        await ReloadTo(OtherLiveness(Talking(TimeSpan.FromSeconds(10))));
        Assert.Equal("draining", Lamp.StatusText);
        Advance(TimeSpan.FromSeconds(40));
        Assert.Equal((Phase.Running, 1), (Lamp.State, Lamp.Run));
    }

    [Fact]
    public async Task What_changes_is_watched_as_changed_and_what_it_was_before_tells_nothing_any_more()
    {
        _supervisor = Supervise(Following());
        await Do(_supervisor.StartAsync([], Me, default));
        var before = _changes.Changed!;
        await ReloadTo(Following() with { Watch = Following().Watch! with { Debounce = TimeSpan.FromSeconds(5) } });
        before("a");
        _scheduler.RunAll();
        Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(1, Lamp.Run);
        Change("a");
        Advance(TimeSpan.FromSeconds(5.1));
        Assert.Equal(2, Lamp.Run);
    }

    [Fact]
    public async Task Another_time_to_get_ready_holds_over_the_death_of_the_daemon()
    {
        var slow = Define("lamp") with { Probes = new ServiceProbes(Readiness: ScriptedProbing.Probe(81)), Policy = new ServicePolicy { HasReadiness = true, StartupTimeout = TimeSpan.FromMinutes(5) } };
        var quick = slow with { Policy = slow.Policy with { StartupTimeout = TimeSpan.FromSeconds(20) } };
        BeginRemembered(slow);
        Begin();
        await ReloadTo(quick);
        await Die();
        Recover(quick);
        Advance(TimeSpan.FromSeconds(19));
        Assert.Equal(Phase.Starting, Lamp.State);
        Advance(TimeSpan.FromSeconds(2));
        Assert.Equal((Phase.Backoff, "not ready 20 s after its start"), (Lamp.State, Lamp.Reason));
    }

    [Fact]
    public async Task A_service_that_waits_for_a_device_starts_when_it_needs_that_no_more()
    {
        _devices.Lose(Camera);
        _supervisor = Supervise(Define("lamp") with { RequiresDevices = [Camera] });
        _ = _supervisor.StartAsync([], Me, default);
        _scheduler.RunAll();
        Assert.Equal(Phase.WaitingDevices, Lamp.State);
        await ReloadTo(Define("lamp"));
        Assert.Equal(Phase.Running, Lamp.State);
    }
}
