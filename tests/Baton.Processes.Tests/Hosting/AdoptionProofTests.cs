using Baton.Processes.Records;
using Baton.Processes.Tree;
using Baton.TestKit;

namespace Baton.Processes.Tests.Hosting;

/// <summary>What a killed host recorded is believed only together with what the processes show.</summary>
public abstract class AdoptionProofTests(bool useCgroups)
{
    private static readonly RunId First = new("s0", 1);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task A_stranger_who_has_the_recorded_pid_is_never_touched(int ticksOff)
    {
        using var stranger = StartedProgram.Start("/bin/sleep", "1234");
        await using var killed = new KilledHost(useCgroups);
        var pid = await StartAndKillAsync(killed);
        using (var files = new ProcFiles())
        {
            Assert.True(files.TryStat(stranger.Pid, out var entry));
            Rewrite(killed, table => table.RecordSpawned(0, stranger.Pid, entry.StartTicks + ticksOff));
        }

        var events = new EventLog();
        await using var host = killed.Next(events);
        var found = Assert.Single(await host.FindLeftoversAsync());
        // The service itself is found by its mark, but nothing says which of its processes was the first.
        Assert.Equal((First, ExitStatus.Unknown, false), (found.Id, found.Exit, found.IsTreeGone));
        host.Adopt(new HashSet<RunId> { First });
        foreach (var command in (ProcessCommand[])[new ProcessCommand.Terminate(First, 15), new ProcessCommand.Kill(First)]) host.Send(command);
        await events.FirstAsync<ProcessEvent.TreeGone>();
        Assert.False(ProcessTable.IsAlive(pid));
        Assert.True(ProcessTable.IsAlive(stranger.Pid));
    }

    [Fact]
    public async Task A_run_that_was_about_to_be_recorded_is_found_by_its_mark()
    {
        await using var killed = new KilledHost(useCgroups);
        var pid = await StartAndKillAsync(killed);
        Rewrite(killed, table => table.RecordIntent(0, 1, table.Unfinished[0].StartedAt));
        var events = new EventLog();
        await using var host = killed.Next(events);
        var found = Assert.Single(await host.FindLeftoversAsync());
        Assert.Equal((First, pid, null, true), (found.Id, found.Pid, found.Exit, found.IsSpawned));
        host.Adopt(new HashSet<RunId> { First });
        host.Send(new ProcessCommand.Terminate(First, 15));
        Assert.Equal(15, (await events.GoneAsync(First)).Status.Signal);
    }

    [Fact]
    public async Task A_leader_that_began_long_after_the_intent_is_not_taken_for_the_first_process()
    {
        await using var killed = new KilledHost(useCgroups);
        await StartAndKillAsync(killed);
        Rewrite(killed, table => table.RecordIntent(0, 1, table.Unfinished[0].StartedAt - TimeSpan.FromMinutes(1)));
        await using var host = killed.Next(new EventLog());
        var found = Assert.Single(await host.FindLeftoversAsync());
        Assert.Equal((0, ExitStatus.Unknown, false), (found.Pid, found.Exit, found.IsTreeGone));
    }

    [Fact]
    public async Task An_intent_that_came_to_nothing_is_told_as_a_run_that_was_never_spawned()
    {
        await using var killed = new KilledHost(useCgroups);
        var pid = await StartAndKillAsync(killed);
        ProcessTable.Signal(pid, 9);
        await Eventually.HoldsAsync(() => ProcessTable.ParentOf(pid) == 0, "it ends");
        Rewrite(killed, table => table.RecordIntent(0, 1, table.Unfinished[0].StartedAt));
        await using var host = killed.Next(new EventLog());
        var found = Assert.Single(await host.FindLeftoversAsync());
        Assert.Equal((First, 0, true, false), (found.Id, found.Pid, found.IsTreeGone, found.IsSpawned));
    }

    [Fact]
    public async Task A_copied_state_directory_adopts_nothing()
    {
        await using var killed = new KilledHost(useCgroups);
        var pid = await StartAndKillAsync(killed);
        using (var copy = StartedProgram.Start("/bin/cp", "-a", killed.State, killed["copy"])) copy.WaitForExit();
        await using (var host = Processes.Hosting.InProcessHost.Start(HostFixture.OptionsOf(killed["copy"], useCgroups), new EventLog(), TimeProvider.System))
        {
            Assert.Empty(await host.FindLeftoversAsync());
            Assert.Empty(host.Adopt(new HashSet<RunId> { First }));
            Assert.Empty(await host.EndLeftoversAsync());
        }

        Assert.True(ProcessTable.IsAlive(pid));
    }

    private static async Task<int> StartAndKillAsync(KilledHost killed)
    {
        killed.Start($"echo $$ > {killed["pid"]}; exec sleep 1234");
        var pid = await killed.NumberInAsync("pid");
        await killed.KillAsync(pid);
        return pid;
    }

    private static void Rewrite(KilledHost killed, Action<RunTable> change)
    {
        using var table = RunTable.Open(Path.Combine(killed.State, "run", "table"), StateId.Of(killed.State, out _), BootId.Read(), DateTimeOffset.UnixEpoch, Assert.Fail);
        change(table);
    }
}

public sealed class AdoptionProofWithCgroupsTests() : AdoptionProofTests(useCgroups: true);

public sealed class AdoptionProofWithoutCgroupsTests() : AdoptionProofTests(useCgroups: false);
