using Baton.Core.Notices;
using Baton.Daemon.Manifests;
using Baton.Daemon.Startup;
using Baton.Daemon.Wiring;
using Baton.Processes.Hosting;
using Baton.Processes.Records;
using Baton.Runtime.Instances;
using Baton.Supervision.Memory;
using Baton.Supervision.Probing;
using Baton.Supervision.Reload;
using Baton.Supervision.Services;
using Baton.TestKit;

namespace Baton.Daemon.Tests.Wiring;

/// <summary>Real processes of instances that outlive one daemon, in the order in which a daemon begins.</summary>
public sealed class InstanceRecoveryTests : IAsyncLifetime, IDisposable
{
    private static readonly InstanceId One = new(Guid.Parse("0195fc7b-33e6-70e3-bee1-000000000001"));

    private readonly TemporaryFolder _folder = new();
    private readonly NoticeBoard _notices = new(TimeProvider.System);
    private readonly InstanceProcess _process;
    private Life? _life;

    public InstanceRecoveryTests()
    {
        Directory.CreateDirectory(_folder["run"]);
        var program = _folder.Write("program", "#!/bin/sh\necho said; exec sleep 1000\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        _process = new InstanceProcess(One, program, "/run/one.sock");
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (_life is not null) await _life.EndAsync(isLeaving: false);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_is_added_before_the_supervisor_goes_on_where_it_was()
    {
        await BeginAsync();
        await _life!.Instances.AddAsync(_process);
        await _life.Instances.StartAsync(One, priority: null);
        await _life.Instances.StopAsync(One);
        await _life.Instances.StartAsync(One, priority: null);
        var before = Service!;
        await _life.EndAsync(isLeaving: true);
        await BeginAsync(_process);
        await Eventually.HoldsAsync(() => Service is { State: Phase.Running }, "the run under the next daemon");
        Assert.Equal((2, before.Pid, before.Restarts), (Service!.Run, Service.Pid, Service.Restarts));
        Assert.True(_life.Instances.IsRunning(One));
        // Of each run one file: the second has not begun another.
        await Eventually.HoldsAsync(() => Directory.GetFiles(_folder[$"logs/{One}"]) is [_, _] files && files.Any(file => File.ReadAllText(file).Contains("said", StringComparison.Ordinal)), "its log");
        await _life.Instances.StopAsync(One);
        Assert.False(ProcessTable.IsAlive(before.Pid!.Value));
        await _life.Instances.StartAsync(One, priority: null);
        Assert.Equal(3, Service.Run);
    }

    [Fact]
    public async Task One_that_ended_meanwhile_is_known_and_does_not_run()
    {
        await BeginAsync();
        await _life!.Instances.AddAsync(_process);
        await _life.Instances.StartAsync(One, priority: null);
        var pid = Service!.Pid!.Value;
        await _life.EndAsync(isLeaving: true);
        ProcessTable.Signal(pid, 9);
        await Eventually.HoldsAsync(() => !ProcessTable.IsAlive(pid), "the end of the process");
        await BeginAsync(_process);
        await Eventually.HoldsAsync(() => Service is { IsLive: false }, "that its end is known");
        Assert.False(_life.Instances.IsRunning(One));
        await _life.Instances.StartAsync(One, priority: null);
        Assert.Equal(2, Service!.Run);
    }

    [Fact]
    public async Task One_that_is_not_kept_is_ended()
    {
        await BeginAsync();
        await _life!.Instances.AddAsync(_process);
        await _life.Instances.StartAsync(One, priority: null);
        var pid = Service!.Pid!.Value;
        await _life.EndAsync(isLeaving: true);
        await BeginAsync();
        Assert.Null(Service);
        Assert.False(ProcessTable.IsAlive(pid));
    }

    private ServiceView? Service => _life!.Supervisor.Find(One.ToString());

    /// <summary>As a daemon begins, after the death of a guardian.</summary>
    private async Task BeginAsync(params InstanceProcess[] kept)
    {
        var time = TimeProvider.System;
        var options = new DaemonOptions(_folder.Path, null, null, null, null, Empty: true, [], IsTesting: false);
        var inForce = new ManifestInForce(ManifestReading.Of(Locations.Find(options, Environment.CurrentDirectory), options.Choice, time), _folder["run"]);
        var news = new ProcessNews();
        var host = InProcessHost.Start(new ProcessHostOptions { StateDirectory = _folder.Path, UseCgroups = false }, news, time);
        var memory = ServiceMemory.Open(_folder["run/services"], StateId.Of(_folder.Path, out _), BootId.Read(), time.GetUtcNow(), Assert.Fail);
        var instances = new InstancesToServices(host.RegisterAsync, new InstanceSurroundings(() => new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin" }, _folder.Path), ServiceSet.Empty, _notices);
        foreach (var process in kept) await instances.AddAsync(process);
        var added = instances.TakeEarly();
        var taken = await TakenOver.TakeAsync(host, new EarlierDaemons(HasTakenOver: false, [], () => { }), memory, inForce, _folder["run"], _notices, added);
        var supervisor = new Supervisor(taken.Set.With(added), new SupervisorPorts
        {
            Processes = host.Send,
            LastRun = host.LastRun,
            Devices = new ScriptedDevices(),
            Probing = NoProbing.Instance,
            Memory = memory,
            AwaitsRuns = true,
            Notices = _notices,
            Time = time,
            Random = () => 0.5,
            Crashed = e => throw new InvalidOperationException("the supervisor met a bug", e),
        });
        news.Add(supervisor.On);
        instances.Begin(supervisor);
        supervisor.Recover(taken.Runs);
        news.Begin();
        _life = new Life(host, memory, supervisor, instances);
    }

    private sealed record Life(InProcessHost Host, ServiceMemory Memory, Supervisor Supervisor, InstancesToServices Instances)
    {
        /// <param name="isLeaving">What runs is left as it is.</param>
        public async Task EndAsync(bool isLeaving)
        {
            await Supervisor.RestAsync();
            if (isLeaving) await Host.LeaveAsync();
            else await Host.CloseAsync();
            await Supervisor.DisposeAsync();
            Memory.Dispose();
        }
    }
}
