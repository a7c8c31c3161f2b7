using Baton.Core;
using Baton.Core.Notices;
using Baton.Processes;
using Baton.Supervision.Services;
using Baton.TestKit;

namespace Baton.Supervision.Tests.Services;

/// <summary>The actor with its timers, against a scripted host in virtual time.</summary>
public sealed partial class SupervisorTests : IAsyncDisposable
{
    private static readonly ActCause Me = new("the test");

    private readonly ManualTime _time = new();
    private readonly ManualScheduler _scheduler = new();
    private readonly ScriptedHost _host = new();
    private readonly ScriptedDevices _devices = new();
    private readonly ScriptedProbing _probing = new();
    private readonly ScriptedHooks _hooks = new();
    private readonly Dictionary<string, bool> _said = [];
    private readonly NoticeBoard _notices;
    private Supervisor _supervisor;
    private bool _isHostDead;
    private bool _awaitsRuns;

    public SupervisorTests()
    {
        _notices = new NoticeBoard(_time);
        _supervisor = Supervise(Define("db"), Define("api", "db"), Define("web", "api"), Define("lamp"));
    }

    public async ValueTask DisposeAsync()
    {
        await _supervisor.DisposeAsync();
        _memory?.Dispose();
        _state.Dispose();
    }

    [Fact]
    public async Task Everything_starts_in_dependency_order()
    {
        var change = await Do(_supervisor.StartAsync([], Me, default));
        Assert.Equal(["db", "lamp", "api", "web"], _host.Spawned);
        Assert.All(change.Services, s => Assert.Equal(Phase.Running, s.State));
    }

    [Fact]
    public async Task Starting_one_starts_what_it_depends_on_and_says_so()
    {
        var change = await Do(_supervisor.StartAsync(["api"], Me, default));
        Assert.Equal(["db", "api"], _host.Spawned);
        Assert.Equal(["db"], change.Also.Select(s => s.Name));
    }

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
    public async Task A_start_that_waits_for_a_dependency_that_has_failed_is_answered_and_says_so()
    {
        _supervisor = Supervise(Define("db") with { Policy = new ServicePolicy { Restart = RestartMode.Never } }, Define("api", "db"));
        _host.SpawnsAtOnce = false;
        var starting = _supervisor.StartAsync(["api"], Me, default);
        _scheduler.RunAll();
        _host.FailSpawn(new RunId("db", 1), "no such program");
        _scheduler.RunAll();
        var api = (await Eventually.ReturnsAsync(starting, "the start")).Services.Single();
        Assert.Equal((Phase.WaitingDependencies, "waiting for db (failed)"), (api.State, api.Reason));
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
    public async Task A_restart_gives_a_new_run_and_leaves_dependents_alone()
    {
        await Do(_supervisor.StartAsync([], Me, default));
        var change = await Do(_supervisor.RestartAsync(["db"], Me, default));
        Assert.Equal(2, change.Services.Single().Run);
        Assert.Equal(1, _supervisor.Find("api")!.Run);
    }

    [Fact]
    public async Task Run_numbers_go_on_where_the_state_directory_left_them()
    {
        _supervisor = Supervise(lastRun: 41, Define("lamp"));
        Assert.Equal(42, (await Do(_supervisor.StartAsync([], Me, default))).Services.Single().Run);
    }

    [Fact]
    public async Task An_unknown_name_is_told_with_the_names_there_are()
    {
        var error = await Assert.ThrowsAsync<BatonException>(() => _supervisor.StopAsync(["ghost"], false, Me, default));
        Assert.Equal(ErrorCode.NotFound, error.Code);
        Assert.Equal("service \"ghost\" does not exist; there are: db, api, web, lamp", error.Message);
    }

    [Fact]
    public async Task Redundant_requests_change_nothing()
    {
        await Do(_supervisor.StartAsync([], Me, default));
        var before = _host.Commands.Count;
        await Do(_supervisor.StartAsync([], Me, default));
        await Do(_supervisor.StopAsync(["lamp"], false, Me, default));
        await Do(_supervisor.StopAsync(["lamp"], false, Me, default));
        Assert.Equal(before + 1, _host.Commands.Count);
    }

    [Fact]
    public async Task Each_change_names_its_cause()
    {
        await Do(_supervisor.StartAsync(["lamp"], Me, default));
        _host.Exit(new RunId("lamp", 1), new ExitStatus(3, null));
        _scheduler.RunAll();
        var chain = _notices.After(0, 100).Where(n => n.Subject == "service/lamp").ToList();
        Assert.Equal(["start_requested", "starting", "running", "exited", "backoff"], chain.Select(n => n.What));
        Assert.Equal([null, .. chain.SkipLast(1).Select(n => (long?)n.Seq)], chain.Select(n => n.Cause));
    }

    [Fact]
    public async Task A_dependent_that_starts_names_its_dependency_as_the_cause()
    {
        await Do(_supervisor.StartAsync(["api"], Me, default));
        var dbRunning = _notices.After(0, 100).Single(n => n is { Subject: "service/db", What: "running" });
        Assert.Equal(dbRunning.Seq, _notices.After(0, 100).Single(n => n is { Subject: "service/api", What: "starting" }).Cause);
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

    [Fact]
    public async Task Figures_are_measured_once_a_minute_and_every_second_while_somebody_looks()
    {
        await Do(_supervisor.StartAsync(["lamp"], Me, default));
        Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(2, _host.Commands.OfType<ProcessCommand.Sample>().Count());
        using (_supervisor.LookAtFigures()) Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(2 + 4, _host.Commands.OfType<ProcessCommand.Sample>().Count());
        Advance(TimeSpan.FromSeconds(50));
        Assert.Equal(2 + 4, _host.Commands.OfType<ProcessCommand.Sample>().Count());
    }

    [Fact]
    [Trait("Defect", "B9-18")]
    public async Task Figures_of_two_measurements_give_a_share_of_the_processor()
    {
        await Do(_supervisor.StartAsync(["lamp"], Me, default));
        var id = new RunId("lamp", 1);
        _supervisor.On(new ProcessEvent.Sampled([new RunFigures(id, TimeSpan.FromSeconds(1), 5, 1, [])]));
        _scheduler.RunAll();
        Advance(TimeSpan.FromSeconds(10));
        _supervisor.On(new ProcessEvent.Sampled([new RunFigures(id, TimeSpan.FromSeconds(3), 7, 2, [80])]));
        _scheduler.RunAll();
        var figures = _supervisor.Find("lamp")!.Figures!;
        Assert.Equal((20.0, 7L, 2), (figures.CpuPercent!.Value, figures.MemoryBytes, figures.Processes));
    }

    private static ServiceDefinition Define(string name, params string[] dependsOn) => new()
    {
        Name = name,
        Launch = new Launch { Command = ["true"], WorkingDirectory = "/", Environment = new Dictionary<string, string>() },
        DependsOn = dependsOn,
    };

    private Supervisor Supervise(params ServiceDefinition[] definitions) => Supervise(lastRun: 0, definitions);

    private Supervisor Supervise(int lastRun, params ServiceDefinition[] definitions)
    {
        var supervisor = new Supervisor(definitions, new SupervisorPorts
        {
            Processes = command =>
            {
                if (!_isHostDead) _host.Send(command);
            },
            LastRun = _ => lastRun,
            EnabledByPerson = name => _said.TryGetValue(name, out var isEnabled) ? isEnabled : null,
            Memory = (Baton.Supervision.Memory.IServiceMemory?)_memory ?? Baton.Supervision.Memory.NoMemory.Instance,
            Devices = _devices,
            Probing = _probing,
            Hooks = _hooks,
            Notifications = _reports,
            Changes = _changes,
            Schedules = _times,
            ReadLastOutput = _lastOutput is not null ? (run, told) => _lastOutput.Add(run, told) : null,
            AwaitsRuns = _awaitsRuns,
            Notices = _notices,
            Time = _time,
            Scheduler = _scheduler,
            Random = () => 0.5,
            Crashed = e => throw new InvalidOperationException("the supervisor met a bug", e),
        });
        _host.Events = supervisor;
        return supervisor;
    }

    private async Task<T> Do<T>(Task<T> act)
    {
        _scheduler.RunAll();
        // The answer arrives on another thread, by design; everything it tells of has happened by now.
        return await Eventually.ReturnsAsync(act, "the answer to the act");
    }

    private void Advance(TimeSpan by)
    {
        _time.Advance(by);
        _scheduler.RunAll();
    }
}
