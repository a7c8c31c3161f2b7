using Baton.TestKit;

namespace Baton.EndToEnd.Tests;

/// <summary>What becomes of the manifest of an <c>up</c> where something lives already; the real program throughout.</summary>
public sealed class TodaysManifestTests
{
    [Fact]
    public async Task An_up_whose_job_has_ended_meanwhile_stops_everything_in_order_and_tells_its_end()
    {
        await using var project = new Project("""
            exit_when = "job"
            [services.job]
            command = ["sh", "-c", "echo ready; while [ ! -e over ]; do sleep 0.05; done; exit 7"]
            env = { PROJECT_MARK = "{mark}" }
            depends_on = ["db"]
            restart = "never"
            [services.db]
            command = ["bash", "-c", "trap 'sleep 0.5; echo db ended >> order; exit 0' TERM; echo ready; while :; do sleep 0.05; done"]
            env = { PROJECT_MARK = "{mark}" }
            """);
        await project.UpAsync();
        await project.UntilLogAsync("job", "ready");
        var job = (await project.ServicesAsync())["job"].GetProperty("pid").GetInt32();
        await KillAsync(project);
        project.Write("over", "");
        await Eventually.HoldsAsync(() => !ProcessTable.IsAlive(job), "the job to be over", Project.Patience);

        var (exitCode, output, errors) = await project.RunAsync("up", "--listen", "none");

        // Who reaps it is none of ours: its exit code is known where that one was slower than "up", else it says that it is not.
        var isUnknown = Directory.GetFiles(project[".baton/logs/orchestrator"], "*.log").Any(file => File.ReadAllText(file).Contains("exit status unknown", StringComparison.Ordinal));
        Assert.True(exitCode == (isUnknown ? 1 : 7) && !errors.Contains("starts nothing any more", StringComparison.Ordinal), $"{exitCode}: {output}{errors}");
        Assert.Equal(["db ended"], File.ReadAllLines(project["order"]));
        Assert.Empty(project.Processes());
        Assert.Equal(3, (await project.RunAsync("ps")).ExitCode);
    }

    [Fact]
    public async Task An_up_waits_for_what_is_being_stopped_of_a_service_that_comes_back()
    {
        await using var project = new Project("""
            [services.db]
            command = ["sleep", "600"]
            env = { PROJECT_MARK = "{mark}" }
            """);
        var without = File.ReadAllText(project["baton.toml"]);
        // It is cut short by the daemon that comes next, and takes its time.
        var with = $$"""
            {{without}}
            [services.web]
            command = ["sleep", "600"]
            env = { PROJECT_MARK = "{{project.Mark}}" }
            stop_command = ["bash", "-c", "trap 'sleep 1; exit 0' TERM; echo stopping >> order; while :; do sleep 0.05; done"]
            stop_timeout_seconds = 5
            """;
        project.Write("baton.toml", with);
        await project.UpAsync();
        await project.UntilStateAsync("web", "running");
        project.Write("baton.toml", without);
        await using var reload = project.Start(["reload"]);
        await Eventually.HoldsAsync(() => File.Exists(project["order"]), "the stop to be under way", Project.Patience);
        await KillAsync(project);
        await reload.ExitAsync();
        project.Write("baton.toml", with);

        await project.UpAsync();

        Assert.Equal(2, (await project.UntilStateAsync("web", "running")).GetProperty("run").GetInt32());
        Assert.Equal(1, (await project.ServicesAsync())["db"].GetProperty("run").GetInt32());
        await project.DownAsync();
    }

    [Fact]
    public async Task An_up_under_a_daemon_tells_of_that_also_where_the_manifest_is_broken()
    {
        await using var project = new Project("[services.db]\ncommand = [\"sleep\", \"600\"]\nenv = { PROJECT_MARK = \"{mark}\" }\n");
        await project.UpAsync();
        project.Write("baton.toml", "half a manif");

        foreach (var up in new string[][] { ["up", "--listen", "none"], ["up", "-d", "--listen", "none"] })
        {
            var (exitCode, _, errors) = await project.RunAsync(up);
            Assert.True(exitCode == 3 && errors.Contains("holds it", StringComparison.Ordinal), $"{exitCode}: {errors}");
        }

        await project.DownAsync();
        var (alone, _, why) = await project.RunAsync("up", "-d", "--listen", "none");
        Assert.True(alone == 1 && why.Contains("baton.toml:1", StringComparison.Ordinal), $"{alone}: {why}");
    }

    private static async Task KillAsync(Project project)
    {
        var (daemon, guardian) = (await project.DaemonAsync(), UpAndDownTests.GuardianOf(project));
        ProcessTable.Signal(guardian, 9);
        ProcessTable.Signal(daemon, 9);
        await Eventually.HoldsAsync(() => !ProcessTable.IsAlive(daemon) && !ProcessTable.IsAlive(guardian), "both to be dead");
    }
}
