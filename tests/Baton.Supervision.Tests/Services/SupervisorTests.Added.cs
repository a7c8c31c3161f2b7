using Baton.Core;
using Baton.Processes;
using Baton.Supervision.Reload;
using Baton.Supervision.Replicas;
using Baton.Supervision.Services;
using Baton.TestKit;

namespace Baton.Supervision.Tests.Services;

/// <summary>Services that are added and removed while others run.</summary>
public sealed partial class SupervisorTests
{
    [Fact]
    public async Task One_that_is_added_is_there_and_not_started()
    {
        await Do(_supervisor.StartAsync([], Me, default));
        await Add("extra");
        Assert.Equal((Phase.Stopped, false), (Extra.State, Extra.IsDesired));
        Assert.Equal(["db", "api", "web", "lamp", "extra"], _supervisor.Services.Select(service => service.Name));
        Assert.Contains("extra", _supervisor.Names);
        await Do(_supervisor.StartAsync(["extra"], Me, default));
        Assert.Equal((Phase.Running, 1), (Extra.State, Extra.Run));
        await Do(_supervisor.StopAsync(["extra"], isOnly: false, Me, default));
        Assert.Equal(["extra"], _host.Terminated);
    }

    [Fact]
    public async Task A_start_of_all_leaves_what_was_added_alone_and_a_stop_of_all_does_not()
    {
        await Add("extra");
        await Do(_supervisor.StartAsync([], Me, default));
        Assert.DoesNotContain("extra", _host.Spawned);
        await Do(_supervisor.StartAsync(["extra"], Me, default));
        await Do(_supervisor.StopAsync([], isOnly: false, Me, default));
        Assert.Contains("extra", _host.Terminated);
    }

    [Fact]
    public async Task A_restart_of_all_begins_nothing_that_was_added_and_does_not_run()
    {
        await Add("extra");
        await Do(_supervisor.RestartAsync([], Me, default));
        Assert.DoesNotContain("extra", _host.Spawned);
        await Do(_supervisor.StartAsync(["extra"], Me, default));
        await Do(_supervisor.RestartAsync([], Me, default));
        Assert.Equal(2, Extra.Run);
    }

    [Fact]
    public async Task A_shutdown_stops_what_was_added_like_all_others()
    {
        await Add("extra");
        await Do(_supervisor.StartAsync(["extra"], Me, default));
        _supervisor.ShutDown(isKill: false, Me);
        _scheduler.RunAll();
        await _supervisor.Ended.WaitAsync(Eventually.Limit);
        Assert.Equal(["extra"], _host.Terminated);
    }

    [Fact]
    public async Task A_reload_neither_stops_nor_lists_what_was_added()
    {
        await Add("extra");
        await Do(_supervisor.StartAsync(["extra"], Me, default));
        var plan = await Do(_supervisor.PlanAsync(new ServiceSet([Define("lamp")], [])));
        Assert.Equal(("3 removed: db, api, web", "lamp"), (plan.ToSentence(), plan.Unchanged.Single()));
        (plan, _) = await ReloadTo(Define("fresh"), Define("lamp"));
        Assert.DoesNotContain("extra", plan.Services.Select(service => service.Name).Concat(plan.Unchanged));
        Assert.Equal(["fresh", "lamp", "extra"], _supervisor.Services.Select(service => service.Name));
        (plan, _) = await ReloadTo(Define("fresh"), Define("lamp"));
        Assert.True(plan.IsEmpty);
        Assert.Equal((Phase.Running, 1), (Extra.State, Extra.Run));
        Assert.DoesNotContain("extra", _host.Terminated);
    }

    [Fact]
    public async Task A_scale_leaves_what_was_added()
    {
        _supervisor = Supervise(Define("web.1") with { Replica = new ServiceReplica("web", 1) });
        await Add("extra");
        await Do(_supervisor.StartAsync(["extra"], Me, default));
        var scaled = new ServiceSet([Define("web.1") with { Replica = new ServiceReplica("web", 1) }, Define("web.2") with { Replica = new ServiceReplica("web", 2) }], []) { Replicas = [new ReplicaSet("web", 2, 1)] };
        await Do(_supervisor.ReloadAsync(scaled, Me, new HashSet<string> { "web" }));
        Assert.Equal(["web.1", "web.2", "extra"], _supervisor.Services.Select(service => service.Name));
        Assert.Equal(Phase.Running, Extra.State);
    }

    [Fact]
    public async Task A_name_that_is_there_is_not_added_a_second_time()
    {
        Assert.Equal(ErrorCode.InvalidRequest, (await Assert.ThrowsAsync<BatonException>(() => Add("lamp"))).Code);
        await Add("extra");
        Assert.Equal("there is a service \"extra\" already", (await Assert.ThrowsAsync<BatonException>(() => Add("extra"))).Message);
    }

    [Fact]
    public async Task A_manifest_cannot_take_the_name_of_one_that_was_added()
    {
        await Add("extra");
        var refused = await Assert.ThrowsAsync<BatonException>(() => ReloadTo(Define("lamp"), Define("extra")));
        Assert.Equal(ErrorCode.InvalidManifest, refused.Code);
        Assert.Equal(["db", "api", "web", "lamp", "extra"], _supervisor.Services.Select(service => service.Name));
        await Remove("extra");
        await ReloadTo(Define("lamp"), Define("extra"));
        Assert.Equal(["lamp", "extra"], _supervisor.Services.Select(service => service.Name));
    }

    [Fact]
    public async Task One_that_was_removed_is_unknown_and_its_name_is_free()
    {
        await Add("extra");
        await Do(_supervisor.StartAsync(["extra"], Me, default));
        Assert.Equal(ErrorCode.InvalidRequest, (await Assert.ThrowsAsync<BatonException>(() => Remove("extra"))).Code);
        await Do(_supervisor.StopAsync(["extra"], isOnly: true, Me, default));
        await Remove("extra");
        Assert.Null(_supervisor.Find("extra"));
        await Assert.ThrowsAsync<BatonException>(() => _supervisor.StartAsync(["extra"], Me, default));
        await Add("extra");
        Assert.Equal(Phase.Stopped, Extra.State);
    }

    [Fact]
    public async Task What_the_manifest_has_is_not_removed_like_one_that_was_added()
    {
        Assert.Equal(ErrorCode.NotFound, (await Assert.ThrowsAsync<BatonException>(() => Remove("lamp"))).Code);
        Assert.Equal(ErrorCode.NotFound, (await Assert.ThrowsAsync<BatonException>(() => Remove("ghost"))).Code);
    }

    [Fact]
    public async Task While_a_removed_service_is_still_being_stopped_others_come_and_go()
    {
        await Do(_supervisor.StartAsync([], Me, default));
        _host.ObeysTerminate = false;
        var reload = _supervisor.ReloadAsync(new ServiceSet([Define("db")], []), Me);
        _scheduler.RunAll();
        await Add("extra");
        await Do(_supervisor.StartAsync(["extra"], Me, default));
        foreach (var name in new[] { "lamp", "web", "api" })
        {
            _host.Exit(new RunId(name, 1), new ExitStatus(0, null));
            _scheduler.RunAll();
        }

        await Do((await Do(reload)).Done);
        Assert.Equal(["db", "extra"], _supervisor.Services.Select(service => service.Name));
        Assert.Equal(Phase.Running, Extra.State);
    }

    [Fact]
    public async Task What_one_run_is_begun_with_is_not_what_the_next_is()
    {
        await Add("extra");
        var launch = Define("extra").Launch with { Credentials = new Credentials(Nice: 10) };
        await Do(_supervisor.StartOnceAsync("extra", launch, Me, default));
        await Do(_supervisor.StartOnceAsync("extra", launch, Me, default));
        await Do(_supervisor.StopAsync(["extra"], isOnly: true, Me, default));
        await Do(_supervisor.StartAsync(["extra"], Me, default));
        Assert.Equal([10, null], _host.Commands.OfType<ProcessCommand.Spawn>().Select(spawn => spawn.What.Credentials?.Nice));
    }

    [Fact]
    public async Task A_spawn_that_the_system_refused_shows_by_which_number_until_the_next()
    {
        await Add("extra");
        _host.SpawnsAtOnce = false;
        var start = _supervisor.StartAsync(["extra"], Me, default);
        _scheduler.RunAll();
        _supervisor.On(new ProcessEvent.SpawnFailed(new RunId("extra", 1), "no such program") { Errno = 2 });
        var failed = (await Do(start)).Services.Single();
        Assert.Equal((Phase.Failed, "no such program", 2), (failed.State, failed.SpawnError, failed.SpawnErrno));
        _host.SpawnsAtOnce = true;
        Assert.Null((await Do(_supervisor.StartAsync(["extra"], Me, default))).Services.Single().SpawnErrno);
    }

    [Fact]
    public async Task What_was_added_goes_on_after_the_death_of_the_daemon_when_it_is_added_before_the_recovery()
    {
        BeginRemembered(Define("lamp"));
        await Add("extra");
        await Do(_supervisor.StartAsync(["extra"], Me, default));
        Advance(TimeSpan.FromSeconds(7));
        var before = Shown(Extra);
        var commands = _host.Commands.Count;
        await Die();
        Advance(TimeSpan.FromSeconds(1));
        Recover([.. new ServiceSet([Define("lamp")], []).With([Added("extra")]).Services]);
        Assert.Equal(commands, _host.Commands.Count);
        Assert.Equal(before, Shown(Extra));
        var (plan, _) = await ReloadTo(Define("lamp"));
        Assert.True(plan.IsEmpty);
        Assert.Equal(Phase.Running, Extra.State);
    }

    private ServiceView Extra => _supervisor.Find("extra")!;

    private static ServiceDefinition Added(string name) => Define(name) with { IsDynamic = true, IsAutostarted = false, Policy = new ServicePolicy { Restart = RestartMode.Never } };

    private Task Add(string name) => Done(_supervisor.AddAsync(Added(name), Me));

    private Task Remove(string name) => Done(_supervisor.RemoveAsync(name, Me));

    private async Task Done(Task act)
    {
        _scheduler.RunAll();
        await act.WaitAsync(Eventually.Limit);
    }
}
