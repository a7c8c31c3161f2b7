using Baton.TestKit;

namespace Baton.EndToEnd.Tests;

/// <summary>Services that follow files, that are limited and that the clock starts, with the real program.</summary>
public class KindsTests
{
    [Fact]
    public async Task A_changed_file_restarts_a_service_and_the_cause_names_it()
    {
        await using var project = new Project("""
            [services.web]
            command = ["sleep", "600"]
            env = { PROJECT_MARK = "{mark}" }
            watch = { paths = ["*.py"], debounce_ms = 50 }
            """);
        project.Write("app.py", "1");
        await project.UpAsync();
        await project.UntilStateAsync("web", "running");
        var version = 1;
        await Eventually.HoldsAsync(() =>
        {
            // Again, since the watch begins a little after the service.
            project.Write("app.py", $"{++version}");
            return project.RunAsync("events").Result.Output.Contains("restart_requested: \"app.py\" has changed", StringComparison.Ordinal);
        }, "the restart", Project.Patience);
        await project.UntilReadyAfterAsync("web", 1);
    }

    [Fact]
    public async Task Limits_hold_and_what_the_clock_starts_is_not_started_by_up()
    {
        await using var project = new Project("""
            [services.web]
            command = ["bash", "-c", "ulimit -n > open; exec sleep 600"]
            env = { PROJECT_MARK = "{mark}" }
            limits = { nofile = 4321 }
            [services.job]
            command = ["bash", "-c", "echo done >> jobs"]
            env = { PROJECT_MARK = "{mark}" }
            schedule = "0 0 1 1 *"
            """);
        await project.UpAsync();
        await Eventually.HoldsAsync(() => File.Exists(project["open"]) && File.ReadAllText(project["open"]) == "4321\n", "the limit");
        var job = (await project.ServicesAsync())["job"];
        Assert.Equal(("stopped", 0), (job.GetProperty("state").GetString(), job.GetProperty("run").GetInt32()));
        Assert.Equal(job.GetProperty("next_start_at").GetDateTimeOffset().ToString("yyyy-MM-dd HH:mm'Z'", null), job.GetProperty("reason").GetString()!["next start at ".Length..]);
        Assert.Equal(0, (await project.RunAsync("start", "job")).ExitCode);
        await project.UntilAsync("job", s => s.GetProperty("run").GetInt32() == 1 && s.GetProperty("state").GetString() == "stopped", "done");
        Assert.Equal("done\n", File.ReadAllText(project["jobs"]));
    }
}
