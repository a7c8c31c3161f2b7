using System.Globalization;
using Baton.TestKit;

namespace Baton.Processes.Tests.Hosting;

/// <summary>Programs that misbehave on purpose: every one of them ends with its run, and none holds up the host.</summary>
public abstract class MisbehaviourTests(bool useCgroups, bool isGuarded = false)
{
    [Fact]
    public async Task A_program_that_ignores_every_gentle_signal_is_ended_by_kill()
    {
        await using var host = new HostFixture(useCgroups, isGuarded: isGuarded);
        var id = host.Spawn(Misbehave("ignore-signals", host["pid"]));
        await host.NumberInAsync("pid");
        foreach (var signal in new[] { 15, 2, 1, 3 }) host.Terminate(id, signal);
        Assert.Empty(host.Events.Of<ProcessEvent.Exited>());
        host.Kill(id);
        Assert.Equal(9, (await host.Events.GoneAsync(id)).Status.Signal);
    }

    [Fact]
    public async Task A_daemon_that_forked_twice_belongs_to_its_run_and_ends_with_it()
    {
        await using var host = new HostFixture(useCgroups, isGuarded: isGuarded);
        var id = host.Spawn(Misbehave("double-fork", host["pid"]));
        var exited = await host.Events.FirstAsync<ProcessEvent.Exited>();
        Assert.Equal((new ExitStatus(0, null), false), (exited.Status, exited.IsTreeGone));
        var grandchild = await host.NumberInAsync("pid");
        Assert.Equal(grandchild, ProcessTable.SessionOf(grandchild));
        host.Terminate(id);
        await host.Events.GoneAsync(id);
        Assert.False(ProcessTable.IsAlive(grandchild));
    }

    [Fact]
    [Trait("Defect", "A9-3")]
    public async Task A_program_whose_child_holds_its_output_has_exited_when_it_has()
    {
        await using var host = new HostFixture(useCgroups, isGuarded: isGuarded);
        var id = host.Spawn(Misbehave("hold-pipes", host["pid"], "5"));
        Assert.Equal(5, (await host.Events.FirstAsync<ProcessEvent.Exited>()).Status.Code);
        await host.NumberInAsync("pid");
        host.Kill(id);
        await host.Events.GoneAsync(id);
    }

    [Fact]
    public async Task A_program_that_exits_before_anybody_looks_is_told_once()
    {
        await using var host = new HostFixture(useCgroups, isGuarded: isGuarded);
        for (var run = 1; run <= 20; run++)
        {
            var id = host.Spawn(Misbehave("exit", (run % 7).ToString(CultureInfo.InvariantCulture)), run: run);
            Assert.Equal(run % 7, (await host.Events.GoneAsync(id)).Status.Code);
        }

        Assert.Equal(20, host.Events.Of<ProcessEvent.Exited>().Count());
    }

    [Fact]
    public async Task A_program_that_deletes_the_folder_it_runs_in_goes_on_and_can_be_stopped()
    {
        await using var host = new HostFixture(useCgroups, isGuarded: isGuarded);
        var folder = Directory.CreateDirectory(host["doomed"]).FullName;
        var id = host.Spawn(Misbehave("delete-cwd", host["pid"]) with { WorkingDirectory = folder });
        await host.NumberInAsync("pid");
        Assert.False(Directory.Exists(folder));
        host.Terminate(id);
        await host.Events.GoneAsync(id);
        // The next run cannot start there, and says why.
        var next = host.Spawn(Misbehave("exit") with { WorkingDirectory = folder }, run: 2);
        var failed = await host.Events.FirstAsync<ProcessEvent.SpawnFailed>(e => e.Id == next);
        Assert.Contains(folder, failed.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_that_closes_its_output_is_watched_and_stopped_like_any_other()
    {
        await using var host = new HostFixture(useCgroups, isGuarded: isGuarded);
        var id = host.Spawn(Misbehave("close-stdio", host["pid"]));
        await host.NumberInAsync("pid");
        host.Terminate(id);
        Assert.Equal(15, (await host.Events.GoneAsync(id)).Status.Signal);
    }

    private static Launch Misbehave(string behaviour, params string[] arguments) =>
        HostFixture.LaunchOf([TestPrograms.TestProcess, behaviour, .. arguments]);
}

public sealed class MisbehaviourWithCgroupsTests() : MisbehaviourTests(useCgroups: true);

public sealed class MisbehaviourWithoutCgroupsTests() : MisbehaviourTests(useCgroups: false);

public sealed class MisbehaviourThroughTheGuardianTests() : MisbehaviourTests(useCgroups: true, isGuarded: true);
