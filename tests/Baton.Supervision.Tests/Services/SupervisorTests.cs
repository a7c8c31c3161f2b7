using Baton.Core;
using Baton.Core.Notices;
using Baton.Processes;
using Baton.Supervision.Dependencies;
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
    private readonly List<ServiceDefinition> _departed = [];
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
            Departed = names => [.. _departed.Where(service => names.Contains(service.Name))],
            Devices = _devices,
            Probing = _probing,
            Hooks = _hooks,
            Notifications = _reports,
            Changes = _changes,
            Schedules = _times,
            ReadLastOutput = _lastOutput is not null ? (run, told) => _lastOutput.Add(run, told) : null,
            MonitorOf = name => _monitors.GetValueOrDefault(name, MonitorStanding.Unknown),
            AwaitsRuns = _awaitsRuns,
            ToldBefore = _toldBefore,
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
