using Baton.Processes.Hosting;
using Baton.TestKit;

namespace Baton.Processes.Tests.Hosting;

/// <summary>A host is killed, and the next takes over what it left.</summary>
public abstract class AdoptionTests(bool useCgroups)
{
    private static readonly RunId First = new("s0", 1);

    [Fact]
    public async Task A_live_run_goes_on_with_its_pid_number_and_log_and_behaves_as_any_other()
    {
        await using var killed = new KilledHost(useCgroups);
        killed.Start($"mkfifo {killed["gate"]} {killed["gate2"]}; echo before; echo $$ > {killed["pid"]}; read x < {killed["gate"]}; echo meanwhile; read x < {killed["gate2"]}; echo after; sleep 1234 & wait");
        var pid = await killed.NumberInAsync("pid");
        await killed.KillAsync(pid);
        await GoAsync(killed);
        var events = new EventLog();
        await using var host = killed.Next(events);
        host.Send(new ProcessCommand.WatchOutput("s0", true));

        var found = Assert.Single(await host.FindLeftoversAsync());
        Assert.Equal((First, pid, null, false, true), (found.Id, found.Pid, found.Exit, found.IsTreeGone, found.IsSpawned));
        Assert.Equal(found, Assert.Single(host.Adopt(new HashSet<RunId> { First })));
        Assert.Empty(await host.EndLeftoversAsync());
        Assert.Empty(await host.FindLeftoversAsync());
        Assert.Equal(1, host.LastRun("s0"));

        await File.WriteAllTextAsync(killed["gate2"], "go\n");
        await Eventually.HoldsAsync(() => killed.Log().Count == 3, () => string.Join('|', killed.Log()));
        Assert.Equal(["[stdout] before", "[stdout] meanwhile", "[stdout] after"], killed.Log());
        await events.FirstAsync<ProcessEvent.OutputGrew>(e => e.Id == First);
        await Eventually.HoldsAsync(() => SampleOf(host, events) == 2, "both processes are measured");
        Assert.Empty(events.Of<ProcessEvent.Exited>());

        host.Send(new ProcessCommand.Terminate(First, 15));
        Assert.Equal((15, false), (await events.GoneAsync(First)) is var exited ? (exited.Status.Signal, exited.IsTreeGone) : default);
        host.Send(new ProcessCommand.TellDrained(First));
        await events.FirstAsync<ProcessEvent.OutputDrained>(e => e.Id == First);
        var next = new RunId("s0", 2);
        host.Send(new ProcessCommand.Spawn(next, HostFixture.LaunchOf("/bin/true")));
        Assert.True((await events.GoneAsync(next)).Status.IsSuccess);
    }

    [Theory]
    [InlineData("reap", "exit 7", 7, null)]
    [InlineData("hold", "exit 7", 7, null)]
    [InlineData("hold", "exit 0", 0, null)]
    [InlineData("hold", "kill -SEGV $$", null, 11)]
    public async Task The_exit_of_a_run_that_is_no_child_is_told_with_its_status(string parent, string end, int? code, int? signal)
    {
        await using var killed = new KilledHost(useCgroups, parent);
        var events = new EventLog();
        await using var host = await AdoptedAtGateAsync(killed, events, end);
        await GoAsync(killed);
        var exited = await events.GoneAsync(First);
        // Before Linux 6.15 the kernel forgets the status of what was reaped.
        var keepsStatus = parent == "hold" || Environment.OSVersion.Version >= new Version(6, 15);
        Assert.Equal(keepsStatus ? new ExitStatus(code, signal) : ExitStatus.Unknown, exited.Status);
        Assert.Single(events.Of<ProcessEvent.Exited>());
        Assert.Single(events.Of<ProcessEvent.TreeGone>());
    }

    [Fact]
    public async Task An_exit_whose_status_nobody_may_tell_within_a_second_is_told_as_unknown()
    {
        // As another user (which needs root), so that the kernel's answer for a process that is not reaped cannot be trusted.
        await using var killed = new KilledHost(useCgroups, parent: "hold");
        var events = new EventLog();
        await using var host = await AdoptedAtGateAsync(killed, events, "exec setpriv --reuid=65534 --regid=65534 --clear-groups /bin/bash -c 'exit 0'");
        await GoAsync(killed);
        Assert.Equal(ExitStatus.Unknown, (await events.GoneAsync(First)).Status);
        Assert.Single(events.Of<ProcessEvent.Exited>());
    }

    [Fact]
    public async Task A_run_that_ended_while_nobody_watched_is_told_once_and_its_log_says_what_may_be_lost()
    {
        await using var killed = new KilledHost(useCgroups);
        killed.Start($"mkfifo {killed["gate"]}; echo before; sleep 0.2; echo again; echo $$ > {killed["pid"]}; read x < {killed["gate"]}; echo lost");
        var pid = await killed.NumberInAsync("pid");
        // A line is for good there once a later one is; the last one may be cut off with what was not read.
        await Eventually.HoldsAsync(() => killed.Log().Count == 2, "both lines are in the log");
        await killed.KillAsync(pid);
        await GoAsync(killed);
        await Eventually.HoldsAsync(() => ProcessTable.ParentOf(pid) == 0, "it ends, and its parent sees it");
        var events = new EventLog();
        await using var host = killed.Next(events);
        var found = Assert.Single(await host.FindLeftoversAsync());
        Assert.Equal((First, pid, ExitStatus.Unknown, true, true), (found.Id, found.Pid, found.Exit, found.IsTreeGone, found.IsSpawned));
        host.Adopt(new HashSet<RunId> { First });
        Assert.Empty(await host.FindLeftoversAsync());
        host.Send(new ProcessCommand.TellDrained(First));
        await events.FirstAsync<ProcessEvent.OutputDrained>();
        Assert.Equal("[stdout] before", killed.Log()[0]);
        Assert.StartsWith("[baton] what Baton had not read", killed.Log()[^1]);
        Assert.DoesNotContain("[stdout] lost", killed.Log());
        Assert.Single(events.All);
    }

    [Theory]
    [InlineData("exit 7", 7, null)]
    [InlineData("kill -TERM $$", null, 15)]
    public async Task A_run_that_ended_while_nobody_watched_is_told_with_its_status_while_nobody_reaped_it(string end, int? code, int? signal)
    {
        await using var killed = new KilledHost(useCgroups, parent: "hold");
        var pid = await KilledAtGateAsync(killed, end);
        await GoAsync(killed);
        await Eventually.HoldsAsync(() => !ProcessTable.IsAlive(pid), "it ends");
        var events = new EventLog();
        await using var host = killed.Next(events);
        Assert.Null(Assert.Single(await host.FindLeftoversAsync()).Exit);
        host.Adopt(new HashSet<RunId> { First });
        Assert.Equal(new ExitStatus(code, signal), (await events.GoneAsync(First)).Status);
        Assert.Equal(1, host.LastRun("s0"));
        await host.EndLeftoversAsync();
        Assert.Single(events.Of<ProcessEvent.Exited>());
    }

    [Fact]
    public async Task A_live_run_that_closed_its_output_is_not_said_to_have_lost_any()
    {
        await using var killed = new KilledHost(useCgroups);
        killed.Start($"echo before; exec >/dev/null 2>&1; echo $$ > {killed["pid"]}; exec sleep 1234");
        await killed.KillAsync(await killed.NumberInAsync("pid"));
        var events = new EventLog();
        await using var host = killed.Next(events);
        await host.FindLeftoversAsync();
        host.Adopt(new HashSet<RunId> { First });
        host.Send(new ProcessCommand.Kill(First));
        await events.GoneAsync(First);
        host.Send(new ProcessCommand.TellDrained(First));
        await events.FirstAsync<ProcessEvent.OutputDrained>();
        Assert.DoesNotContain(killed.Log(), line => line.StartsWith("[baton]", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_run_whose_first_process_is_dead_is_adopted_as_what_remains_of_it()
    {
        await using var killed = new KilledHost(useCgroups);
        var (pid, child) = await KilledWithEscapeAsync(killed, "sleep 1233");
        ProcessTable.Signal(pid, 9);
        await Eventually.HoldsAsync(() => ProcessTable.ParentOf(pid) == 0, "it ends, and its parent sees it");
        var events = new EventLog();
        await using var host = killed.Next(events);
        var found = Assert.Single(await host.FindLeftoversAsync());
        Assert.Equal((First, ExitStatus.Unknown, false, true), (found.Id, found.Exit, found.IsTreeGone, found.IsSpawned));
        host.Adopt(new HashSet<RunId> { First });
        Assert.True(ProcessTable.IsAlive(child));
        host.Send(new ProcessCommand.Kill(First));
        await events.FirstAsync<ProcessEvent.TreeGone>();
        Assert.False(ProcessTable.IsAlive(child));
        Assert.Empty(events.Of<ProcessEvent.Exited>());
    }

    [Fact]
    public async Task A_descendant_that_left_session_and_environment_ends_with_its_adopted_run()
    {
        await using var killed = new KilledHost(useCgroups);
        var (pid, child) = await KilledWithEscapeAsync(killed, "env -i /bin/sleep 1233");
        var events = new EventLog();
        await using var host = killed.Next(events);
        Assert.Equal(pid, Assert.Single(await host.FindLeftoversAsync()).Pid);
        host.Adopt(new HashSet<RunId> { First });
        host.Send(new ProcessCommand.Kill(First));
        Assert.Equal(9, (await events.GoneAsync(First)).Status.Signal);
        Assert.False(ProcessTable.IsAlive(child));
    }

    [Fact]
    public async Task What_is_not_adopted_is_ended_and_what_is_goes_on()
    {
        await using var killed = new KilledHost(useCgroups);
        killed.Start($"echo $$ > {killed["stays"]}; exec sleep 1234", $"echo $$ > {killed["goes"]}; exec sleep 1234");
        var (stays, goes) = (await killed.NumberInAsync("stays"), await killed.NumberInAsync("goes"));
        await killed.KillAsync(stays);
        var events = new EventLog();
        await using var host = killed.Next(events);
        Assert.Equal(2, (await host.FindLeftoversAsync()).Count);
        host.Adopt(new HashSet<RunId> { First });
        Assert.Equal([goes], (await host.EndLeftoversAsync()).Select(ended => ended.Pid));
        Assert.False(ProcessTable.IsAlive(goes));
        Assert.True(ProcessTable.IsAlive(stays));
        Assert.Empty(events.All);
    }

    /// <summary>A host whose service waits at a gate is killed.</summary>
    /// <returns>The service's pid.</returns>
    private static async Task<int> KilledAtGateAsync(KilledHost killed, string afterwards)
    {
        killed.Start($"mkfifo {killed["gate"]}; echo $$ > {killed["pid"]}; read x < {killed["gate"]}; {afterwards}");
        var pid = await killed.NumberInAsync("pid");
        await killed.KillAsync(pid);
        return pid;
    }

    /// <summary>The same, and the next host has taken the service over.</summary>
    private static async Task<InProcessHost> AdoptedAtGateAsync(KilledHost killed, EventLog events, string afterwards)
    {
        await KilledAtGateAsync(killed, afterwards);
        var host = killed.Next(events);
        await host.FindLeftoversAsync();
        host.Adopt(new HashSet<RunId> { First });
        return host;
    }

    /// <summary>Opens that gate.</summary>
    private static Task GoAsync(KilledHost killed) => File.WriteAllTextAsync(killed["gate"], "go\n");

    /// <summary>A host is killed whose service has a child that left its session and its environment.</summary>
    private static async Task<(int Pid, int Child)> KilledWithEscapeAsync(KilledHost killed, string program)
    {
        var escape = $"setsid env -i /bin/bash -c 'echo $$ > {killed["child"]}; exec /bin/sleep 1234 >/dev/null 2>&1' &";
        killed.Start($"({escape}); echo $$ > {killed["pid"]}; exec {program}");
        var (pid, child) = (await killed.NumberInAsync("pid"), await killed.NumberInAsync("child"));
        await killed.KillAsync(pid);
        return (pid, child);
    }

    private static int SampleOf(InProcessHost host, EventLog events)
    {
        host.Send(new ProcessCommand.Sample());
        return events.Of<ProcessEvent.Sampled>().LastOrDefault()?.Figures is [var figures] ? figures.Processes : 0;
    }
}

public sealed class AdoptionWithCgroupsTests() : AdoptionTests(useCgroups: true);

public sealed class AdoptionWithoutCgroupsTests() : AdoptionTests(useCgroups: false);
