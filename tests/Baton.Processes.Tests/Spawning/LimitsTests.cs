using Baton.Processes.Tree;
using Baton.TestKit;

namespace Baton.Processes.Tests.Spawning;

/// <summary>How much runs may take.</summary>
public sealed class LimitsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Every_process_of_a_run_has_the_limits_of_its_service(bool isGuarded)
    {
        await using var host = new HostFixture(isGuarded: isGuarded);
        var limits = new ResourceLimits { OpenFiles = 4000, Core = 0, UserProcesses = 5000, FileSize = 1 << 20, AddressSpace = 1L << 40, Stack = 1 << 20 };
        var id = host.Spawn(HostFixture.LaunchOf("bash", "-c", $"bash -c 'grep Max /proc/self/limits > {host["draft"]}; mv {host["draft"]} {host["limits"]}'") with { Limits = limits });
        Assert.Equal(0, (await host.Events.GoneAsync(id)).Status.Code);
        var told = File.ReadAllLines(host["limits"]).ToDictionary(line => line[..26].Trim(), line => line[26..].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        foreach (var (name, value) in new[] { ("Max open files", "4000"), ("Max core file size", "0"), ("Max processes", "5000"), ("Max file size", "1048576"), ("Max address space", "1099511627776"), ("Max stack size", "1048576") })
            Assert.Equal([value, value], told[name][..2]);
    }

    [Fact]
    public async Task A_tree_that_cannot_be_limited_is_told_once_and_runs_or_does_not_start()
    {
        await using var host = new HostFixture(useCgroups: false);
        var limits = new ResourceLimits { Memory = 1 << 30, Pids = 10 };
        var first = host.Spawn(HostFixture.LaunchOf("true") with { Limits = limits });
        Assert.Equal(0, (await host.Events.GoneAsync(first)).Status.Code);
        await host.Events.GoneAsync(host.Spawn(HostFixture.LaunchOf("true") with { Limits = limits }, run: 2));
        var said = Assert.Single(host.Host.Degraded, sentence => sentence.Contains("limits.", StringComparison.Ordinal));
        Assert.StartsWith("limits.memory and limits.pids of \"svc\" cannot be set, since there is no cgroup v2 that Baton may use", said, StringComparison.Ordinal);

        var required = host.Spawn(HostFixture.LaunchOf("true") with { Limits = limits with { IsRequired = true } }, run: 3);
        var failed = await host.Events.FirstAsync<ProcessEvent.SpawnFailed>(e => e.Id == required);
        Assert.EndsWith("and limits.required is true", failed.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Limits_are_written_where_their_controllers_are_and_taken_back()
    {
        foreach (var file in new[] { "memory.max", "memory.oom.group", "cpu.max", "cgroup.subtree_control" }) _folder.Write(file, "");
        Assert.Equal(["pids"], CgroupLimits.Apply(_folder.Path, new ResourceLimits { Memory = 1000_000, Cpu = 1.5, Pids = 7 }));
        Assert.Equal(("1000000", "1", "150000 100000"), (Read("memory.max"), Read("memory.oom.group"), Read("cpu.max")));
        Assert.False(File.Exists(_folder["pids.max"]));
        foreach (var file in new[] { "memory.max", "cpu.max" }) File.WriteAllText(_folder[file], "");
        Assert.Empty(CgroupLimits.Apply(_folder.Path, new ResourceLimits()));
        Assert.Equal(("max", "max"), (Read("memory.max"), Read("cpu.max")));
        CgroupLimits.Enable(_folder.Path);
        Assert.StartsWith("+", Read("cgroup.subtree_control"), StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_kernel_killed_for_want_of_memory_is_counted()
    {
        Assert.Null(CgroupLimits.OutOfMemoryKills(_folder.Path));
        _folder.Write("memory.events", "low 0\nhigh 0\nmax 12\noom 3\noom_kill 2\noom_group_kill 1\n");
        Assert.Equal(2, CgroupLimits.OutOfMemoryKills(_folder.Path));
    }

    private string Read(string file) => File.ReadAllText(_folder[file]);
}
