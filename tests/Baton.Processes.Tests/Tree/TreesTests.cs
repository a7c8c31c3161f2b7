using Baton.TestKit;

namespace Baton.Processes.Tests.Tree;

public abstract class TreesTests(bool useCgroups, bool isGuarded = false)
{
    [Fact]
    public async Task A_tree_that_keeps_forking_is_killed_to_the_last_process()
    {
        await using var host = new HostFixture(useCgroups, isGuarded: isGuarded);
        // Each process makes the next two and waits; depth bounds it at 127 processes, some in sessions of their own.
        File.WriteAllText(host["bomb"], $$"""
            echo $$ >> {{host["pids"]}}
            if [ $1 -gt 0 ]; then setsid /bin/sh {{host["bomb"]}} $(($1 - 1)) & /bin/sh {{host["bomb"]}} $(($1 - 1)) & fi
            sleep 1000
            """);
        var id = host.Spawn(HostFixture.LaunchOf("/bin/sh", host["bomb"], "6"));
        await Eventually.HoldsAsync(() => File.Exists(host["pids"]) && File.ReadLines(host["pids"]).Count() > 20, "the bomb has begun");
        host.Kill(id);
        await host.Events.GoneAsync(id);
        Assert.All(File.ReadLines(host["pids"]), pid => Assert.False(ProcessTable.IsAlive(int.Parse(pid, null))));
        Assert.Empty(host.Events.Of<ProcessEvent.TreeStuck>());
    }

    [Fact]
    public async Task Terminate_reaches_what_has_left_the_session_too()
    {
        await using var host = new HostFixture(useCgroups, isGuarded: isGuarded);
        var id = host.Shell($"(setsid env -i /bin/bash -c 'echo $$ > {host["child"]}; exec /bin/sleep 1000 >/dev/null 2>&1' &); exec sleep 1000");
        var child = await host.NumberInAsync("child");
        host.Terminate(id);
        await host.Events.GoneAsync(id);
        Assert.False(ProcessTable.IsAlive(child));
    }

    [Fact]
    public async Task A_process_that_takes_its_time_to_end_is_let_do_so()
    {
        await using var host = new HostFixture(useCgroups, isGuarded: isGuarded);
        var id = host.Spawn(HostFixture.LaunchOf(TestPrograms.TestProcess, "trap-terminate", host["ready"], "50", "17"));
        await host.NumberInAsync("ready");
        host.Terminate(id);
        host.Terminate(id);
        Assert.Equal(17, (await host.Events.GoneAsync(id)).Status.Code);
    }

    [Fact]
    public async Task Nothing_survives_the_host()
    {
        var host = new HostFixture(useCgroups, isGuarded: isGuarded);
        host.Shell($"(setsid env -i /bin/bash -c 'exec /bin/sleep 1000 >/dev/null 2>&1' &); trap '' TERM; sleep 1000 & wait");
        var leader = await host.SpawnedAsync(new RunId("svc", 1));
        await host.DisposeAsync();
        Assert.False(ProcessTable.IsAlive(leader));
        Assert.True((await host.Events.GoneAsync(new RunId("svc", 1))).Status.Signal == 9);
    }

    [Fact]
    public async Task The_end_of_one_run_leaves_the_others_alone()
    {
        await using var host = new HostFixture(useCgroups, isGuarded: isGuarded);
        var ids = Enumerable.Range(0, 10).Select(i => host.Shell($"setsid sleep 1000 & echo $! > {host[$"c{i}"]}; wait", $"s{i}")).ToArray();
        var children = new List<int>();
        for (var i = 0; i < ids.Length; i++) children.Add(await host.NumberInAsync($"c{i}"));
        host.Kill(ids[3]);
        await host.Events.GoneAsync(ids[3]);
        Assert.Equal(Enumerable.Range(0, 10).Select(i => i != 3), children.Select(ProcessTable.IsAlive));
        Assert.Single(host.Events.Of<ProcessEvent.Exited>());
    }

    [Fact]
    public async Task Figures_count_the_whole_tree_and_its_listening_ports()
    {
        await using var host = new HostFixture(useCgroups, isGuarded: isGuarded);
        var id = host.Shell($"sleep 1000 & sleep 1000 & echo $$ > {host["ready"]}; wait");
        await host.NumberInAsync("ready");
        await Eventually.HoldsAsync(() =>
        {
            host.Host.Send(new ProcessCommand.Sample());
            return host.Events.Of<ProcessEvent.Sampled>().LastOrDefault()?.Figures is [{ Processes: 3, MemoryBytes: > 100_000, Ports.Count: 0 } figures] && figures.Id == id;
        }, "three processes");
    }

    [Fact]
    public async Task What_runs_write_is_counted_by_service_and_stream()
    {
        await using var host = new HostFixture(useCgroups, isGuarded: isGuarded);
        host.Shell("for i in {1..1000}; do echo 0123456789; done; printf 'no end' >&2");
        await Eventually.HoldsAsync(() =>
        {
            host.Host.Send(new ProcessCommand.CountOutput());
            return host.Events.Of<ProcessEvent.OutputCounted>().LastOrDefault()?.Figures is [{ Service: "svc", Stdout: { Bytes: 11_000, Lines: 1000 }, Stderr: { Bytes: 6, Lines: 0, DroppedBytes: 0 } }];
        }, () => $"the counts, not {string.Join(", ", host.Events.Of<ProcessEvent.OutputCounted>().LastOrDefault()?.Figures ?? [])}");
    }
}

public sealed class TreesWithCgroupsTests() : TreesTests(useCgroups: true);

public sealed class TreesWithoutCgroupsTests() : TreesTests(useCgroups: false);

public sealed class TreesThroughTheGuardianTests() : TreesTests(useCgroups: true, isGuarded: true);
