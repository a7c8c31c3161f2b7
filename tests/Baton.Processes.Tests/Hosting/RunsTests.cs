using Baton.TestKit;

namespace Baton.Processes.Tests.Hosting;

public abstract class RunsTests(bool useCgroups, bool isGuarded = false)
{
    [Theory]
    [InlineData("exit 0", 0, null)]
    [InlineData("exit 3", 3, null)]
    [InlineData("kill -9 $$", null, 9)]
    [InlineData("kill -PIPE $$", null, 13)]
    public async Task The_exit_status_of_a_run_is_told(string script, int? code, int? signal)
    {
        await using var host = new HostFixture(useCgroups, isGuarded: isGuarded);
        var id = host.Shell(script);
        var exited = await host.Events.GoneAsync(id);
        Assert.Equal(new ExitStatus(code, signal), exited.Status);
        Assert.Collection(host.Events.All.Take(2), e => Assert.IsType<ProcessEvent.Spawned>(e), e => Assert.IsType<ProcessEvent.Exited>(e));
    }

    [Fact]
    public async Task Another_process_goes_on_with_a_run_that_was_killed_and_is_told_how_much_is_written()
    {
        await using var host = new HostFixture(useCgroups, isGuarded: isGuarded);
        var open = LogPolicy.Default with { StaysOpen = true };
        var id = host.Spawn(HostFixture.LaunchOf("/bin/bash", "-c", "echo one; echo -n tw; kill -9 $$") with { Log = open });
        await host.Events.GoneAsync(id);

        host.Spawn(HostFixture.LaunchOf("/bin/bash", "-c", "echo o; echo $BATON_WRITTEN; exit 3") with { Log = open });
        await Eventually.HoldsAsync(() => host.Events.Of<ProcessEvent.Exited>().Count() == 2, "the second process to end");

        Assert.Equal(3, host.Events.Of<ProcessEvent.Exited>().Last().Status.Code);
        host.Host.Send(new ProcessCommand.TellDrained(id));
        await host.Events.FirstAsync<ProcessEvent.OutputDrained>(e => e.Id == id);
        var log = await File.ReadAllTextAsync(Assert.Single(Directory.EnumerateFiles(Path.Combine(host.State, "logs", "svc"), "*.log")));
        Assert.Equal(["one", "two", "6,0"], log.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line[(line.IndexOf(']', StringComparison.Ordinal) + 2)..]));
    }

    [Fact]
    public async Task A_run_that_ended_by_itself_or_with_which_nobody_goes_on_is_over()
    {
        await using var host = new HostFixture(useCgroups, isGuarded: isGuarded);
        var open = LogPolicy.Default with { StaysOpen = true };
        var id = host.Spawn(HostFixture.LaunchOf("/bin/bash", "-c", "exit 1") with { Log = open });
        await host.Events.GoneAsync(id);
        host.Spawn(HostFixture.LaunchOf("/bin/true") with { Log = open });
        await host.Events.FirstAsync<ProcessEvent.SpawnFailed>(e => e.Id == id && e.Reason.Contains("used already", StringComparison.Ordinal));

        var next = host.Spawn(HostFixture.LaunchOf("/bin/bash", "-c", "kill -9 $$") with { Log = open }, run: 2);
        await host.Events.GoneAsync(next);
        host.Host.Send(new ProcessCommand.TellDrained(next));
        await host.Events.FirstAsync<ProcessEvent.OutputDrained>(e => e.Id == next);
        host.Spawn(HostFixture.LaunchOf("/bin/true") with { Log = open }, run: 2);
        await host.Events.FirstAsync<ProcessEvent.SpawnFailed>(e => e.Id == next);
    }

    [Fact]
    public async Task Terminate_reaches_the_whole_group()
    {
        await using var host = new HostFixture(useCgroups, isGuarded: isGuarded);
        var id = host.Shell($"sleep 1000 & echo $! > {host["child"]}; wait");
        var child = await host.NumberInAsync("child");
        host.Terminate(id);
        var exited = await host.Events.GoneAsync(id);
        Assert.Equal(15, exited.Status.Signal);
        Assert.False(ProcessTable.IsAlive(child));
    }

    [Fact]
    public async Task A_process_that_ignores_terminate_is_ended_by_kill()
    {
        await using var host = new HostFixture(useCgroups, isGuarded: isGuarded);
        var id = host.Shell($"trap '' TERM; echo $$ > {host["ready"]}; while :; do sleep 1000; done");
        await host.NumberInAsync("ready");
        host.Terminate(id);
        host.Kill(id);
        Assert.Equal(9, (await host.Events.GoneAsync(id)).Status.Signal);
    }

    [Fact]
    public async Task A_grandchild_that_left_session_environment_output_and_parents_is_killed_with_its_tree()
    {
        await using var host = new HostFixture(useCgroups, isGuarded: isGuarded);
        var escape = $"setsid env -i /bin/bash -c 'echo $$ > {host["child"]}; exec /bin/sleep 1000 >/dev/null 2>&1' &";
        var id = host.Shell($"({escape}); exec sleep 1000");
        var child = await host.NumberInAsync("child");
        await Eventually.HoldsAsync(() => ProcessTable.ParentOf(child) == Environment.ProcessId, "the grandchild comes to us");
        host.Kill(id);
        await host.Events.GoneAsync(id);
        Assert.False(ProcessTable.IsAlive(child));
    }

    [Fact]
    public async Task A_grandchild_that_holds_the_pipe_does_not_delay_the_exit()
    {
        await using var host = new HostFixture(useCgroups, isGuarded: isGuarded);
        var id = host.Shell($"sleep 1000 & echo $! > {host["child"]}; exit 7");
        var exited = await host.Events.FirstAsync<ProcessEvent.Exited>(e => e.Id == id);
        Assert.Equal(7, exited.Status.Code);
        Assert.False(exited.IsTreeGone);
        Assert.Empty(host.Events.Of<ProcessEvent.TreeGone>());
        host.Kill(id);
        await host.Events.GoneAsync(id);
        Assert.False(ProcessTable.IsAlive(await host.NumberInAsync("child")));
    }

    [Fact]
    public async Task The_tree_is_gone_when_the_last_grandchild_ends_by_itself()
    {
        await using var host = new HostFixture(useCgroups, isGuarded: isGuarded);
        var id = host.Shell($"mkfifo {host["gate"]}; (read x < {host["gate"]}) & exit 0");
        Assert.False((await host.Events.FirstAsync<ProcessEvent.Exited>()).IsTreeGone);
        await File.WriteAllTextAsync(host["gate"], "go\n");
        await host.Events.GoneAsync(id);
        Assert.Single(host.Events.Of<ProcessEvent.TreeGone>());
    }

    [Fact]
    public async Task Each_of_a_storm_of_short_runs_exits_exactly_once()
    {
        await using var host = new HostFixture(useCgroups, isGuarded: isGuarded);
        var ids = Enumerable.Range(0, 300).Select(i => host.Spawn(HostFixture.LaunchOf("/bin/true"), $"s{i}")).ToArray();
        foreach (var id in ids) await host.Events.GoneAsync(id);
        Assert.Equal(300, host.Events.Of<ProcessEvent.Exited>().Select(e => e.Id).Distinct().Count());
        Assert.Equal(300, host.Events.Of<ProcessEvent.Exited>().Count());
        Assert.All(host.Events.Of<ProcessEvent.Exited>(), e => Assert.True(e.Status.IsSuccess));
    }

    [Fact]
    [Trait("Defect", "A9-6")]
    public async Task A_stop_during_the_spawn_is_never_lost()
    {
        await using var host = new HostFixture(useCgroups, isGuarded: isGuarded);
        for (var round = 1; round <= 100; round++)
        {
            var id = host.Spawn(HostFixture.LaunchOf("/bin/sleep", "1000"), run: round);
            if (round % 3 == 0) await host.SpawnedAsync(id);
            if (round % 2 == 0) host.Terminate(id);
            else host.Kill(id);
            // A kill may come before anything was begun: then there never is a process.
            var end = await host.Events.FirstAsync<ProcessEvent>(e => e is ProcessEvent.Exited { Id: var exited } && exited == id
                || e is ProcessEvent.SpawnFailed { Id: var failed } && failed == id && round % 2 == 1 && round % 3 != 0);
            if (end is ProcessEvent.Exited) await host.Events.GoneAsync(id);
        }
    }
}

public sealed class RunsWithCgroupsTests() : RunsTests(useCgroups: true);

public sealed class RunsWithoutCgroupsTests() : RunsTests(useCgroups: false);

public sealed class RunsThroughTheGuardianTests() : RunsTests(useCgroups: true, isGuarded: true);
