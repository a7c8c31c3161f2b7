using System.Globalization;
using System.Text.Json;
using Baton.TestKit;

namespace Baton.EndToEnd.Tests;

/// <summary>The real program tells what happened and why, over the death of the daemon too.</summary>
public class CausesTests
{
    [Fact]
    public async Task Why_tells_of_a_crash_and_of_who_asked_and_events_go_on_over_a_killed_daemon()
    {
        await using var project = new Project("""
            [services.web]
            command = ["sleep", "600"]
            env = { PROJECT_MARK = "{mark}" }
            """);
        await project.UpAsync();
        var run = await project.SignalAsync("web", 9);
        await project.UntilReadyAfterAsync("web", run);
        var why = await project.RunAsync("why", "web");
        Assert.True(why.ExitCode == 0, why.Errors);
        Assert.Matches(@"^web is running \(run 2, pid \d+\), since ..:..:.., \d+s ago, because run 1 ended: signal SIGKILL\n  ..:..:..  run 2 was started, [\d.]+ s after that\n  ..:..:..  run 1 ended: signal SIGKILL\n  ..:..:..  run 1 was started\n", why.Output);
        Assert.Equal(0, (await project.RunAsync("stop", "web")).ExitCode);
        Assert.Matches(@"^web is stopped, since .*, because a stop was asked for by uid \d+\n  .*  run 2 ended: signal SIGTERM\n  .*  run 2 was asked to end\n  .*  a stop was asked for by uid \d+\n$", (await project.RunAsync("why", "web")).Output);
        var before = await EventsAsync(project);
        Assert.Contains(before, e => e.GetProperty("what").GetString() == "stop_requested");
        var pid = int.Parse(File.ReadAllText(project[".baton/pid"]).Trim(), CultureInfo.InvariantCulture);
        ProcessTable.Signal(pid, 9);
        await Eventually.HoldsAsync(() => !Directory.Exists($"/proc/{pid}"), "the daemon is gone");
        await project.UpAsync();
        var after = await EventsAsync(project);
        Assert.Equal(before.Select(Seq), after.Take(before.Count).Select(Seq));
        Assert.Equal(after.Select(Seq).Distinct().Order(), after.Select(Seq));
        Assert.True(after.Count > before.Count);
    }

    private static long Seq(JsonElement e) => e.GetProperty("seq").GetInt64();

    private static async Task<List<JsonElement>> EventsAsync(Project project)
    {
        var (exitCode, output, errors) = await project.RunAsync("events", "--tail", "all", "-o", "json");
        Assert.True(exitCode == 0, errors);
        return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];
    }
}
