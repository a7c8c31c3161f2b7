using Baton.TestKit;

namespace Baton.EndToEnd.Tests;

/// <summary>Services that say by themselves how they do, with the real program.</summary>
public class NotifyTests
{
    [Fact]
    public async Task A_service_is_ready_when_it_says_so_also_to_the_daemon_after_the_one_that_started_it()
    {
        await using var project = new Project($$"""
            [services.early]
            command = ["{{TestPrograms.TestProcess}}", "say", "READY=1\\nSTATUS=on air"]
            env = { PROJECT_MARK = "{mark}" }
            notify = true
            [services.late]
            command = ["bash", "-c", "until [ -e go ]; do sleep 0.05; done; exec '{{TestPrograms.TestProcess}}' say READY=1"]
            env = { PROJECT_MARK = "{mark}" }
            notify = true
            [services.after]
            command = ["sleep", "600"]
            env = { PROJECT_MARK = "{mark}" }
            depends_on = ["late"]
            """);
        await project.UpAsync();
        var early = await project.UntilAsync("early", s => s.GetProperty("ready").GetBoolean() && s.TryGetProperty("status_text", out _), "ready");
        Assert.Equal("on air", early.GetProperty("status_text").GetString());
        Assert.Contains("on air", (await project.RunAsync("ps", "-o", "wide")).Output, StringComparison.Ordinal);
        Assert.Equal("starting", (await project.ServicesAsync())["late"].GetProperty("state").GetString());

        var daemon = await project.DaemonAsync();
        ProcessTable.Signal(daemon, 9);
        project.Write("go", "");
        await Eventually.HoldsAsync(() => project.RunAsync("ps").Result.ExitCode == 0, "the next daemon", Project.Patience);
        var late = await project.UntilAsync("late", s => s.GetProperty("ready").GetBoolean(), "ready");
        Assert.Equal(1, late.GetProperty("run").GetInt32());
        await project.UntilStateAsync("after", "running");
        Assert.Equal(1, (await project.ServicesAsync())["early"].GetProperty("run").GetInt32());
        Assert.NotEqual(daemon, await project.DaemonAsync());
    }

    [Fact]
    public async Task One_that_falls_silent_is_restarted_with_the_reason()
    {
        await using var project = new Project($$"""
            [services.web]
            command = ["{{TestPrograms.TestProcess}}", "say", "READY=1"]
            env = { PROJECT_MARK = "{mark}" }
            notify = true
            watchdog_seconds = 0.3
            restart_delay_seconds = 600
            """);
        await project.UpAsync();
        var web = await project.UntilStateAsync("web", "backoff");
        Assert.Equal("it has not said WATCHDOG=1 for 0.3 s", web.GetProperty("reason").GetString());
    }
}
