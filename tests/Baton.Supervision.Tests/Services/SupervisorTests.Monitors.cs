using Baton.Processes;
using Baton.Supervision.Dependencies;
using Baton.Supervision.Reload;
using Baton.Supervision.Services;

namespace Baton.Supervision.Tests.Services;

/// <summary>Services that wait for monitors.</summary>
public sealed partial class SupervisorTests
{
    private readonly Dictionary<string, MonitorStanding> _monitors = [];

    [Fact]
    public void A_service_waits_until_its_monitors_are_up_and_says_for_which()
    {
        _supervisor = Supervise(Watched("web", "shop", "router"), Define("page", "web"));
        _ = _supervisor.StartAsync([], Me, default);
        _scheduler.RunAll();
        Assert.Equal((Phase.WaitingDependencies, "waiting for monitor shop (not found well yet), monitor router (not found well yet)"), (Find("web").State, Find("web").Reason));

        Stands("router", isUp: true);
        Stands("shop", isUp: false);
        Assert.Equal("waiting for monitor shop (down: HTTP 500)", Find("web").Reason);
        Assert.Empty(_host.Spawned);

        var healthy = Stands("shop", isUp: true);
        Assert.Equal(["web", "page"], _host.Spawned);
        Assert.Equal(healthy, _notices.After(0, 100).Single(notice => notice is { Subject: "service/web", What: "starting" }).Cause);
    }

    [Fact]
    public async Task A_start_is_answered_while_the_monitor_is_down_and_not_while_nothing_is_known_of_it()
    {
        _supervisor = Supervise(Watched("web", "shop"));
        var starting = _supervisor.StartAsync(["web"], Me, default);
        _scheduler.RunAll();
        Assert.False(starting.IsCompleted);
        Stands("shop", isUp: false);
        Assert.Equal("waiting for monitor shop (down: HTTP 500)", (await Do(starting)).Services.Single().Reason);
    }

    [Fact]
    public async Task A_monitor_that_goes_down_stops_nobody_but_holds_back_the_next_run()
    {
        _supervisor = Supervise(Watched("web", "shop"));
        _monitors["shop"] = new MonitorStanding(IsUp: true, IsDown: false, "up", Cause: null);
        await Do(_supervisor.StartAsync([], Me, default));
        Stands("shop", isUp: false);
        Assert.Equal((Phase.Running, 1), (Find("web").State, Find("web").Run));

        _host.Exit(new RunId("web", 1), new ExitStatus(3, null));
        _scheduler.RunAll();
        Advance(TimeSpan.FromMinutes(1));
        Assert.Equal((Phase.WaitingDependencies, 1), (Find("web").State, Find("web").Run));
        Stands("shop", isUp: true);
        Assert.Equal((Phase.Running, 2), (Find("web").State, Find("web").Run));
    }

    [Fact]
    public async Task After_the_death_of_the_daemon_what_runs_goes_on_and_what_waits_waits_whatever_is_not_known_of_the_monitor()
    {
        BeginRemembered(Watched("web", "shop"), Watched("page", "cache"));
        Stands("shop", isUp: true);
        _ = _supervisor.StartAsync([], Me, default);
        _scheduler.RunAll();
        await Die();
        _monitors.Clear();
        Recover(Watched("web", "shop"), Watched("page", "cache"));
        Assert.Equal((Phase.Running, 1, Phase.WaitingDependencies), (Find("web").State, Find("web").Run, Find("page").State));
        Assert.Equal(["web"], _host.Spawned);
        Stands("cache", isUp: true);
        Assert.Equal(["web", "page"], _host.Spawned);
    }

    [Fact]
    public async Task A_reload_that_takes_the_monitor_away_lets_the_service_begin_and_one_that_adds_it_disturbs_no_run()
    {
        _supervisor = Supervise(Watched("web", "shop"), Define("page"));
        _ = _supervisor.StartAsync([], Me, default);
        _scheduler.RunAll();
        Assert.True(_supervisor.AwaitsMonitor("shop"));
        var reloaded = await Do(_supervisor.ReloadAsync(new ServiceSet([Define("web"), Watched("page", "cache")], []), Me));
        Assert.Equal(["depends_on", "depends_on"], reloaded.Plan.Services.SelectMany(service => service.Keys).Select(key => key.Key));
        Assert.Equal(["page", "web"], _host.Spawned.Order());
        Assert.Equal((false, true), (_supervisor.AwaitsMonitor("shop"), _supervisor.AwaitsMonitor("cache")));
    }

    private static ServiceDefinition Watched(string name, params string[] monitors) => Define(name) with { Monitors = monitors };

    private ServiceView Find(string name) => _supervisor.Find(name)!;

    private long Stands(string monitor, bool isUp)
    {
        var fact = _notices.Publish($"monitor/{monitor}", isUp ? "healthy" : "unhealthy", cause: null);
        _monitors[monitor] = new MonitorStanding(isUp, !isUp, isUp ? "up" : "down: HTTP 500", fact);
        _supervisor.LookAtMonitors();
        _scheduler.RunAll();
        return fact;
    }
}
