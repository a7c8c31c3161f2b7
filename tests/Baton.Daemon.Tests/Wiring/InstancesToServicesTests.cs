using System.Globalization;
using Baton.Core.Notices;
using Baton.Daemon.Wiring;
using Baton.Processes.Hosting;
using Baton.Runtime.Instances;
using Baton.Supervision.Probing;
using Baton.Supervision.Reload;
using Baton.Supervision.Services;
using Baton.TestKit;

namespace Baton.Daemon.Tests.Wiring;

/// <summary>Instances with real processes.</summary>
public sealed class InstancesToServicesTests : IAsyncLifetime, IDisposable
{
    private static readonly InstanceId One = new(Guid.Parse("0195fc7b-33e6-70e3-bee1-000000000001"));

    private readonly TemporaryFolder _folder = new();
    private readonly NoticeBoard _notices = new(TimeProvider.System);
    private readonly ProcessNews _news = new();
    private readonly InProcessHost _host;
    private readonly Supervisor _supervisor;
    private readonly InstancesToServices _instances;
    private readonly InstanceSurroundings _surroundings;

    public InstancesToServicesTests()
    {
        _host = InProcessHost.Start(new ProcessHostOptions { StateDirectory = _folder.Path, UseCgroups = false }, _news, TimeProvider.System);
        _supervisor = new Supervisor([], new SupervisorPorts
        {
            Processes = _host.Send,
            LastRun = _host.LastRun,
            Devices = new ScriptedDevices(),
            Probing = NoProbing.Instance,
            Notices = _notices,
            Time = TimeProvider.System,
            Random = () => 0.5,
            Crashed = e => throw new InvalidOperationException("the supervisor met a bug", e),
        });
        _news.Add(_supervisor.On);
        _news.Begin();
        var inherited = new Dictionary<string, string> { ["PATH"] = $"/usr/bin:/bin:{_folder["bin"]}", ["GIVEN"] = "on" };
        _surroundings = new InstanceSurroundings(() => inherited, _folder.Path);
        _instances = new InstancesToServices(_host.RegisterAsync, _surroundings, ServiceSet.Empty, _notices);
        Assert.Empty(_instances.TakeEarly());
        _instances.Begin(_supervisor);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _host.CloseAsync();
        await _supervisor.DisposeAsync();
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_process_has_no_arguments_and_knows_its_socket_and_its_id()
    {
        await AddAsync(Script("echo \"$# $VEECLE_IPC_SOCKET $VEECLE_RUNTIME_ID $GIVEN $PWD $(readlink /proc/self/fd/0)\" > told; exec sleep 1000"));
        Assert.False(_instances.IsRunning(One));
        await _instances.StartAsync(One, priority: null);
        Assert.True(_instances.IsRunning(One));
        Assert.Equal($"0 /run/one.sock {One} on {_folder.Path} /dev/null", await ToldAsync());
    }

    [Fact]
    public async Task It_is_seen_as_a_service_of_the_group_of_instances()
    {
        await AddAsync(Script("exec sleep 1000"));
        await _instances.StartAsync(One, priority: null);
        var service = Assert.Single(_supervisor.Services);
        Assert.Equal((One.ToString(), Phase.Running, RestartMode.Never, false), (service.Name, service.State, service.Restart, service.IsAutostarted));
        Assert.Equal(["instance"], service.Groups);
        await _supervisor.StopAsync(["instance"], isOnly: false, new ActCause("the test"), default).WaitAsync(Eventually.Limit);
        Assert.False(_instances.IsRunning(One));
    }

    [Fact]
    public async Task What_it_writes_is_in_its_log()
    {
        await AddAsync(Script("echo said; exec sleep 1000"));
        await _instances.StartAsync(One, priority: null);
        var log = _folder[$"logs/{One}"];
        await Eventually.HoldsAsync(() => Directory.Exists(log) && Directory.GetFiles(log).Any(file => File.ReadAllText(file).Contains("said", StringComparison.Ordinal)), "the line in the log");
    }

    [Fact]
    public async Task It_is_interrupted_and_may_end_by_itself()
    {
        await AddAsync(Script("trap 'echo interrupted > told; exit 0' INT; echo up > up; while :; do sleep 0.01; done"));
        await _instances.StartAsync(One, priority: null);
        await Eventually.HoldsAsync(() => File.Exists(_folder["up"]), "the program");
        await _instances.StopAsync(One);
        Assert.False(_instances.IsRunning(One));
        Assert.Equal("interrupted", await ToldAsync());
    }

    [Fact]
    public async Task One_that_does_not_mind_the_interrupt_is_killed_with_all_that_it_began()
    {
        await AddAsync(Script("trap '' INT; sleep 1000 & echo $! > told; exec sleep 1000"));
        await _instances.StartAsync(One, priority: null);
        var child = int.Parse(await ToldAsync(), CultureInfo.InvariantCulture);
        var pid = Service.Pid!.Value;
        await _instances.StopAsync(One);
        Assert.False(Directory.Exists($"/proc/{pid}"));
        Assert.False(Directory.Exists($"/proc/{child}"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(InstancePriority.Low)]
    public async Task Why_the_system_refuses_to_execute_it_is_told_by_its_words(InstancePriority? priority)
    {
        _folder.Write("closed", "#!/bin/sh\n");
        File.SetUnixFileMode(_folder.Write("rubbish", "neither program nor script\n"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        await RefusedAsync(1, "./missing", priority, "No such file or directory (os error 2)");
        await RefusedAsync(2, "missing", priority, "No such file or directory (os error 2)");
        await RefusedAsync(3, "./closed", priority, "Permission denied (os error 13)");
        await RefusedAsync(4, _folder.Path, priority, "Permission denied (os error 13)");
        await RefusedAsync(5, "./rubbish", priority, "Exec format error (os error 8)");
    }

    [Fact]
    public async Task A_refused_start_can_be_repeated_when_the_program_is_there()
    {
        await AddAsync("./late");
        await Assert.ThrowsAsync<RefusedException>(() => _instances.StartAsync(One, priority: null));
        Assert.False(_instances.IsRunning(One));
        File.Move(_folder[Script("exec sleep 1000")], _folder["late"]);
        await _instances.StartAsync(One, priority: null);
        Assert.True(_instances.IsRunning(One));
    }

    [Fact]
    public async Task A_name_without_a_slash_is_looked_for_in_the_path_and_nowhere_else()
    {
        Directory.CreateDirectory(_folder["bin"]);
        File.Move(_folder[Script("echo found > told; exec sleep 1000")], _folder["bin/by-name"]);
        Script("exec sleep 1000", "here");
        await AddAsync("by-name");
        await _instances.StartAsync(One, priority: null);
        Assert.Equal("found", await ToldAsync());
        await RefusedAsync(2, "here", priority: null, "No such file or directory (os error 2)");
    }

    [Fact]
    public async Task One_that_ends_by_itself_is_seen_and_can_be_started_again()
    {
        await AddAsync(Script("exec sleep 1000"));
        await _instances.StartAsync(One, priority: null);
        ProcessTable.Signal(Service.Pid!.Value, 9);
        await Eventually.HoldsAsync(() => !_instances.IsRunning(One), "the end of it");
        await _instances.StartAsync(One, priority: null);
        Assert.True(_instances.IsRunning(One));
        Assert.Equal(2, Service.Run);
    }

    [Fact]
    public async Task A_start_right_after_an_end_that_leaves_something_behind_waits_for_it()
    {
        await AddAsync(Script("(trap '' INT; echo up > told; exec sleep 1000) & exec sleep 1000"));
        await _instances.StartAsync(One, priority: null);
        await ToldAsync();
        ProcessTable.Signal(Service.Pid!.Value, 9);
        await Eventually.HoldsAsync(() => !_instances.IsRunning(One), "the end of it");
        await _instances.StartAsync(One, priority: null);
        Assert.Equal((Phase.Running, 2), (Service.State, Service.Run));
    }

    [Fact]
    public async Task A_priority_holds_for_one_start()
    {
        await AddAsync(Script("exec sleep 1000"));
        var own = Baton.Processes.Accounts.SystemAccounts.OwnNiceness;
        await _instances.StartAsync(One, InstancePriority.Low);
        await Eventually.HoldsAsync(() => NicenessOf(Service.Pid!.Value) == Math.Max(10, own), "its niceness");
        await _instances.StopAsync(One);
        await _instances.StartAsync(One, priority: null);
        await Eventually.HoldsAsync(() => NicenessOf(Service.Pid!.Value) == own, "its niceness");
    }

    [Fact]
    public async Task A_high_priority_that_is_refused_does_not_fail_the_start()
    {
        await AddAsync(Script("exec sleep 1000"));
        await _instances.StartAsync(One, InstancePriority.High);
        Assert.True(_instances.IsRunning(One));
        var isTold = _notices.After(0, 100).Any(notice => notice is { Subject: "service/0195fc7b-33e6-70e3-bee1-000000000001", What: "degraded" });
        Assert.Equal(Baton.Processes.Accounts.SystemAccounts.LeastNiceness > -10, isTold);
    }

    [Fact]
    public async Task A_service_of_the_manifest_keeps_its_name()
    {
        await _supervisor.ReloadAsync(OfManifest(One), new ActCause("the test"));
        var refused = await Assert.ThrowsAsync<RefusedException>(() => AddAsync("/bin/true"));
        Assert.Equal([$"there is a service \"{One}\" already"], refused.Causes);
    }

    [Fact]
    public async Task One_that_is_removed_is_no_service_any_more_and_its_id_is_free()
    {
        await AddAsync(Script("exec sleep 1000"));
        await _instances.StartAsync(One, priority: null);
        await Assert.ThrowsAsync<RefusedException>(() => _instances.RemoveAsync(One));
        await _instances.StopAsync(One);
        await _instances.RemoveAsync(One);
        Assert.Empty(_supervisor.Services);
        Assert.False(_instances.IsRunning(One));
        await AddAsync("/bin/true");
        await _instances.StartAsync(One, priority: null);
        Assert.Equal(2, Service.Run);
    }

    [Fact]
    public async Task What_is_added_before_there_is_a_supervisor_is_what_that_begins_with()
    {
        var beginning = new InstancesToServices(_ => throw new InvalidOperationException("nobody can be told yet"), _surroundings, OfManifest(One), _notices);
        var two = new InstanceId(Guid.Parse("0195fc7b-33e6-70e3-bee1-000000000002"));
        await beginning.AddAsync(Process(two, "/bin/true"));
        Assert.False(beginning.IsRunning(two));
        // Nothing of the manifest is put aside for it.
        await Assert.ThrowsAsync<RefusedException>(() => beginning.AddAsync(Process(One, "/bin/true")));
        var set = OfManifest(One).With(beginning.TakeEarly());
        Assert.Equal([One.ToString(), two.ToString()], set.Services.Select(service => service.Name));
        Assert.Equal("/run/one.sock", set.Services[1].Launch.Environment["VEECLE_IPC_SOCKET"]);
    }

    [Fact]
    public void Of_one_that_is_not_kept_it_is_known_how_it_is_stopped()
    {
        var departed = Assert.Single(InstanceServices.Departed(["web", One.ToString(), One.ToString(), One.ToString().ToUpperInvariant()]));
        Assert.Equal((One.ToString(), InstanceServices.Of(Process(One, "/bin/true"), _surroundings).Policy), (departed.Name, departed.Policy));
        Assert.Equal((2, TimeSpan.FromMilliseconds(100)), (departed.Policy.StopSignal, departed.Policy.StopTimeout));
    }

    [Fact]
    public async Task What_is_asked_before_there_is_a_supervisor_waits_for_it()
    {
        var beginning = new InstancesToServices(_host.RegisterAsync, _surroundings, ServiceSet.Empty, _notices);
        Assert.Empty(beginning.TakeEarly());
        var path = Script("exec sleep 1000");
        var adding = beginning.AddAsync(Process(One, path));
        Assert.False(adding.IsCompleted);
        beginning.Begin(_supervisor);
        await adding.WaitAsync(Eventually.Limit);
        await beginning.StartAsync(One, priority: null);
        Assert.True(beginning.IsRunning(One));
    }

    private ServiceView Service => _supervisor.Find(One.ToString())!;

    private ServiceSet OfManifest(InstanceId id) => new([InstanceServices.Of(Process(id, "/bin/true"), _surroundings) with { IsDynamic = false }], []);

    private static InstanceProcess Process(InstanceId id, string path) => new(id, path, "/run/one.sock");

    private Task AddAsync(string path) => _instances.AddAsync(Process(One, path));

    private async Task RefusedAsync(int number, string path, InstancePriority? priority, string why)
    {
        var id = new InstanceId(new Guid(number, 0, 0, new byte[8]));
        await _instances.AddAsync(Process(id, path));
        var refused = await Assert.ThrowsAsync<RefusedException>(() => _instances.StartAsync(id, priority));
        Assert.Equal([$"starting runtime process '{path}'", why], refused.Causes);
        Assert.False(_instances.IsRunning(id));
    }

    /// <summary>A script in the folder that processes start in, as a path relative to that.</summary>
    private string Script(string text, string name = "program")
    {
        File.SetUnixFileMode(_folder.Write(name, $"#!/bin/sh\n{text}\n"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return $"./{name}";
    }

    private async Task<string> ToldAsync()
    {
        var text = "";
        await Eventually.HoldsAsync(() => File.Exists(_folder["told"]) && (text = File.ReadAllText(_folder["told"])).EndsWith('\n'), "the word of the program");
        return text.TrimEnd();
    }

    private static int NicenessOf(int pid)
    {
        var stat = File.ReadAllText($"/proc/{pid}/stat");
        return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[16], CultureInfo.InvariantCulture);
    }
}
