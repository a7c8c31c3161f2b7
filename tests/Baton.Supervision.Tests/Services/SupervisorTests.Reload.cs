using Baton.Core;
using Baton.Processes;
using Baton.Supervision.Probing;
using Baton.Supervision.Reload;
using Baton.Supervision.Services;
using Baton.TestKit;

namespace Baton.Supervision.Tests.Services;

/// <summary>Other definitions put in force while services run.</summary>
public sealed partial class SupervisorTests
{
    [Fact]
    public async Task A_changed_command_replaces_that_run_only()
    {
        await Do(_supervisor.StartAsync([], Me, default));
        var pids = Pids();
        var (plan, end) = await ReloadTo(Define("db"), Running("api", "db"), Define("web", "api"), Define("lamp"));
        Assert.Equal("1 restarted: api", plan.ToSentence());
        Assert.Equal(["api"], _host.Terminated);
        Assert.Equal(["command"], plan.Services.Single().Keys.Select(key => key.ToString()));
        Assert.Equal(["db", "web", "lamp"], plan.Unchanged);
        Assert.Equal(("api", Phase.Running, 2), end.Started.Select(service => (service.Name, service.State, service.Run)).Single());
        Assert.Equal(["api"], Pids().Where(pid => pids[pid.Key] != pid.Value).Select(pid => pid.Key));
        Assert.Equal(["other"], _host.Commands.OfType<ProcessCommand.Spawn>().Last().What.Command);
    }

    [Fact]
    public async Task The_same_definitions_touch_nothing()
    {
        await Do(_supervisor.StartAsync([], Me, default));
        var (plan, _) = await ReloadTo(Define("db"), Define("api", "db"), Define("web", "api"), Define("lamp"));
        Assert.True(plan.IsEmpty);
        Assert.Empty(_host.Terminated);
    }

    [Fact]
    public async Task What_is_removed_is_stopped_dependents_first_and_then_unknown()
    {
        await Do(_supervisor.StartAsync([], Me, default));
        var (plan, end) = await ReloadTo(Define("db"), Define("lamp"));
        Assert.Equal("2 removed: api, web", plan.ToSentence());
        Assert.Equal(["web", "api"], _host.Terminated);
        Assert.Equal(["db", "lamp"], _supervisor.Services.Select(service => service.Name));
        Assert.Equal(["api", "web"], end.Stopped.Select(service => service.Name));
        var unknown = await Assert.ThrowsAsync<BatonException>(() => _supervisor.StartAsync(["api"], Me, default));
        Assert.Equal(ErrorCode.NotFound, unknown.Code);
    }

    [Fact]
    public async Task It_can_be_written_down_when_what_is_new_has_begun_and_before_anything_ends()
    {
        await Do(_supervisor.StartAsync([], Me, default));
        (int Spawned, int Terminated) seen = default;
        await Do(_supervisor.ReloadAsync(new ServiceSet([Running("db"), Define("fresh")], []), Me, beforeEnds: () => seen = (_host.Spawned.Count(name => name == "fresh"), _host.Terminated.Count())));
        Assert.Equal((1, 0), seen);
        Assert.Contains("lamp", _host.Terminated);
        Assert.Contains("db", _host.Terminated);
    }

    [Fact]
    public async Task What_is_removed_is_in_sight_until_it_is_gone_and_its_name_is_not_given_away_meanwhile()
    {
        await Do(_supervisor.StartAsync([], Me, default));
        _host.ObeysTerminate = false;
        var begun = await Do(_supervisor.ReloadAsync(new ServiceSet([Define("db"), Define("api", "db"), Define("web", "api")], []), Me));
        _scheduler.RunAll();
        Assert.False(begun.Done.IsCompleted);
        Assert.Equal(Phase.Stopping, _supervisor.Find("lamp")!.State);
        var again = _supervisor.ReloadAsync(new ServiceSet([Define("lamp")], []), Me);
        _scheduler.RunAll();
        Assert.Equal(ErrorCode.Busy, (await Assert.ThrowsAsync<BatonException>(() => again)).Code);
        _host.Exit(new RunId("lamp", 1), new ExitStatus(0, null));
        await Do(begun.Done);
        Assert.Null(_supervisor.Find("lamp"));
        Assert.Contains(_notices.After(0, 1000), notice => notice is { Subject: "service/lamp", What: "removed" });
    }

    [Fact]
    public async Task What_is_removed_stays_in_sight_as_long_as_something_lives_that_is_removed_and_depends_on_it()
    {
        await Do(_supervisor.StartAsync([], Me, default));
        _host.ObeysTerminate = false;
        await Do(_supervisor.StopAsync(["db"], isOnly: true, Me, new CancellationToken(canceled: true)).ContinueWith(_ => true, TaskScheduler.Default));
        _host.Exit(new RunId("db", 1), new ExitStatus(0, null));
        await Do(_supervisor.ReloadAsync(new ServiceSet([Define("lamp")], []), Me));
        Assert.Equal(["lamp", "db", "api", "web"], _supervisor.Services.Select(service => service.Name));
        _host.Exit(new RunId("web", 1), new ExitStatus(0, null));
        _scheduler.RunAll();
        Assert.Equal(["lamp", "db", "api"], _supervisor.Services.Select(service => service.Name));
        _host.Exit(new RunId("api", 1), new ExitStatus(0, null));
        _scheduler.RunAll();
        Assert.Equal(["lamp"], _supervisor.Services.Select(service => service.Name));
    }

    [Theory]
    [InlineData(RestartMode.Never, RestartMode.OnFailure)]
    [InlineData(RestartMode.OnFailure, RestartMode.Never)]
    public async Task One_that_has_failed_is_tried_again_or_not_as_the_rules_say_that_hold_now(RestartMode was, RestartMode now)
    {
        var retry = TimeSpan.FromMinutes(2);
        var policy = new ServicePolicy { Restart = was, MaxFailures = 1, FailedRetry = retry };
        BeginRemembered(Define("lamp") with { Policy = policy });
        await Do(_supervisor.StartAsync(["lamp"], Me, default));
        _host.Exit(new RunId("lamp", 1), new ExitStatus(1, null));
        Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(Phase.Failed, Lamp.State);
        var changed = Define("lamp") with { Policy = policy with { Restart = now } };
        await ReloadTo(changed);
        Assert.Equal(now != RestartMode.Never, Lamp.NextStartAt is not null);
        await Die();
        Recover(changed);
        Advance(retry);
        Assert.Equal(now == RestartMode.Never ? (Phase.Failed, 1) : (Phase.Running, 2), (Lamp.State, Lamp.Run));
    }

    [Fact]
    public async Task A_stop_no_longer_waits_for_what_does_not_depend_on_it_any_more()
    {
        await Do(_supervisor.StartAsync([], Me, default));
        _host.ObeysTerminate = false;
        var stop = _supervisor.StopAsync(["db"], isOnly: false, Me, default);
        _scheduler.RunAll();
        Assert.DoesNotContain("db", _host.Terminated);
        await Do(_supervisor.ReloadAsync(new ServiceSet([Define("db"), Define("api"), Define("web", "api"), Define("lamp")], []), Me));
        Assert.Contains("db", _host.Terminated);
        foreach (var run in _host.Live.ToList()) _host.Exit(run, new ExitStatus(0, null));
        await Do(stop);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task A_stop_goes_on_when_the_daemon_dies_and_what_it_waited_for_has_gone_from_the_manifest(int unseen)
    {
        BeginRemembered(Define("db"), Define("api", "db"));
        await Do(_supervisor.StartAsync([], Me, default));
        _host.ObeysTerminate = false;
        _ = _supervisor.StopAsync(["db"], isOnly: false, Me, default);
        await Do(_supervisor.ReloadAsync(new ServiceSet([Define("db")], []), Me));
        await Die();
        // It died after it had kept that the dependent has ended, or before.
        if (unseen == 0) _memory!.Forget("api");
        _host.Exit(new RunId("api", 1), new ExitStatus(0, null));
        Recover([Live("db", 1), Ended("api", 1, new ExitStatus(0, null))], Define("db"));
        Assert.Contains("db", _host.Terminated);
    }

    [Fact]
    public async Task What_is_added_is_started_with_what_it_depends_on()
    {
        await Do(_supervisor.StartAsync([], Me, default));
        var (plan, _) = await ReloadTo(
            Define("db"), Define("api", "db"), Define("web", "api"), Define("lamp"), Define("cache") with { IsAutostarted = false }, Define("shop", "cache"), Define("spare") with { IsAutostarted = false });
        Assert.Equal(["cache", "shop"], _host.Spawned.TakeLast(2));
        Assert.Equal([("cache", PlannedAct.Start), ("shop", PlannedAct.Start), ("spare", PlannedAct.Add)], plan.Services.Select(service => (service.Name, service.Act)));
        Assert.Equal("shop depends on it", plan.Services[0].Because);
        Assert.Equal(Phase.Stopped, _supervisor.Find("spare")!.State);
    }

    [Fact]
    public async Task What_a_person_has_stopped_stays_stopped_and_starts_as_changed_when_it_is_started()
    {
        await Do(_supervisor.StartAsync([], Me, default));
        await Do(_supervisor.StopAsync(["lamp"], isOnly: false, Me, default));
        var (plan, _) = await ReloadTo(Define("db"), Define("api", "db"), Define("web", "api"), Running("lamp"));
        Assert.Equal(PlannedAct.Change, plan.Services.Single().Act);
        Assert.Equal(Phase.Stopped, _supervisor.Find("lamp")!.State);
        await Do(_supervisor.StartAsync(["lamp"], Me, default));
        Assert.Equal(["other"], _host.Commands.OfType<ProcessCommand.Spawn>().Last().What.Command);
    }

    [Fact]
    public async Task The_old_run_ends_by_its_own_rules_and_the_new_one_begins_by_the_new_ones()
    {
        var old = Define("job") with { Policy = new ServicePolicy { StopSignal = 10, StopTimeout = TimeSpan.FromSeconds(3) } };
        _supervisor = Supervise(old);
        await Do(_supervisor.StartAsync([], Me, default));
        _host.ObeysTerminate = false;
        var begun = await Do(_supervisor.ReloadAsync(new ServiceSet([Running("job") with { Policy = new ServicePolicy { StopSignal = 12, HasPreStart = true }, Hooks = new(PreStart: Launch("prepare")) }], []), Me));
        _scheduler.RunAll();
        Assert.Equal(10, _host.Commands.OfType<ProcessCommand.Terminate>().Single().Signal);
        Advance(TimeSpan.FromSeconds(3.1));
        Assert.Equal(["prepare"], _hooks.Begun);
        _hooks.End();
        await Do(begun.Done);
        Assert.Equal(["other"], _host.Commands.OfType<ProcessCommand.Spawn>().Last().What.Command);
    }

    [Fact]
    public async Task Rules_and_labels_change_in_place()
    {
        await Do(_supervisor.StartAsync([], Me, default));
        var (plan, _) = await ReloadTo(Define("db"), Define("api", "db"), Define("web"), Define("lamp") with { DisplayName = "The lamp", Policy = new ServicePolicy { StopSignal = 2 } });
        Assert.Equal("2 changed in place: web, lamp", plan.ToSentence());
        Assert.Empty(_host.Terminated);
        Assert.Equal("The lamp", _supervisor.Find("lamp")!.DisplayName);
        await Do(_supervisor.StopAsync(["api"], isOnly: false, Me, default));
        await Do(_supervisor.StopAsync(["lamp"], isOnly: false, Me, default));
        Assert.Equal(["api", "lamp"], _host.Terminated);
        Assert.Equal(2, _host.Commands.OfType<ProcessCommand.Terminate>().Last().Signal);
    }

    [Fact]
    public async Task What_is_bound_to_a_restarted_one_is_restarted_with_it_as_the_plan_says()
    {
        var bound = Define("web", "db") with { RestartWith = ["db"] };
        _supervisor = Supervise(Define("db"), bound, Define("free", "db"));
        await Do(_supervisor.StartAsync([], Me, default));
        var (plan, end) = await ReloadTo(Running("db"), bound, Define("free", "db"));
        Assert.Equal([("db", null), ("web", "it is restarted with db")], plan.Services.Select(service => (service.Name, service.Because)));
        Assert.All(plan.Services, service => Assert.Equal(PlannedAct.Restart, service.Act));
        Assert.Equal(["db", "web"], end.Started.Select(service => service.Name));
        Assert.Equal(2, _supervisor.Find("web")!.Run);
        Assert.Equal(1, _supervisor.Find("free")!.Run);
    }

    [Fact]
    public async Task A_service_that_has_failed_is_tried_again_with_its_new_command()
    {
        _supervisor = Supervise(Define("job") with { Policy = new ServicePolicy { MaxFailures = 1 } });
        await Do(_supervisor.StartAsync([], Me, default));
        _host.Exit(new RunId("job", 1), new ExitStatus(1, null));
        _scheduler.RunAll();
        Assert.Equal(Phase.Failed, _supervisor.Find("job")!.State);
        var (plan, _) = await ReloadTo(Running("job") with { Policy = new ServicePolicy { MaxFailures = 1 } });
        Assert.Equal(PlannedAct.Restart, plan.Services.Single().Act);
        Assert.Equal(Phase.Running, _supervisor.Find("job")!.State);
    }

    [Fact]
    public async Task A_changed_file_runs_the_reload_command_and_keeps_the_run()
    {
        _supervisor = Supervise(Reading("web", "1", Launch("reread")));
        await Do(_supervisor.StartAsync([], Me, default));
        var begun = await Do(_supervisor.ReloadAsync(new ServiceSet([Reading("web", "2", Launch("reread"))], []), Me));
        Assert.Equal(["reread"], _hooks.Begun);
        Assert.Equal("1000", _hooks.Order.What!.Environment["BATON_PID"]);
        Assert.False(begun.Done.IsCompleted);
        _hooks.End("exit code 3", "no");
        Assert.Equal(["web: reload_command: exit code 3: no"], (await Do(begun.Done)).Problems);
        Assert.Equal(1, _supervisor.Find("web")!.Run);
    }

    [Fact]
    public async Task A_changed_file_restarts_what_has_no_reload_command()
    {
        _supervisor = Supervise(Reading("web", "1", null));
        await Do(_supervisor.StartAsync([], Me, default));
        var (plan, _) = await ReloadTo(Reading("web", "2", null));
        Assert.Equal("reload_files (/etc/web)", plan.Services.Single().Keys.Single().ToString());
        Assert.Equal(2, _supervisor.Find("web")!.Run);
    }

    [Fact]
    public async Task A_new_readiness_probe_is_asked_of_the_present_run()
    {
        await Do(_supervisor.StartAsync(["lamp"], Me, default));
        await ReloadTo(Define("db"), Define("api", "db"), Define("web", "api"), Define("lamp") with { Probes = new ServiceProbes(Readiness: ScriptedProbing.Probe(81)), Policy = new ServicePolicy { HasReadiness = true } });
        Assert.Equal([81], _probing.Asked);
        Assert.False(_supervisor.Find("lamp")!.IsReady);
        _probing.Answer(81, isSuccess: true);
        _scheduler.RunAll();
        Assert.True(_supervisor.Find("lamp")!.IsReady);
        Assert.Equal(1, _supervisor.Find("lamp")!.Run);
    }

    [Fact]
    public async Task A_run_on_its_way_up_is_ready_when_its_probe_is_taken_away_and_has_the_new_time_when_that_is_changed()
    {
        var probed = Define("lamp") with { Probes = new ServiceProbes(Readiness: ScriptedProbing.Probe(81)), Policy = new ServicePolicy { HasReadiness = true, MaxFailures = 1 } };
        _supervisor = Supervise(probed);
        _ = _supervisor.StartAsync([], Me, default);
        _scheduler.RunAll();
        await ReloadTo(probed with { Policy = probed.Policy with { StartupTimeout = TimeSpan.FromSeconds(4) } });
        Advance(TimeSpan.FromSeconds(3.9));
        Assert.Equal(Phase.Starting, _supervisor.Find("lamp")!.State);
        await ReloadTo(Define("lamp"));
        Assert.Equal((Phase.Running, 1), (_supervisor.Find("lamp")!.State, _supervisor.Find("lamp")!.Run));
    }

    [Fact]
    public async Task A_device_that_is_needed_from_now_on_and_there_leaves_the_run_alone()
    {
        await Do(_supervisor.StartAsync(["lamp"], Me, default));
        var needing = Define("lamp") with { RequiresDevices = ["/dev/camera"] };
        await ReloadTo(needing);
        _scheduler.RunAll();
        Assert.Equal((Phase.Running, 1), (_supervisor.Find("lamp")!.State, _supervisor.Find("lamp")!.Run));
    }

    [Fact]
    public async Task A_request_that_waits_for_a_removed_service_is_answered()
    {
        var probed = Define("lamp") with { Probes = new ServiceProbes(Readiness: ScriptedProbing.Probe(81)), Policy = new ServicePolicy { HasReadiness = true } };
        _supervisor = Supervise(Define("db"), probed);
        var waiting = _supervisor.StartAsync(["lamp"], Me, default);
        _scheduler.RunAll();
        await ReloadTo(Define("db"));
        var told = await Assert.ThrowsAsync<BatonException>(() => Eventually.ReturnsAsync(waiting, "the start"));
        Assert.Equal("service \"lamp\" does not exist any more: a scale or reload has removed it", told.Message);
    }

    [Fact]
    public async Task A_plan_says_what_the_reload_then_does_and_does_nothing()
    {
        await Do(_supervisor.StartAsync([], Me, default));
        ServiceDefinition[] wanted = [Running("db"), Define("api", "db") with { RestartWith = ["db"] }, Define("new")];
        var planned = await Do(_supervisor.PlanAsync(new ServiceSet(wanted, [])));
        Assert.Empty(_host.Terminated);
        var (done, _) = await ReloadTo(wanted);
        Assert.Equal(planned.ToSentence(), done.ToSentence());
        Assert.True((await Do(_supervisor.PlanAsync(new ServiceSet(wanted, [])))).IsEmpty);
    }

    [Fact]
    public async Task Nothing_is_reloaded_once_everything_is_being_stopped()
    {
        _supervisor.ShutDown(isKill: false, Me);
        var refused = _supervisor.ReloadAsync(ServiceSet.Empty, Me);
        _scheduler.RunAll();
        Assert.Equal(ErrorCode.ShuttingDown, (await Assert.ThrowsAsync<BatonException>(() => refused)).Code);
    }

    private static Launch Launch(string program) => new() { Command = [program], WorkingDirectory = "/", Environment = new Dictionary<string, string>() };

    private static ServiceDefinition Running(string name, params string[] dependsOn) => Define(name, dependsOn) with { Launch = Launch("other") };

    private static ServiceDefinition Reading(string name, string content, Launch? command) => Define(name) with { Reload = new ServiceReload(command, [new ReloadFile("/etc/web", content)]) };

    private Dictionary<string, int?> Pids() => _supervisor.Services.ToDictionary(service => service.Name, service => service.Pid);

    private async Task<(ReloadPlan Plan, ReloadEnd End)> ReloadTo(params ServiceDefinition[] definitions)
    {
        var begun = await Do(_supervisor.ReloadAsync(new ServiceSet(definitions, []), Me));
        return (begun.Plan, begun.Done.IsCompleted || !definitions.Any(definition => definition.Probes != ServiceProbes.None) ? await Do(begun.Done) : ReloadEnd.Nothing);
    }
}
