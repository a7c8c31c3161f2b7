using Baton.TestKit;

namespace Baton.EndToEnd.Tests.Containers;

/// <summary>Whatever of Baton or of the engine dies, a container is neither lost nor run twice.</summary>
[Collection(DockerCollection.Name)]
[Trait("Speed", "slow")]
public sealed class ContainerCrashTests(DockerEngine engine)
{
    [Fact]
    public async Task After_a_kill_of_the_daemon_container_and_log_have_gone_on()
    {
        await using var project = ContainerProject.With(engine, ContainerProject.Clock);
        await project.UpAsync();
        var before = await project.UntilReadyAsync("clock");
        await project.AssertTicksGoOnAsync();
        var (daemon, container) = (await project.DaemonAsync(), await IdAsync(project));

        ProcessTable.Signal(daemon, 9);

        await Eventually.HoldsAsync(() => !ProcessTable.IsAlive(daemon), "it to be dead");
        await project.AssertTicksGoOnAsync();
        await GuardianTests.BackAsync(project, daemon);
        var after = await project.UntilReadyAsync("clock");
        Assert.Equal((1, before.GetProperty("pid").GetInt32()), (after.GetProperty("run").GetInt32(), after.GetProperty("pid").GetInt32()));
        Assert.Equal(container, await IdAsync(project));
        await project.DownAsync();
        Assert.Empty(await engine.ContainersAsync(project));
    }

    [Fact]
    public async Task After_a_kill_of_the_guardian_the_next_up_takes_the_container_over()
    {
        await using var project = ContainerProject.With(engine, ContainerProject.Clock);
        await project.UpAsync();
        await project.UntilReadyAsync("clock");
        var container = await IdAsync(project);

        await KillBatonAsync(project);
        await project.UpAsync();

        Assert.Equal(1, (await project.UntilReadyAsync("clock")).GetProperty("run").GetInt32());
        Assert.Equal(container, await IdAsync(project));
        await project.AssertTicksGoOnAsync();
        await project.DownAsync();
        Assert.Empty(await engine.ContainersAsync(project));
    }

    [Fact]
    public async Task After_a_kill_of_the_guardian_down_ends_the_container()
    {
        await using var project = ContainerProject.With(engine, ContainerProject.Clock);
        await project.UpAsync();
        await project.UntilReadyAsync("clock");

        await KillBatonAsync(project);
        var (exitCode, _, errors) = await project.RunAsync("down");

        Assert.True(exitCode == 0, errors);
        Assert.Empty(await engine.ContainersAsync(project));
    }

    [Fact]
    public async Task A_container_whose_follower_was_killed_with_all_of_Baton_does_not_live_on()
    {
        await using var project = ContainerProject.With(engine, ContainerProject.Clock);
        await project.UpAsync();
        var follower = (await project.UntilReadyAsync("clock")).GetProperty("pid").GetInt32();
        await KillBatonAsync(project);
        ProcessTable.Signal(follower, 9);
        await Eventually.HoldsAsync(() => !ProcessTable.IsAlive(follower), "the follower to be dead");
        Assert.Single(await engine.ContainersAsync(project));

        var (exitCode, output, errors) = await project.RunAsync("down");

        Assert.True(exitCode == 0, errors);
        Assert.Contains("clock", output, StringComparison.Ordinal);
        Assert.Empty(await engine.ContainersAsync(project));
    }

    [Fact]
    public async Task A_run_whose_follower_is_killed_has_failed_and_the_next_has_a_container_of_its_own()
    {
        await using var project = ContainerProject.With(engine, ContainerProject.Clock + "\nrestart_delay_seconds = 0");
        await project.UpAsync();
        await project.UntilReadyAsync("clock");
        var container = await IdAsync(project);

        await project.SignalAsync("clock", 9);

        await project.UntilReadyAfterAsync("clock", 1);
        Assert.NotEqual(container, await IdAsync(project));
    }

    [Fact]
    public async Task While_the_engine_is_restarted_the_container_goes_on_and_nothing_of_its_log_is_lost()
    {
        await using var project = ContainerProject.With(engine, ContainerProject.Clock);
        await project.UpAsync();
        await project.UntilReadyAsync("clock");
        await project.AssertTicksGoOnAsync();

        await engine.StopAsync();
        await engine.StartAsync();

        await project.AssertTicksGoOnAsync();
        Assert.Equal(1, (await project.UntilReadyAsync("clock")).GetProperty("run").GetInt32());
        await project.DownAsync();
        Assert.Empty(await engine.ContainersAsync(project));
    }

    [Fact]
    public async Task What_down_keep_leaves_is_taken_over_by_the_next_up()
    {
        await using var project = ContainerProject.With(engine, ContainerProject.Clock);
        await project.UpAsync();
        await project.UntilReadyAsync("clock");
        var container = await IdAsync(project);

        Assert.Equal(0, (await project.RunAsync("down", "--keep")).ExitCode);
        await project.UpAsync();

        await project.UntilReadyAsync("clock");
        Assert.Equal(container, await IdAsync(project));
        await project.AssertTicksGoOnAsync();
    }

    private async Task<string> IdAsync(Project project) =>
        (await engine.DockerAsync("ps", "-q", "--no-trunc", "--filter", $"name={Assert.Single(await engine.ContainersAsync(project))}")).Output.Trim();

    private static async Task KillBatonAsync(Project project)
    {
        var (daemon, guardian) = (await project.DaemonAsync(), UpAndDownTests.GuardianOf(project));
        ProcessTable.Signal(guardian, 9);
        await Eventually.HoldsAsync(() => !ProcessTable.IsAlive(daemon) && !ProcessTable.IsAlive(guardian), "both to be dead");
    }
}
