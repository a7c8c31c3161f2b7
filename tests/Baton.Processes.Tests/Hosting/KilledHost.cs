using Baton.Processes.Hosting;
using Baton.Processes.Records;
using Baton.TestKit;

namespace Baton.Processes.Tests.Hosting;

/// <summary>
/// A host in a process of its own, which a test kills, under a parent to which its services come then: in life that is process 1. What it
/// leaves is ended with this.
/// </summary>
internal sealed class KilledHost(bool useCgroups, string parent = "reap") : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<StartedProgram> _started = [];

    /// <summary>The state directory.</summary>
    public string State => _folder["state"];

    /// <summary>A path in the test's own folder, beside the host's state.</summary>
    public string this[string name] => _folder[name];

    /// <summary>Starts a host with services <c>s0</c>, <c>s1</c>, ..., one per script.</summary>
    public void Start(params string[] scripts) => Start(adopts: false, scripts);

    /// <summary>The same, taking over what the one before left.</summary>
    public void Start(bool adopts, params string[] scripts)
    {
        Directory.CreateDirectory(State);
        var mode = (useCgroups ? "cgroups" : "plain") + (adopts ? "+adopt" : "");
        _started.Add(StartedProgram.Start(TestPrograms.TestProcess, ["nanny", parent, TestPrograms.HostProcess, State, mode, .. scripts]));
    }

    /// <summary>Starts a host in another cgroup.</summary>
    public void StartIn(string cgroup, params string[] scripts)
    {
        Directory.CreateDirectory(State);
        _started.Add(StartedProgram.Start("/bin/bash",
            ["-c", $"echo $$ > {cgroup}/cgroup.procs; exec \"$@\"", "bash", TestPrograms.TestProcess, "nanny", parent, TestPrograms.HostProcess, State, "cgroups", .. scripts]));
    }

    /// <inheritdoc cref="TemporaryFolder.NumberInAsync"/>
    public Task<int> NumberInAsync(string name) => _folder.NumberInAsync(name);

    /// <summary>Kills the host that is the parent of this first process, once it has recorded it.</summary>
    public async Task KillAsync(int service)
    {
        await Eventually.HoldsAsync(() => IsRecorded(service), "the process is recorded");
        var host = ProcessTable.ParentOf(service);
        ProcessTable.Signal(host, 9);
        await Eventually.HoldsAsync(() => !ProcessTable.IsAlive(host), "the host is dead");
    }

    /// <summary>Kills the host that was started last, whatever it is doing.</summary>
    public async Task KillLastAsync()
    {
        var parent = _started[^1].Pid;
        int[] hosts = [];
        await Eventually.HoldsAsync(() => (hosts = HostsOf(parent)).Length > 0, "the host was started");
        ProcessTable.Signal(hosts[0], 9);
        await Eventually.HoldsAsync(() => HostsOf(parent).Length == 0, "the host is dead");
    }

    private bool IsRecorded(int service)
    {
        var table = File.ReadAllBytes(Path.Combine(State, "run", "table"));
        for (var at = TableHeader.Bytes; at < table.Length; at += RunSlot.Bytes)
        {
            if (BitConverter.ToInt32(table, at + RunSlot.PhaseAt) == (int)RecordedPhase.Spawned && BitConverter.ToInt32(table, at + RunSlot.PidAt) == service) return true;
        }

        return false;
    }

    /// <summary>Services have sessions of their own.</summary>
    private static int[] HostsOf(int parent) => [.. ProcessTable.ChildrenOf(parent).Where(child => ProcessTable.SessionOf(child) == ProcessTable.SessionOf(parent))];

    /// <summary>A host on the same state, in this process.</summary>
    public InProcessHost Next(EventLog events) => InProcessHost.Start(HostFixture.OptionsOf(State, useCgroups) with { LeftoverTimeout = TimeSpan.Zero }, events, TimeProvider.System);

    /// <summary>All lines of the newest run's log of a service, without their times.</summary>
    public IReadOnlyList<string> Log(string service = "s0")
    {
        var files = Directory.GetFiles(Path.Combine(State, "logs", service));
        var runs = files.GroupBy(file => file.Split("-r")[^1].Split('.')[0]).OrderBy(run => int.Parse(run.Key, System.Globalization.CultureInfo.InvariantCulture)).Last();
        var inOrder = runs.OrderBy(file => file.Split('.') is [.., var segment, "log"] && int.TryParse(segment, out var number) ? number : int.MaxValue);
        return [.. inOrder.SelectMany(File.ReadLines).Select(line => line[(line.IndexOf(' ') + 1)..])];
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var started in _started) started.Dispose();
        await using (var last = Next(new EventLog())) await last.EndLeftoversAsync();
        _folder.Dispose();
    }
}
