using Baton.Processes.Hosting;
using Baton.TestKit;

namespace Baton.Processes.Tests.Hosting;

public abstract class LeftoversTests(bool useCgroups)
{
    [Fact]
    public async Task What_a_killed_daemon_left_is_ended_and_a_stranger_is_not()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["state"]);
        var escape = $"setsid env -i /bin/bash -c 'echo $$ > {folder["escaped"]}; exec /bin/sleep 1234 >/dev/null 2>&1' &";
        using var stranger = StartedProgram.Start("/bin/sleep", "1234");
        using (var daemon = StartedProgram.Start(TestPrograms.HostProcess, folder["state"], useCgroups ? "cgroups" : "plain",
            $"echo $$ > {folder["plain"]}; exec sleep 1234", $"({escape}); trap '' TERM; echo $$ > {folder["deaf"]}; while :; do sleep 1234; done"))
        {
            foreach (var name in (string[])["plain", "deaf", "escaped"]) await folder.NumberInAsync(name);
            daemon.Kill();
        }

        var pids = new List<int>();
        foreach (var name in (string[])["plain", "deaf", "escaped"]) pids.Add(await folder.NumberInAsync(name));
        Assert.All(pids, pid => Assert.True(ProcessTable.IsAlive(pid)));

        var options = HostFixture.OptionsOf(folder["state"], useCgroups) with { LeftoverTimeout = TimeSpan.FromMilliseconds(200) };
        await using var host = InProcessHost.Start(options, new EventLog(), TimeProvider.System);
        var ended = await host.EndLeftoversAsync();

        Assert.All(pids, pid => Assert.False(ProcessTable.IsAlive(pid)));
        Assert.True(ProcessTable.IsAlive(stranger.Pid));
        Assert.Equal(LeftoverOutcome.Terminated, ended.Single(e => e.Pid == pids[0]).Outcome);
        Assert.Equal(LeftoverOutcome.Killed, ended.Single(e => e.Pid == pids[1]).Outcome);
        Assert.Contains(ended, e => e.Pid == pids[2] && e.Id == new RunId("s1", 1));
        Assert.Equal(1, host.LastRun("s0"));
        Assert.Empty(await host.EndLeftoversAsync());
    }

    [Fact]
    public async Task A_copied_state_directory_touches_nothing_of_the_original()
    {
        await using var original = new HostFixture(useCgroups);
        var id = original.Shell($"echo $$ > {original["pid"]}; exec sleep 1234");
        var pid = await original.NumberInAsync("pid");
        using var folder = new TemporaryFolder();
        using (var copy = StartedProgram.Start("/bin/cp", "-a", original.State, folder["copy"])) copy.WaitForExit();
        await using (var host = InProcessHost.Start(HostFixture.OptionsOf(folder["copy"], useCgroups), new EventLog(), TimeProvider.System))
        {
            Assert.Empty(await host.EndLeftoversAsync());
            Assert.Equal(1, host.LastRun("svc"));
        }

        Assert.True(ProcessTable.IsAlive(pid));
        original.Kill(id);
        await original.Events.GoneAsync(id);
    }

    [Fact]
    public async Task A_fresh_state_directory_has_no_leftovers()
    {
        await using var host = new HostFixture(useCgroups);
        Assert.Empty(await host.Host.EndLeftoversAsync());
    }
}

public sealed class LeftoversWithCgroupsTests() : LeftoversTests(useCgroups: true);

public sealed class LeftoversWithoutCgroupsTests() : LeftoversTests(useCgroups: false);
