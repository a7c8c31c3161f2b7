namespace Baton.EndToEnd.Tests;

/// <summary>What <c>wait</c> waits for where nobody is named.</summary>
public sealed class WaitTests
{
    [Fact]
    public async Task What_nobody_asked_to_run_is_not_missed()
    {
        await using var project = new Project("""
            [services.web]
            command = ["sleep", "600"]
            env = { PROJECT_MARK = "{mark}" }
            [services.job]
            command = ["true"]
            oneshot = true
            [services.by-hand]
            command = ["sleep", "600"]
            autostart = false
            env = { PROJECT_MARK = "{mark}" }
            [services.off]
            command = ["sleep", "600"]
            enabled = false
            [services.daily]
            command = ["true"]
            schedule = "@daily"
            """);
        await project.UpAsync();
        Assert.Equal((0, ""), await WaitAsync(project));
        Assert.Equal((1, "baton: service \"by-hand\" is stopped, not ready\n"), await WaitAsync(project, "by-hand"));

        Assert.Equal(0, (await project.RunAsync("start", "by-hand")).ExitCode);
        Assert.Equal(0, (await project.RunAsync("stop", "web")).ExitCode);
        var (exitCode, errors) = await WaitAsync(project);
        Assert.Equal(1, exitCode);
        Assert.StartsWith("baton: service \"web\" is stopped, not ready: stopped by uid", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("by-hand", errors, StringComparison.Ordinal);

        Assert.Equal(0, (await project.RunAsync("stop")).ExitCode);
        Assert.Equal((0, ""), await WaitAsync(project, "--for", "stopped"));
    }

    private static async Task<(int ExitCode, string Errors)> WaitAsync(Project project, params string[] words)
    {
        var (exitCode, _, errors) = await project.RunAsync(["wait", "--timeout", "60", .. words]);
        return (exitCode, errors);
    }
}
