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
    public async Task After_a_kill_of_everything_the_next_up_goes_on_with_the_container_its_run_and_its_log()
    {
        await using var project = ContainerProject.With(engine, ContainerProject.Clock.Replace("echo tick $i;", "echo tick $i; echo $i > /data/tick;", StringComparison.Ordinal) + "\nvolumes = [\"./data:/data\"]");
        project.Write("data/tick", "");
        await project.UpAsync();
        await project.UntilReadyAsync("clock");
        await project.AssertTicksGoOnAsync();
        var container = await IdAsync(project);

        await KillAllAsync(project);
        var last = project.LastTick();
        await Eventually.HoldsAsync(() => int.TryParse(File.ReadAllText(project["data/tick"]), out var tick) && tick > last + 20, "the clock to go on in its container", Project.Patience);
        await project.UpAsync();

        await AssertGoesOnAsync(project, container);
        Assert.True(project.LastTick() > last + 20);
        var errors = project.LogOf("clock").Split('\n').Where(line => line.Contains("baton:", StringComparison.Ordinal) || line.Contains("is lost", StringComparison.Ordinal));
        Assert.Empty(errors);
        await project.DownAsync();
        Assert.Empty(await engine.ContainersAsync(project));
    }

    [Fact]
    public async Task What_ended_while_nothing_of_Baton_lived_has_its_exit_code_and_its_last_words()
    {
        await using var project = ContainerProject.With(engine, """
            [services.brief]
            {box}
            command = ["sh", "-c", "echo begun; while [ ! -e /data/end ]; do sleep 0.05; done; echo last words; exit 7"]
            volumes = ["./data:/data"]
            restart = "never"
            """);
        Directory.CreateDirectory(project["data"]);
        await project.UpAsync();
        await project.UntilLogAsync("brief", "begun\n");
        await KillAllAsync(project, "brief");
        project.Write("data/end", "");
        Assert.Equal("7", (await engine.DockerAsync("wait", Assert.Single(await engine.ContainersAsync(project)))).Output.Trim());

        await project.UpAsync();

        // This "up" asks for all services: where the end of run 1 is known before that, it begins run 2.
        await project.UntilEventAsync("brief", "exited: exit code 7");
        var (_, events, _) = await project.RunAsync("events", "brief", "--since", "1h", "--tail", "all");
        Assert.True(events.IndexOf("adopted: run 1", StringComparison.Ordinal) is > 0 and var adopted && adopted < events.IndexOf("exited: exit code 7", StringComparison.Ordinal), events);
        Assert.Equal(["begun", "last words"], project.LogOf("brief").Split('\n').Take(2).Select(line => line[(line.IndexOf("] ", StringComparison.Ordinal) + 2)..]));
    }

    [Fact]
    public async Task After_a_kill_of_daemon_and_follower_the_next_daemon_goes_on_with_the_container()
    {
        await using var project = ContainerProject.With(engine, ContainerProject.Clock);
        await project.UpAsync();
        var follower = (await project.UntilReadyAsync("clock")).GetProperty("pid").GetInt32();
        await project.AssertTicksGoOnAsync();
        var (daemon, container) = (await project.DaemonAsync(), await IdAsync(project));

        ProcessTable.Signal(daemon, 9);
        ProcessTable.Signal(follower, 9);

        await GuardianTests.BackAsync(project, daemon);
        await AssertGoesOnAsync(project, container);
        await project.DownAsync();
        Assert.Empty(await engine.ContainersAsync(project));
    }

    [Fact]
    public async Task A_container_whose_follower_was_killed_with_all_of_Baton_is_stopped_by_down_as_any_other()
    {
        await using var project = ContainerProject.With(engine, """
            [services.clock]
            {box}
            command = ["sh", "-c", "trap 'echo asked; exit 0' TERM; while true; do sleep 0.05; done"]
            """);
        await project.UpAsync();
        await project.UntilReadyAsync("clock");
        await KillAllAsync(project);

        var (exitCode, output, errors) = await project.RunAsync("down");

        Assert.True(exitCode == 0, errors);
        Assert.Contains("clock", output, StringComparison.Ordinal);
        Assert.Contains("[stdout] asked\n", project.LogOf("clock"), StringComparison.Ordinal);
        Assert.Empty(await engine.ContainersAsync(project));
    }

    [Fact]
    public async Task A_follower_that_is_killed_has_a_successor_and_the_run_goes_on()
    {
        await using var project = ContainerProject.With(engine, ContainerProject.Clock + "\nrestart_delay_seconds = 0");
        await project.UpAsync();
        var first = (await project.UntilReadyAsync("clock")).GetProperty("pid").GetInt32();
        var container = await IdAsync(project);
        for (var i = 0; i < 3; i++)
        {
            await project.AssertTicksGoOnAsync();
            var pid = (await project.ServicesAsync())["clock"].GetProperty("pid").GetInt32();
            ProcessTable.Signal(pid, 9);
            await project.UntilAsync("clock", s => s.TryGetProperty("pid", out var now) && now.ValueKind == System.Text.Json.JsonValueKind.Number && now.GetInt32() != pid, "another follower");
        }

        await AssertGoesOnAsync(project, container);
        Assert.NotEqual(first, (await project.ServicesAsync())["clock"].GetProperty("pid").GetInt32());
        Assert.Equal(0, (await project.ServicesAsync())["clock"].GetProperty("restarts").GetInt32());
    }

    [Fact]
    public async Task Of_what_floods_both_streams_nothing_is_lost_or_doubled_while_followers_are_killed()
    {
        await using var project = ContainerProject.With(engine, """
            [services.flood]
            {box}
            command = ["sh", "-c", "i=0; while [ $i -lt 60000 ]; do echo out $i; echo err $i >&2; i=$((i+1)); [ $((i % 3000)) = 0 ] && sleep 0.4; done; sleep 600"]
            log = { rotate_size = 0 }
            stop_timeout_seconds = 0
            """);
        await project.UpAsync();
        await project.UntilReadyAsync("flood");
        var random = new Random(11);
        for (var i = 0; i < 4; i++)
        {
            var (size, more) = (project.LogOf("flood").Length, random.Next(100_000));
            // On a busy machine the container may have written its last before all kills are done.
            await Eventually.HoldsAsync(() => project.LogOf("flood") is var log && (log.Length > size + more || log.Contains("[stderr] err 59999\n", StringComparison.Ordinal)), "more", Project.Patience);
            var pid = (await project.ServicesAsync())["flood"].GetProperty("pid").GetInt32();
            if (i == 2)
            {
                await KillAllAsync(project, "flood");
                await project.UpAsync();
                continue;
            }

            ProcessTable.Signal(pid, 9);
            await project.UntilAsync("flood", s => s.TryGetProperty("pid", out var now) && now.ValueKind == System.Text.Json.JsonValueKind.Number && now.GetInt32() != pid, "another follower");
        }

        await project.UntilLogAsync("flood", "[stderr] err 59999\n");
        await project.UntilLogAsync("flood", "[stdout] out 59999\n");
        foreach (var (tag, word) in (ReadOnlySpan<(string, string)>)[("[stdout] ", "out "), ("[stderr] ", "err ")])
        {
            var lines = project.LogOf("flood").Split('\n').Where(line => line.Contains(tag, StringComparison.Ordinal)).Select(line => line[(line.IndexOf(tag, StringComparison.Ordinal) + tag.Length)..]);
            Assert.Equal(Enumerable.Range(0, 60_000).Select(i => $"{word}{i}"), lines);
        }
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

        var last = project.LastTick();
        await Eventually.HoldsAsync(() => project.LastTick() > last + 10, "more ticks", Project.Patience);
        Assert.Equal(1, (await project.UntilReadyAsync("clock")).GetProperty("run").GetInt32());
        var ticks = project.Ticks();
        // An engine that is stopped may have read a line that it does not come to write down any more: what it has is the measure.
        var kept = ContainerProject.TicksIn((await engine.DockerAsync("logs", await IdAsync(project))).Output);
        Assert.Equal(kept.Take(ticks.Count), ticks);
        Assert.True(ticks[^1] - ticks.Count < 5, $"the engine lost more than a stop explains: {string.Join(' ', ticks)}");
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

    /// <summary>The same container and run, and its log without a gap.</summary>
    private async Task AssertGoesOnAsync(Project project, string container)
    {
        Assert.Equal(1, (await project.UntilReadyAsync("clock")).GetProperty("run").GetInt32());
        Assert.Equal(container, await IdAsync(project));
        await project.AssertTicksGoOnAsync();
    }

    private static async Task KillAllAsync(Project project, string service = "clock")
    {
        var follower = (await project.ServicesAsync())[service].GetProperty("pid").GetInt32();
        var (daemon, guardian) = (await project.DaemonAsync(), UpAndDownTests.GuardianOf(project));
        foreach (var pid in (int[])[guardian, daemon, follower]) ProcessTable.Signal(pid, 9);
        await Eventually.HoldsAsync(() => !ProcessTable.IsAlive(daemon) && !ProcessTable.IsAlive(guardian) && !ProcessTable.IsAlive(follower), "all to be dead");
    }

    private static async Task KillBatonAsync(Project project)
    {
        var (daemon, guardian) = (await project.DaemonAsync(), UpAndDownTests.GuardianOf(project));
        ProcessTable.Signal(guardian, 9);
        await Eventually.HoldsAsync(() => !ProcessTable.IsAlive(daemon) && !ProcessTable.IsAlive(guardian), "both to be dead");
    }
}
