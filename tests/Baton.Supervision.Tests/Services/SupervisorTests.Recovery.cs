using Baton.Processes;
using Baton.Processes.Records;
using Baton.Supervision.Memory;
using Baton.Supervision.Probing;
using Baton.Supervision.Services;
using Baton.TestKit;

namespace Baton.Supervision.Tests.Services;

/// <summary>The daemon is killed and its processes live on: another supervisor goes on with what this one left.</summary>
public sealed partial class SupervisorTests
{
    private readonly TemporaryFolder _state = new();
    private ServiceMemory? _memory;
    private Func<string, string, long?> _toldBefore = static (_, _) => null;

    [Fact]
    public async Task Services_that_run_are_not_disturbed_by_the_death_of_the_daemon()
    {
        BeginRemembered(Define("db"), Define("api", "db"));
        await Do(_supervisor.StartAsync([], Me, default));
        Advance(TimeSpan.FromSeconds(7));
        var before = _supervisor.Services;
        var commands = _host.Commands.Count;
        await Die();
        Advance(TimeSpan.FromSeconds(1));
        Recover(Define("db"), Define("api", "db"));
        Assert.Equal(commands, _host.Commands.Count);
        Assert.Equal(before.Select(Shown), _supervisor.Services.Select(Shown));
    }

    [Fact]
    public async Task A_restart_that_is_due_comes_at_its_time_and_counts_once()
    {
        BeginRemembered(Define("lamp"));
        await Do(_supervisor.StartAsync([], Me, default));
        _host.Exit(new RunId("lamp", 1), new ExitStatus(3, null));
        _scheduler.RunAll();
        var due = _supervisor.Find("lamp")!.NextStartAt;
        await Die();
        Advance(TimeSpan.FromSeconds(2));
        Recover(Define("lamp"));
        Assert.Equal((Phase.Backoff, due, "exit code 3", 1), (Lamp.State, Lamp.NextStartAt, Lamp.Reason, Lamp.Failures));
        Advance(TimeSpan.FromSeconds(2.9));
        Assert.Equal(Phase.Backoff, Lamp.State);
        Advance(TimeSpan.FromSeconds(0.2));
        Assert.Equal((Phase.Running, 2, 1), (Lamp.State, Lamp.Run, Lamp.Restarts));
    }

    [Fact]
    public async Task An_exit_that_a_daemon_told_and_did_not_note_is_told_once()
    {
        BeginRemembered(Define("lamp"));
        await Do(_supervisor.StartAsync([], Me, default));
        await Die();
        var last = _notices.Last;
        _toldBefore = (subject, what) => (subject, what) == ("service/lamp", "exited") ? last : null;
        Recover([Ended("lamp", 1, new ExitStatus(3, null))], Define("lamp"));
        Assert.Equal((Phase.Backoff, "exit code 3"), (Lamp.State, Lamp.Reason));
        Assert.DoesNotContain(_notices.After(last, 100), notice => notice.What == "exited");
        Assert.Contains(_notices.After(last, 100), notice => notice.What == "backoff" && notice.Cause == last);
    }

    [Fact]
    public async Task A_restart_that_was_due_meanwhile_comes_at_once()
    {
        BeginRemembered(Define("lamp"));
        await Do(_supervisor.StartAsync([], Me, default));
        _host.Exit(new RunId("lamp", 1), new ExitStatus(3, null));
        _scheduler.RunAll();
        await Die();
        Advance(TimeSpan.FromSeconds(60));
        Recover(Define("lamp"));
        Advance(TimeSpan.Zero);
        Assert.Equal((Phase.Running, 2), (Lamp.State, Lamp.Run));
    }

    [Fact]
    public async Task The_exit_of_a_run_that_was_adopted_while_it_was_being_started_is_news_to_the_daemon_after_that()
    {
        BeginRemembered(Define("db"));
        await Die();
        Recover([new KnownRun(new RunId("lamp", 1), 0, _time.GetUtcNow(), null, IsTreeGone: false, IsSpawned: false)], Define("db"), Define("lamp"));
        Assert.Equal((Phase.Starting, 1), (Lamp.State, Lamp.Run));
        _ = _supervisor.StopAsync(["lamp"], isOnly: false, Me, default);
        _scheduler.RunAll();
        await Die();
        Recover([Ended("lamp", 1, new ExitStatus(3, null))], Define("db"), Define("lamp"));
        Assert.Equal(Phase.Stopped, Lamp.State);
        Assert.Single(_notices.After(0, 1000), n => n is { Subject: "service/lamp", What: "exited", Detail: "exit code 3" });
    }

    [Fact]
    public async Task An_exit_that_nobody_saw_is_news_once()
    {
        BeginRemembered(Define("lamp"));
        await Do(_supervisor.StartAsync([], Me, default));
        await Die();
        _host.Exit(new RunId("lamp", 1), new ExitStatus(3, null));
        Recover([Ended("lamp", 1, new ExitStatus(3, null))], Define("lamp"));
        Assert.Equal((Phase.Backoff, "exit code 3", 1), (Lamp.State, Lamp.Reason, Lamp.Failures));
        await Die();
        Recover([Ended("lamp", 1, new ExitStatus(3, null))], Define("lamp"));
        Assert.Equal((Phase.Backoff, 1), (Lamp.State, Lamp.Failures));
        Assert.Single(_notices.After(0, 1000), n => n is { Subject: "service/lamp", What: "exited" });
    }

    [Fact]
    public async Task A_run_that_the_host_does_not_know_has_ended_nobody_knows_how()
    {
        BeginRemembered(Define("lamp"));
        await Do(_supervisor.StartAsync([], Me, default));
        await Die();
        Recover([], Define("lamp"));
        Assert.Equal((Phase.Backoff, "exit status unknown"), (Lamp.State, Lamp.Reason));
        Assert.Contains(_notices.After(0, 1000), n => n is { What: "recovered", Detail: "how run 1 ended is not known: it ended while the daemon was away" });
    }

    [Fact]
    public async Task A_spawn_that_did_not_reach_the_host_is_asked_for_again_under_its_number()
    {
        BeginRemembered(Define("lamp"));
        _isHostDead = true;
        _ = _supervisor.StartAsync([], Me, default);
        _scheduler.RunAll();
        await Die();
        Recover([], Define("lamp"));
        Assert.Equal((Phase.Running, 1, 0), (Lamp.State, Lamp.Run, Lamp.Restarts));
        Assert.Single(_host.Spawned);
    }

    [Fact]
    public async Task A_spawn_that_is_under_way_is_not_asked_for_twice()
    {
        BeginRemembered(Define("lamp"));
        _host.SpawnsAtOnce = false;
        _ = _supervisor.StartAsync([], Me, default);
        _scheduler.RunAll();
        await Die();
        Recover([new KnownRun(new RunId("lamp", 1), 0, _time.GetUtcNow(), null, IsTreeGone: false, IsSpawned: false)], Define("lamp"));
        _host.ConfirmSpawn(new RunId("lamp", 1));
        _scheduler.RunAll();
        Assert.Single(_host.Spawned);
        Assert.Equal(Phase.Running, Lamp.State);
    }

    [Fact]
    public async Task An_operators_stop_lasts()
    {
        BeginRemembered(Define("lamp"));
        await Do(_supervisor.StartAsync([], Me, default));
        _supervisor.MarkBegun();
        await Do(_supervisor.StopAsync(["lamp"], false, Me, default));
        await Die();
        Recover([Ended("lamp", 1, new ExitStatus(null, 15))], Define("lamp"));
        Advance(TimeSpan.FromHours(1));
        Assert.True(_supervisor.IsRecovered);
        Assert.Equal((Phase.Stopped, "stopped by the test"), (Lamp.State, Lamp.Reason));
        Assert.Single(_host.Spawned);
    }

    [Fact]
    public async Task A_daemon_that_died_before_it_had_asked_for_everything_is_not_recovered_from()
    {
        BeginRemembered(Define("lamp"), Define("db"));
        await Do(_supervisor.StartAsync(["lamp"], Me, default));
        await Die();
        Recover(Define("lamp"), Define("db"));
        Assert.False(_supervisor.IsRecovered);
        await Do(_supervisor.StartAsync([], Me, default));
        Assert.Equal(["lamp", "db"], _host.Spawned);
    }

    [Fact]
    public async Task A_stop_is_asked_for_again_and_its_timer_goes_on()
    {
        BeginRemembered(Define("lamp"));
        await Do(_supervisor.StartAsync([], Me, default));
        _host.ObeysTerminate = false;
        _ = _supervisor.StopAsync(["lamp"], false, Me, default);
        _scheduler.RunAll();
        await Die();
        Advance(TimeSpan.FromSeconds(4));
        Recover(Define("lamp"));
        Assert.Equal(["lamp", "lamp"], _host.Terminated);
        Assert.Equal((Phase.Stopping, "asked by the test"), (Lamp.State, Lamp.Reason));
        Advance(TimeSpan.FromSeconds(5.9));
        Assert.DoesNotContain(_host.Commands, c => c is ProcessCommand.Kill);
        Advance(TimeSpan.FromSeconds(0.2));
        Assert.Equal(Phase.Stopped, Lamp.State);
    }

    [Fact]
    public async Task A_stop_of_everything_goes_on_by_its_deadline()
    {
        BeginRemembered(Define("db"), Define("api", "db"));
        await Do(_supervisor.StartAsync([], Me, default));
        _host.ObeysTerminate = false;
        _supervisor.ShutDown(isKill: false, Me);
        _scheduler.RunAll();
        await Die();
        Advance(TimeSpan.FromSeconds(1));
        Recover(Define("db"), Define("api", "db"));
        Assert.True(_supervisor.IsShuttingDown);
        Assert.Equal(["api", "api"], _host.Terminated);
        _host.Exit(new RunId("api", 1), new ExitStatus(0, null));
        _scheduler.RunAll();
        Assert.Equal(["api", "api", "db"], _host.Terminated);
        // 21 s for both together, of which one has gone by.
        Assert.Contains(_time.Armed, left => left == TimeSpan.FromSeconds(20));
        _host.Exit(new RunId("db", 1), new ExitStatus(0, null));
        _scheduler.RunAll();
        await Eventually.HoldsAsync(() => _supervisor.Ended.IsCompleted, "the end");
    }

    [Fact]
    public async Task An_end_of_everything_by_exit_when_is_still_known()
    {
        var job = Define("job") with { EndsProject = true };
        BeginRemembered(Define("db"), job);
        await Do(_supervisor.StartAsync([], Me, default));
        _host.ObeysTerminate = false;
        _host.Exit(new RunId("job", 1), new ExitStatus(0, null));
        _scheduler.RunAll();
        await Die();
        Recover([Live("db", 1), Ended("job", 1, new ExitStatus(0, null))], Define("db"), job);
        Assert.Equal((0, "job has completed"), (_supervisor.End!.ExitCode, _supervisor.End.Reason));
        Assert.True(_supervisor.IsShuttingDown);
    }

    [Fact]
    public async Task Readiness_is_kept_until_a_probe_says_otherwise_and_a_startup_probe_is_not_asked_again()
    {
        var probed = Define("lamp") with
        {
            Probes = new ServiceProbes(ScriptedProbing.Probe(1), ScriptedProbing.Probe(2), ScriptedProbing.Probe(3)),
            Policy = new ServicePolicy { HasReadiness = true },
        };
        BeginRemembered(probed);
        _ = _supervisor.StartAsync([], Me, default);
        _scheduler.RunAll();
        Answer(1, true);
        Answer(2, true);
        Assert.True(Lamp.IsReady);
        await Die();
        Recover(probed);
        Assert.True(Lamp.IsReady);
        Assert.Equal([2, 3], _probing.Asked);
        Answer(2, false);
        Assert.Equal((Phase.Running, false), (Lamp.State, Lamp.IsReady));
    }

    [Fact]
    public async Task Devices_that_are_still_there_are_no_news_and_one_that_went_meanwhile_is()
    {
        var camera = Define("lamp") with { RequiresDevices = ["/dev/video0"] };
        BeginRemembered(camera);
        await Do(_supervisor.StartAsync([], Me, default));
        await Die();
        Recover(camera);
        Assert.Equal((Phase.Running, 1), (Lamp.State, Lamp.Run));
        await Die();
        _devices.Lose("/dev/video0");
        Recover(camera);
        Assert.Equal(Phase.WaitingDevices, Lamp.State);
    }

    [Fact]
    public async Task A_pre_start_that_died_with_the_daemon_is_run_again_when_its_remains_are_ended()
    {
        var hooked = Define("lamp") with { Policy = new ServicePolicy { HasPreStart = true }, Hooks = new(PreStart: Define("pre").Launch) };
        BeginRemembered(hooked);
        _ = _supervisor.StartAsync([], Me, default);
        _scheduler.RunAll();
        await Die();
        _hooks.Orphan();
        Recover(hooked);
        Assert.Equal(["true", "nothing"], _hooks.Begun);
        _hooks.End();
        _scheduler.RunAll();
        // What a pre_start that failed left is ended as ever, then the next run begins.
        _hooks.End();
        _scheduler.RunAll();
        _hooks.End();
        _scheduler.RunAll();
        Assert.Equal((Phase.Running, 2, 0, 0), (Lamp.State, Lamp.Run, Lamp.Restarts, Lamp.Failures));
    }

    [Fact]
    public async Task A_stop_command_that_died_with_the_daemon_is_replaced_by_the_signal()
    {
        var hooked = Define("lamp") with { Policy = new ServicePolicy { HasStopCommand = true }, Hooks = new(StopCommand: Define("stop").Launch) };
        BeginRemembered(hooked);
        await Do(_supervisor.StartAsync([], Me, default));
        _ = _supervisor.StopAsync(["lamp"], false, Me, default);
        _scheduler.RunAll();
        await Die();
        _hooks.Orphan();
        Recover(hooked);
        Assert.Equal(["lamp"], _host.Terminated);
        Assert.Equal(Phase.Stopped, Lamp.State);
    }

    private ServiceView Lamp => _supervisor.Find("lamp")!;

    private static string Shown(ServiceView view) =>
        $"{view.Name} {view.State} {view.Run} {view.Pid} {view.Since:O} {view.StartedAt:O} {view.IsDesired} {view.IsReady}";

    private ServiceMemory OpenMemory() =>
        ServiceMemory.Open(_state["services"], new StateId(1), "01234567-89ab-cdef-0123-456789abcdef", _time.GetUtcNow(), trouble => Assert.Fail(trouble));

    private void BeginRemembered(params ServiceDefinition[] definitions)
    {
        _memory = OpenMemory();
        _supervisor = Supervise(definitions);
    }

    /// <summary>No effect and no news reaches the world any more; the memory is what the next daemon finds.</summary>
    private async Task Die()
    {
        await _supervisor.DisposeAsync();
        _host.Events = new Nobody();
        _isHostDead = false;
        if (_memory is null) return;
        _memory.Dispose();
        _memory = OpenMemory();
    }

    private void Recover(params ServiceDefinition[] definitions) => Recover([.. _host.Live.Select(id => Live(id.Service, id.Run))], definitions);

    private void Recover(IReadOnlyList<KnownRun> runs, params ServiceDefinition[] definitions)
    {
        _supervisor = Supervise(definitions);
        _supervisor.Recover(runs);
        _scheduler.RunAll();
    }

    private KnownRun Live(string service, int run) =>
        new(new RunId(service, run), _supervisor.Find(service)?.Pid ?? 5000, _supervisor.Find(service)?.StartedAt ?? _time.GetUtcNow(), null, IsTreeGone: false, IsSpawned: true);

    private KnownRun Ended(string service, int run, ExitStatus exit) =>
        new(new RunId(service, run), 5000, _time.GetUtcNow(), exit, IsTreeGone: true, IsSpawned: true);

    private sealed class Nobody : IProcessEvents
    {
        public void On(ProcessEvent processEvent)
        {
            // The daemon is dead.
        }
    }
}
