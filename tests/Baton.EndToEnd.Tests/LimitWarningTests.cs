using Baton.TestKit;

namespace Baton.EndToEnd.Tests;

/// <summary>A limit without its controller is told before a service runs without it; the real program throughout.</summary>
public sealed class LimitWarningTests
{
    private const string Sentence = "limits.memory of \"eater\" cannot be held here, since BATON_CGROUPS is off: the service runs without";

    [Fact]
    public async Task Check_plan_and_up_tell_it_once()
    {
        await using var project = new Project("""
            [services.eater]
            command = ["sleep", "600"]
            limits = { memory = "64MB" }
            env = { PROJECT_MARK = "{mark}" }
            """);
        var (exitCode, output, errors) = await RunAsync(project, "check");
        Assert.Equal((0, 1), (exitCode, Times(errors)));
        Assert.Contains("good, 1 service", output, StringComparison.Ordinal);
        Assert.Contains("\"warnings\":[\"limits.memory", (await RunAsync(project, "check", "-o", "json")).Output, StringComparison.Ordinal);
        Assert.Equal(1, Times((await RunAsync(project, "plan")).Errors));

        var up = await RunAsync(project, "up", "-d", "--listen", "none");
        Assert.True(up.ExitCode == 0, up.Errors);
        Assert.Equal(1, Times(up.Errors));
        await project.UntilStateAsync("eater", "running");
        // Also when the run has begun without it, and under a daemon that came back.
        Assert.Equal(1, Times((await RunAsync(project, "version", "-o", "json")).Output.Replace("\\\"", "\"", StringComparison.Ordinal)));
        Assert.Equal(1, Times((await RunAsync(project, "plan")).Errors));
        await project.DownAsync();
    }

    private static int Times(string text) => text.Split("limits.memory").Length - 1 is var times && (times == 0 || text.Contains(Sentence, StringComparison.Ordinal)) ? times : -1;

    private static Task<(int ExitCode, string Output, string Errors)> RunAsync(Project project, params string[] arguments) =>
        RunningProgram.RunAsync(TestPrograms.Baton, arguments, project.Path, ["BATON_CGROUPS=off", $"HOME={project.Path}"]);
}
