using System.Text;
using System.Text.Json;
using Baton.TestKit;

namespace Baton.EndToEnd.Tests;

/// <summary>What is known of monitors outlives the daemon, however it ends; the real program throughout.</summary>
public sealed class MonitorRestartTests
{
    private const string Manifest = """
        [health]
        interval_seconds = 3600
        timeout_seconds = 1
        [monitors.web]
        http = "{url}"
        breaker = { failure_threshold = 2, open_seconds = 600 }
        [monitors.held]
        http = "{url}"
        """;

    [Fact]
    [Trait("Defect", "C9-17")]
    public async Task A_killed_daemon_forgets_neither_an_open_breaker_nor_one_that_a_person_isolated_nor_any_count()
    {
        await using var server = new FlippingServer("500 Internal Server Error");
        await using var project = new Project(Manifest.Replace("{url}", server.Url.ToString(), StringComparison.Ordinal));
        await project.UpAsync();
        using var http = project.Http();
        await UntilAsync(http, "web", monitor => monitor.GetProperty("total_checks").GetInt32() == 1);
        await UntilAsync(http, "held", monitor => monitor.GetProperty("total_checks").GetInt32() == 1);
        var before = await ActAsync(http, "web", "trigger");
        Assert.Equal("open", Breaker(before));
        await ActAsync(http, "held", "isolate");
        await UntilSavedAsync(project, "\"phase\":\"Open\"");
        await UntilSavedAsync(project, "\"phase\":\"Isolated\"");
        var (daemon, asked) = (await project.DaemonAsync(), server.Asked);

        ProcessTable.Signal(daemon, 9);

        var after = await UntilAsync(http, "web", _ => true);
        Assert.NotEqual(daemon, await project.DaemonAsync());
        Assert.Equal(("open", 2, "unhealthy", "HTTP 500"), (Breaker(after), after.GetProperty("total_checks").GetInt32(), after.GetProperty("health").GetString(), after.GetProperty("error").GetString()![..8]));
        var drift = after.GetProperty("breaker").GetProperty("until").GetDateTimeOffset() - before.GetProperty("breaker").GetProperty("until").GetDateTimeOffset();
        Assert.InRange(drift.TotalSeconds, -2, 2);
        Assert.Equal("isolated", Breaker(await UntilAsync(http, "held", _ => true)));
        // Neither of them lets a probe go.
        await ActAsync(http, "web", "trigger");
        await ActAsync(http, "held", "trigger");
        Assert.Equal(asked, server.Asked);

        server.Way = "200 OK";
        await ActAsync(http, "web", "close");
        var closed = await ActAsync(http, "web", "trigger");
        Assert.Equal(("closed", 3, "healthy"), (Breaker(closed), closed.GetProperty("total_checks").GetInt32(), closed.GetProperty("health").GetString()));
        using var incidents = JsonDocument.Parse(await http.GetStringAsync("/api/v1/monitors/web/incidents"));
        Assert.True(Assert.Single(incidents.RootElement.GetProperty("items").EnumerateArray()).TryGetProperty("end", out _));
        await project.DownAsync();
    }

    [Fact]
    public async Task An_orderly_end_saves_all_and_the_command_line_shows_it_after_the_next_up()
    {
        await using var server = new FlippingServer("200 OK");
        await using var project = new Project(Manifest.Replace("{url}", server.Url.ToString(), StringComparison.Ordinal));
        await project.UpAsync();
        using (var http = project.Http()) await UntilAsync(http, "web", monitor => monitor.GetProperty("total_checks").GetInt32() == 1);
        Assert.Equal(0, (await project.RunAsync("monitor", "trigger", "web")).ExitCode);
        await project.DownAsync();
        server.Way = "500 Internal Server Error";
        await project.UpAsync();
        using (var http = project.Http()) await UntilAsync(http, "web", monitor => monitor.GetProperty("total_checks").GetInt32() == 3);
        var (exitCode, output, errors) = await project.RunAsync("monitor", "show", "web");
        Assert.True(exitCode == 0, errors);
        Assert.Contains("results     3, of which 2 good; 1 failures since the last good one", output, StringComparison.Ordinal);
        Assert.Contains("day 66.67%", output, StringComparison.Ordinal);
        var (_, list, _) = await project.RunAsync("monitor", "list", "-o", "json");
        Assert.Equal(["web", "held"], JsonDocument.Parse(list).RootElement.EnumerateArray().Select(monitor => monitor.GetProperty("name").GetString()));
        Assert.Equal(1, (await project.RunAsync("monitor", "trigger", "web")).ExitCode);
    }

    private static string Breaker(JsonElement monitor) => monitor.GetProperty("breaker").GetProperty("state").GetString()!;

    private static async Task<JsonElement> ActAsync(HttpClient http, string name, string act)
    {
        using var answer = await http.PostAsync($"/api/v1/monitors/{name}/{act}", null);
        var body = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, body);
        using var document = JsonDocument.Parse(body);
        return document.RootElement.Clone();
    }

    /// <summary>The monitor, once it is as wanted; also while one daemon takes the place of another.</summary>
    private static async Task<JsonElement> UntilAsync(HttpClient http, string name, Func<JsonElement, bool> isSo)
    {
        var asking = GetAsync(http, name);
        await Eventually.HoldsAsync(() =>
        {
            if (!asking.IsCompleted) return false;
            if (asking.Result is { } found && isSo(found)) return true;
            asking = GetAsync(http, name);
            return false;
        }, () => $"{name} as wanted; it is {(asking.IsCompleted ? asking.Result?.GetRawText() : "not known")}", Project.Patience);
        return asking.Result!.Value;
    }

    private static async Task<JsonElement?> GetAsync(HttpClient http, string name)
    {
        try
        {
            using var document = JsonDocument.Parse(await http.GetStringAsync($"/api/v1/monitors/{name}"));
            return document.RootElement.Clone();
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return null;
        }
    }

    /// <summary>A text is in the database on the disk, or in what is still to be moved into it.</summary>
    private static Task UntilSavedAsync(Project project, string text) => Eventually.HoldsAsync(() => Array.Exists(
        (string[])["health.db", "health.db-wal"], name => Holds(Path.Combine(project.Path, ".baton", name), Encoding.UTF8.GetBytes(text))), $"{text} on the disk", Project.Patience);

    private static bool Holds(string path, byte[] text)
    {
        if (!File.Exists(path)) return false;
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[file.Length];
        var read = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return bytes.AsSpan(0, read).IndexOf(text) >= 0;
    }
}
