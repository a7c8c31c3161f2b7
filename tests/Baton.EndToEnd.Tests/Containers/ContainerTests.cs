using Baton.TestKit;

namespace Baton.EndToEnd.Tests.Containers;

/// <summary>A service that is a container is a service as any other: the real program with a real engine.</summary>
[Collection(DockerCollection.Name)]
[Trait("Speed", "slow")]
public sealed class ContainerTests(DockerEngine engine)
{
    [Fact]
    public async Task A_container_runs_with_what_the_manifest_says_and_down_removes_it()
    {
        await using var project = ContainerProject.With(engine, """
            [services.box]
            {box}
            command = ["sh", "-c", "trap 'echo asked; exit 0' TERM; echo out $GREETING $PWD $(id -u) $(cat /data/file); echo err >&2; echo home=$OUTSIDE; while true; do sleep 0.1; done"]
            env = { GREETING = "hello" }
            user = 7
            container_working_dir = "/bin"
            volumes = ["./data:/data:ro"]
            [services.box.readiness]
            exec = "test -e /data/file"
            interval_seconds = 0.2
            [services.after]
            command = ["sleep", "600"]
            depends_on = ["box"]
            """);
        project.Write("data/file", "inside");
        Environment.SetEnvironmentVariable("OUTSIDE", "not for containers");
        await project.UpAsync();
        await project.UntilReadyAsync("after");

        await project.UntilLogAsync("box", "[stdout] out hello /bin 7 inside\n");
        await project.UntilLogAsync("box", "[stderr] err\n");
        await project.UntilLogAsync("box", "[stdout] home=\n");
        var name = Assert.Single(await engine.ContainersAsync(project));
        Assert.Matches("^baton-[0-9a-f]{8}-box$", name);
        await project.DownAsync();
        Assert.Contains("[stdout] asked\n", project.LogOf("box"), StringComparison.Ordinal);
        Assert.Empty(await engine.ContainersAsync(project));
    }

    [Fact]
    public async Task One_that_fails_is_started_again_with_its_exit_code_told()
    {
        await using var project = ContainerProject.With(engine, """
            [services.faulty]
            {box}
            command = ["sh", "-c", "echo run; exit 42"]
            restart_delay_seconds = 0
            max_failures = 2
            failed_retry_seconds = 0
            [services.once]
            {box}
            command = ["echo", "done"]
            oneshot = true
            """);
        await project.UpAsync();

        var failed = await project.UntilStateAsync("faulty", "failed");
        Assert.Equal(42, failed.GetProperty("exit_code").GetInt32());
        await project.UntilStateAsync("once", "completed");
        Assert.True(project.LogOf("faulty").Split("[stdout] run\n").Length > 2);
        Assert.Empty(await engine.ContainersAsync(project));
    }

    [Fact]
    public async Task One_that_ignores_the_stop_signal_is_killed_after_its_time()
    {
        await using var project = ContainerProject.With(engine, """
            [services.deaf]
            {box}
            command = ["sh", "-c", "trap 'echo heard' USR1 TERM; echo ready; while true; do sleep 0.1; done"]
            stop_signal = "SIGUSR1"
            stop_timeout_seconds = 1
            """);
        await project.UpAsync();
        await project.UntilLogAsync("deaf", "ready\n");
        var began = TimeProvider.System.GetTimestamp();

        var (exitCode, _, errors) = await project.RunAsync("stop", "deaf");

        Assert.True(exitCode == 0, errors);
        Assert.True(TimeProvider.System.GetElapsedTime(began) > TimeSpan.FromSeconds(0.9));
        Assert.Equal("stopped", (await project.ServicesAsync())["deaf"].GetProperty("state").GetString());
        Assert.Contains("[stdout] heard\n", project.LogOf("deaf"), StringComparison.Ordinal);
        Assert.Empty(await engine.ContainersAsync(project));
    }

    [Fact]
    public async Task Its_figures_are_those_of_the_container()
    {
        await using var project = ContainerProject.With(engine, """
            [services.busy]
            {box}
            command = ["sh", "-c", "while true; do :; done"]
            stop_timeout_seconds = 0
            """);
        await project.UpAsync();

        // The follower takes far more memory than this, and next to no processor time.
        var busy = await project.UntilAsync("busy", s => s.TryGetProperty("cpu_percent", out var cpu) && cpu.ValueKind == System.Text.Json.JsonValueKind.Number && cpu.GetDouble() > 20, "busy");
        Assert.InRange(busy.GetProperty("memory_bytes").GetInt64(), 1, 20_000_000);
    }

    [Fact]
    public async Task A_changed_image_is_put_in_force_by_a_reload()
    {
        await using var project = ContainerProject.With(engine, ContainerProject.Clock);
        Assert.Equal(0, (await engine.DockerAsync("tag", "box:1", "box:2")).ExitCode);
        await project.UpAsync();
        await project.UntilReadyAsync("clock");
        project.Write("baton.toml", (await File.ReadAllTextAsync(project["baton.toml"])).Replace("box:1", "box:2", StringComparison.Ordinal));

        var (exitCode, output, errors) = await project.RunAsync("reload");

        Assert.True(exitCode == 0, errors);
        Assert.Contains("image", output, StringComparison.Ordinal);
        await project.UntilReadyAfterAsync("clock", 1);
        Assert.Contains("box:2", (await engine.DockerAsync("ps", "--format", "{{.Image}}")).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData]
    [InlineData("s/a/1")]
    [InlineData("s/a/1", "PLACE", "what-a-later-version-says")]
    public async Task The_program_follows_a_container_for_a_daemon_of_an_earlier_or_a_later_version(params string[] words)
    {
        using var folder = new TemporaryFolder();
        var name = $"versions-{words.Length}";
        var (exitCode, _, errors) = await engine.DockerAsync("run", "-d", "--network=host", "--name", name, "--label", "baton.state=s", "--label", "baton.service=a", "--label", "baton.run=1", "box:1", "sh", "-c", "echo told; exit 7");
        Assert.True(exitCode == 0, errors);

        var followed = await RunningProgram.RunAsync(TestPrograms.Baton, ["container-follow", engine.Socket, name, .. words.Select(word => word == "PLACE" ? folder["place"] : word)], folder.Path);

        Assert.Equal((7, "told\n", ""), followed);
        await engine.DockerAsync("rm", name);
    }
}
