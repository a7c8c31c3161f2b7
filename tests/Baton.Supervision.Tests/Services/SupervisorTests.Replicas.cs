using Baton.Core;
using Baton.Processes;
using Baton.Supervision.Reload;
using Baton.Supervision.Replicas;
using Baton.Supervision.Services;

namespace Baton.Supervision.Tests.Services;

/// <summary>Services that are there several times, and other numbers of them while they run.</summary>
public sealed partial class SupervisorTests
{
    [Fact]
    public async Task The_name_of_the_whole_means_all_replicas()
    {
        await ReplicatedAsync(2);
        Assert.Equal(["web.1", "web.2"], _supervisor.NamesOf(["web"]));
        Assert.Equal(["web.1", "web.2"], (await Do(_supervisor.StopAsync(["web"], isOnly: true, Me, default))).Services.Select(service => service.Name));
        Assert.Equal(Phase.Running, _supervisor.Find("api")!.State);
        Assert.Equal("web", _supervisor.Find("web.2")!.ReplicaOf);
    }

    [Fact]
    public async Task More_replicas_are_started_and_the_others_notice_nothing()
    {
        await ReplicatedAsync(2);
        var pids = Pids();
        var plan = await ScaleAsync(4);
        Assert.Equal(["web.3", "web.4"], plan.Of(PlannedAct.Start));
        Assert.Equal([new ScaledService("web", 2, 4)], plan.Scaled);
        Assert.All(pids, pid => Assert.Equal(pid.Value, _supervisor.Find(pid.Key)!.Pid));
        Assert.Equal(Phase.Running, _supervisor.Find("web.4")!.State);
        Assert.Contains(_notices.After(0, 1000), notice => notice is { Subject: "daemon", What: "scaled", Detail: "by the test: web 2 → 4" });
    }

    [Fact]
    public async Task Of_fewer_the_highest_numbers_are_stopped_at_once_though_others_depend_on_them_and_their_numbers_go_on()
    {
        await ReplicatedAsync(3);
        await ScaleAsync(1);
        Assert.Equal(["web.2", "web.3"], _host.Terminated.Order());
        Assert.Equal(["web.1", "api"], _supervisor.Services.Select(service => service.Name));
        Assert.Equal(Phase.Running, _supervisor.Find("api")!.State);
        await ScaleAsync(2);
        Assert.Equal(Phase.Running, _supervisor.Find("web.2")!.State);
    }

    [Fact]
    public async Task With_none_dependents_start_at_once_and_the_name_means_nothing_that_could_be_all()
    {
        await ReplicatedAsync(0);
        Assert.Equal(Phase.Running, _supervisor.Find("api")!.State);
        Assert.True(_supervisor.IsWhole("web"));
        Assert.Empty((await Do(_supervisor.StopAsync(["web"], isOnly: false, Me, default))).Services);
        Assert.Equal(Phase.Running, _supervisor.Find("api")!.State);
        Assert.Equal(ErrorCode.NotFound, (await Assert.ThrowsAsync<BatonException>(() => _supervisor.SignalAsync(["web"], 1, Me))).Code);
    }

    [Fact]
    public async Task A_dependent_waits_for_every_replica_also_for_one_that_came_later()
    {
        await ReplicatedAsync(1);
        _host.SpawnsAtOnce = false;
        var begun = await Do(_supervisor.ReloadAsync(Replicated(2), Me, Web));
        await Do(_supervisor.StopAsync(["api"], isOnly: true, Me, default));
        var start = _supervisor.StartAsync(["api"], Me, default);
        _scheduler.RunAll();
        Assert.Equal(Phase.WaitingDependencies, _supervisor.Find("api")!.State);
        Assert.False(begun.Done.IsCompleted);
        _host.SpawnsAtOnce = true;
        _host.ConfirmSpawn(new RunId("web.2", 1));
        await Do(start);
        await Do(begun.Done);
        Assert.Equal(Phase.Running, _supervisor.Find("api")!.State);
    }

    [Fact]
    public async Task Replicas_that_people_have_stopped_stay_stopped_and_a_scale_starts_new_ones_all_the_same()
    {
        await ReplicatedAsync(2);
        await Do(_supervisor.StopAsync(["web"], isOnly: true, Me, default));
        await ScaleAsync(3);
        Assert.Equal([Phase.Stopped, Phase.Stopped, Phase.Running], _supervisor.NamesOf(["web"]).Select(name => _supervisor.Find(name)!.State));
        await Do(_supervisor.StopAsync(["web"], isOnly: true, Me, default));
        await Do(_supervisor.ReloadAsync(Replicated(4), Me));
        Assert.Equal(Phase.Stopped, _supervisor.Find("web.4")!.State);
    }

    [Fact]
    public async Task What_is_said_of_the_whole_holds_for_a_replica_to_come()
    {
        _said["web"] = false;
        _said["web.2"] = true;
        await Do(_supervisor.ReloadAsync(Replicated(2), Me));
        Assert.Equal((false, true), (_supervisor.Find("web.1")!.IsEnabled, _supervisor.Find("web.2")!.IsEnabled));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_replica_of_which_a_run_lives_that_nobody_remembers_comes_back_only_when_that_has_gone(bool endsAsOne)
    {
        BeginRemembered(Define("db"));
        await Die();
        Recover([new KnownRun(new RunId("web.1", 4), 4000, _time.GetUtcNow(), null, IsTreeGone: false, IsSpawned: true)], Define("db"));
        Assert.Contains(new ProcessCommand.Kill(new RunId("web.1", 4)), _host.Commands);
        var scale = _supervisor.ReloadAsync(Replicated(1), Me, Web);
        _scheduler.RunAll();
        var refused = await Assert.ThrowsAsync<BatonException>(() => scale);
        Assert.Equal((ErrorCode.Busy, "a process of an earlier run of service \"web.1\" has not ended yet; try again when it is gone"), (refused.Code, refused.Message));
        if (!endsAsOne) _supervisor.On(new ProcessEvent.Exited(new RunId("web.1", 4), new ExitStatus(null, 9), IsTreeGone: false));
        _supervisor.On(endsAsOne ? new ProcessEvent.Exited(new RunId("web.1", 4), new ExitStatus(null, 9), IsTreeGone: true) : new ProcessEvent.TreeGone(new RunId("web.1", 4)));
        _scheduler.RunAll();
        await ScaleAsync(1);
        Assert.Equal(Phase.Running, _supervisor.Find("web.1")!.State);
    }

    [Fact]
    public async Task One_that_does_not_end_holds_up_none_of_the_others_that_go()
    {
        await ReplicatedAsync(3);
        _host.ObeysTerminate = false;
        var begun = await Do(_supervisor.ReloadAsync(Replicated(1), Me, Web));
        _host.Exit(new RunId("web.2", 1), new ExitStatus(0, null));
        _scheduler.RunAll();
        Assert.Null(_supervisor.Find("web.2"));
        Assert.Equal((Phase.Stopping, false), (_supervisor.Find("web.3")!.State, begun.Done.IsCompleted));
        await ScaleAsync(2);
        Assert.Equal((Phase.Running, Phase.Stopping), (_supervisor.Find("web.2")!.State, _supervisor.Find("web.3")!.State));
        _host.Exit(new RunId("web.3", 1), new ExitStatus(0, null));
        Assert.Equal(["web.2", "web.3"], (await Do(begun.Done)).Stopped.Select(service => service.Name).Order());
        Assert.Null(_supervisor.Find("web.3"));
    }

    [Fact]
    public async Task A_request_for_the_whole_goes_on_with_those_that_a_scale_has_left()
    {
        await ReplicatedAsync(3);
        var scale = _supervisor.ReloadAsync(Replicated(2), Me, Web);
        var restart = _supervisor.RestartAsync(["web"], Me, default);
        var gone = _supervisor.RestartAsync(["web.3"], Me, default);
        await Do(scale);
        Assert.Equal([("web.1", 2), ("web.2", 2)], (await Do(restart)).Services.Select(service => (service.Name, service.Run)));
        Assert.Equal("service \"web.3\" does not exist any more: a scale or reload has removed it", (await Assert.ThrowsAsync<BatonException>(() => Do(gone))).Message);
    }

    [Fact]
    public async Task Who_waits_for_the_whole_waits_no_longer_for_one_that_a_scale_takes_away()
    {
        await ReplicatedAsync(1);
        _host.SpawnsAtOnce = false;
        await Do(_supervisor.ReloadAsync(Replicated(2), Me, Web));
        var wait = _supervisor.WaitAsync(["web"], WaitGoal.Ready, default);
        var api = _supervisor.RestartAsync(["api"], Me, default);
        _scheduler.RunAll();
        Assert.False(wait.IsCompleted);
        await Do(_supervisor.ReloadAsync(Replicated(1), Me, Web));
        Assert.Equal(["web.1"], (await Do(wait)).Services.Select(service => service.Name));
        _host.ConfirmSpawn(new RunId("api", 2));
        await Do(api);
    }

    [Fact]
    public async Task A_start_that_needed_what_a_scale_takes_away_does_not_start_that_again()
    {
        await ReplicatedAsync(2);
        await Do(_supervisor.StopAsync(["api"], isOnly: true, Me, default));
        _host.ObeysTerminate = false;
        var scale = _supervisor.ReloadAsync(Replicated(1), Me, Web);
        var start = _supervisor.StartAsync(["api"], Me, default);
        await Do(scale);
        Assert.Equal((Phase.Stopping, false), (_supervisor.Find("web.2")!.State, _supervisor.Find("web.2")!.IsDesired));
        Assert.Equal(Phase.Running, (await Do(start)).Services.Single().State);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task One_that_goes_is_stopped_by_its_own_rules_also_when_the_daemon_dies_meanwhile(bool isAsked)
    {
        var web = Define("web.3", "db") with { Replica = new ServiceReplica("web", 3), Policy = new ServicePolicy { StopSignal = 3, StopTimeout = TimeSpan.FromSeconds(40) } };
        BeginRemembered(Define("db"), web);
        await Do(_supervisor.StartAsync([], Me, default));
        _host.ObeysTerminate = false;
        if (isAsked) await Do(_supervisor.ReloadAsync(new ServiceSet([Define("db")], []), Me, Web));
        await Die();
        _departed.Add(web);
        Recover(Define("db"));
        Assert.Equal(3, _host.Commands.OfType<ProcessCommand.Terminate>().Last(terminate => terminate.Id.Service == "web.3").Signal);
        Advance(TimeSpan.FromSeconds(39));
        Assert.Equal(Phase.Stopping, _supervisor.Find("web.3")!.State);
        Advance(TimeSpan.FromSeconds(2));
        Assert.Null(_supervisor.Find("web.3"));
        Assert.Equal(new ProcessCommand.Kill(new RunId("web.3", 1)), _host.Commands[^1]);
    }

    private static IReadOnlySet<string> Web { get; } = new HashSet<string> { "web" };

    private static ServiceSet Replicated(int count)
    {
        var replicas = Enumerable.Range(1, count).Select(number => new ServiceReplica("web", number)).ToList();
        return new ServiceSet([.. replicas.Select(replica => Define(replica.Name) with { Replica = replica }), Define("api", [.. replicas.Select(replica => replica.Name)])], [])
        {
            Replicas = [new ReplicaSet("web", count, 2)],
        };
    }

    private async Task ReplicatedAsync(int count)
    {
        await Do((await Do(_supervisor.ReloadAsync(Replicated(count), Me))).Done);
        await Do(_supervisor.StartAsync([], Me, default));
    }

    private async Task<ReloadPlan> ScaleAsync(int count)
    {
        var begun = await Do(_supervisor.ReloadAsync(Replicated(count), Me, Web));
        await Do(begun.Done);
        return begun.Plan;
    }
}
