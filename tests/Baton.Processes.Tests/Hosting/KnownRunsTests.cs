namespace Baton.Processes.Tests.Hosting;

/// <summary>A living host knows its runs, for a daemon that comes later.</summary>
public sealed class KnownRunsTests
{
    [Fact]
    public async Task A_live_run_is_known_and_an_ended_one_until_it_is_acknowledged()
    {
        await using var host = new HostFixture();
        var before = TimeProvider.System.GetUtcNow();
        var live = host.Spawn(HostFixture.LaunchOf("/bin/sleep", "1234"), "live");
        var ended = host.Shell("exit 3", "ended");
        var pid = await host.SpawnedAsync(live);
        var endedPid = await host.SpawnedAsync(ended);
        await host.Events.GoneAsync(ended);
        var runs = host.Host.Runs.ToDictionary(run => run.Id);
        Assert.Equal(2, runs.Count);
        Assert.InRange(runs[live].StartedAt, before, TimeProvider.System.GetUtcNow());
        Assert.Equal(new KnownRun(live, pid, runs[live].StartedAt, null, false, true), runs[live]);
        Assert.Equal(new KnownRun(ended, endedPid, runs[ended].StartedAt, new ExitStatus(3, null), true, true), runs[ended]);
        host.Host.Acknowledge(live);
        host.Host.Acknowledge(new RunId("ended", 2));
        Assert.Equal(2, host.Host.Runs.Count);
        host.Host.Acknowledge(ended);
        Assert.Equal(live, Assert.Single(host.Host.Runs).Id);
    }

    [Fact]
    public async Task A_run_of_which_a_grandchild_remains_is_known_with_its_exit()
    {
        await using var host = new HostFixture();
        var id = host.Shell("sleep 1234 & exit 7");
        await host.Events.FirstAsync<ProcessEvent.Exited>();
        Assert.Equal((new ExitStatus(7, null), false), Assert.Single(host.Host.Runs) is var run ? (run.Exit, run.IsTreeGone) : default);
        host.Kill(id);
        await host.Events.GoneAsync(id);
        Assert.True(Assert.Single(host.Host.Runs).IsTreeGone);
    }

    [Fact]
    public async Task A_run_that_could_not_be_spawned_is_known_as_such()
    {
        await using var host = new HostFixture();
        var id = host.Spawn(HostFixture.LaunchOf("/nowhere/program"));
        await host.Events.FirstAsync<ProcessEvent.SpawnFailed>();
        var run = Assert.Single(host.Host.Runs);
        Assert.Equal((id, 0, null, true, false), (run.Id, run.Pid, run.Exit, run.IsTreeGone, run.IsSpawned));
    }

    [Fact]
    public async Task Only_the_last_end_of_a_service_is_kept()
    {
        await using var host = new HostFixture();
        for (var run = 1; run <= 5; run++) await host.Events.GoneAsync(host.Shell("exit 0", run: run));
        Assert.Equal(5, Assert.Single(host.Host.Runs).Id.Run);
    }
}
