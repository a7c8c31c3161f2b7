using System.Text.Json;
using Baton.TestKit;

namespace Baton.EndToEnd.Tests;

/// <summary>The robot's API with the real program, by clients that know nothing of Baton.</summary>
[Trait("Speed", "slow")]
public class RobotApiTests
{
    [Fact]
    [Trait("Defect", "B9-10")]
    [Trait("Defect", "B9-20")]
    public async Task A_client_of_the_earlier_service_manager_works_as_before()
    {
        await using var robot = RobotExampleTests.Robot();
        await robot.UpAsync("127.0.0.1:0");
        var (exitCode, output, errors) = await RunningProgram.RunAsync(
            "/usr/bin/env", ["python3", Repository.File("tests/Baton.EndToEnd.Tests/Robot/client.py"), await AddressAsync(robot)], robot.Path);
        Assert.True(exitCode == 0, $"the client ended with {exitCode}: {output}{errors}");
        Assert.Equal("as it knows it\n", output);
        await robot.DownAsync();
    }

    [Fact]
    public async Task A_service_that_ignores_its_stop_holds_up_nobody_else()
    {
        await using var project = Project.Robot(
            """
            { "name": "deaf", "cmd": "bash", "args": ["-c", "trap '' TERM; echo deaf; while :; do sleep 1; done"], "autostart": true, "stop_timeout_seconds": 3600 },
            { "name": "other", "cmd": "sleep", "args": ["3600"] }
            """);
        await project.UpAsync("127.0.0.1:0");
        await project.UntilLogAsync("deaf", "deaf");
        using var first = new HttpClient { BaseAddress = new Uri(await AddressAsync(project)) };
        using var second = new HttpClient { BaseAddress = first.BaseAddress };
        var stopping = first.PostAsync("/api/services/stop/deaf", content: null);
        await project.UntilStateAsync("deaf", "stopping");
        Assert.Contains("\"name\":\"deaf\",\"pid\":", await second.GetStringAsync("/api/services/list"), StringComparison.Ordinal);
        using (var started = await second.PostAsync("/api/services/start/other", content: null)) Assert.True(started.IsSuccessStatusCode);
        Assert.False(stopping.IsCompleted);
        using (var forced = await second.PostAsync("/api/services/stop/deaf?force=1", content: null)) Assert.True(forced.IsSuccessStatusCode);
        using (var stopped = await stopping) Assert.True(stopped.IsSuccessStatusCode);
        await project.DownAsync();
    }

    /// <summary>Where the API of a project listens on TCP.</summary>
    internal static async Task<string> AddressAsync(Project project)
    {
        using var version = JsonDocument.Parse((await project.RunAsync("version", "-o", "json")).Output);
        return version.RootElement.GetProperty("daemon").GetProperty("listen")[1].GetString()!;
    }
}
