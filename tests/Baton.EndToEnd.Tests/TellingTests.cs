using System.Globalization;
using System.Text.Json;
using Baton.TestKit;

namespace Baton.EndToEnd.Tests;

/// <summary>What the real program tells other programs: its own log as JSON, webhooks, metrics.</summary>
public sealed class TellingTests
{
    private const string Crashing = """
        [services.faulty]
        command = ["sh", "-c", "exit 3"]
        restart_delay_seconds = 0.05
        max_failures = 2
        env = { PROJECT_MARK = "{mark}" }
        """;

    [Fact]
    public async Task A_crash_loop_reaches_a_webhook_also_when_the_daemon_dies_before_it_is_taken()
    {
        await using var server = new WebhookServer { Answer = _ => WebhookServer.Status(503) };
        await using var project = new Project($"""
            [notify.ops]
            url = "{server.Url}"
            on = ["failed"]
            {Crashing}
            """);
        await project.UpAsync();
        await project.UntilStateAsync("faulty", "failed");
        await Eventually.HoldsAsync(() => !server.Requests.IsEmpty, "an attempt", Project.Patience);
        var daemon = await project.DaemonAsync();
        ProcessTable.Signal(daemon, 9);
        server.Answer = _ => WebhookServer.Ok;
        var before = server.Requests.Count;
        await Eventually.HoldsAsync(() => server.Requests.Count > before, "the message of the next daemon", Project.Patience);
        using var message = JsonDocument.Parse(server.Bodies[^1]);
        Assert.Equal(("faulty", "failed"), (message.RootElement.GetProperty("service").GetString(), message.RootElement.GetProperty("what").GetString()));
        var (exitCode, output, errors) = await project.RunAsync("notify", "test", "ops");
        Assert.True(exitCode == 0, errors);
        Assert.Contains("took it: status 200", output, StringComparison.Ordinal);
        Assert.Equal(4, (await project.RunAsync("notify", "test", "ghost")).ExitCode);
        (_, output, _) = await project.RunAsync("notify", "-o", "json");
        Assert.DoesNotContain("secret", output, StringComparison.Ordinal);
        await project.DownAsync();
    }

    [Fact]
    public async Task A_reload_changes_who_is_told_and_a_plan_says_so()
    {
        await using var server = new WebhookServer();
        await using var project = new Project(Crashing);
        await project.UpAsync();
        await project.UntilStateAsync("faulty", "failed");
        project.Write("baton.toml", $"[notify.ops]\nurl = \"{server.Url}\"\non = [\"failed\"]\n" + Crashing.Replace("{mark}", project.Mark, StringComparison.Ordinal));
        Assert.Contains("notify.ops", (await project.RunAsync("plan")).Output, StringComparison.Ordinal);
        Assert.Equal(0, (await project.RunAsync("reload")).ExitCode);
        Assert.Empty(server.Requests);
        await project.RunAsync("start", "faulty");
        await Eventually.HoldsAsync(() => !server.Requests.IsEmpty, "the message", Project.Patience);
        await project.DownAsync();
    }

    [Fact]
    public async Task The_daemons_log_is_an_object_a_line_also_of_the_daemon_after_a_death_and_an_upgrade()
    {
        await using var project = new Project(Crashing);
        var (exitCode, _, errors) = await project.RunAsync("up", "-d", "--listen", "none", "--log-format", "json");
        Assert.True(exitCode == 0, errors);
        var daemon = await project.DaemonAsync();
        ProcessTable.Signal(daemon, 9);
        await Eventually.HoldsAsync(() => Logged(project).Count(line => What(line) == "started") == 2, "the next daemon", Project.Patience);
        Assert.Equal(0, (await project.RunAsync("upgrade")).ExitCode);
        await Eventually.HoldsAsync(() => Logged(project).Count(line => What(line) == "started") == 3, "the one after that", Project.Patience);
        await project.DownAsync();
        var lines = Logged(project);
        Assert.All(lines, line => Assert.EndsWith("Z", line.GetProperty("time").GetString(), StringComparison.Ordinal));
        var failed = lines.First(line => What(line) == "failed");
        Assert.Equal(("error", "service/faulty"), (failed.GetProperty("level").GetString(), failed.GetProperty("subject").GetString()));
        Assert.Contains(lines, line => line.GetProperty("seq").GetInt64() == failed.GetProperty("cause").GetInt64());
        Assert.Equal("warning", lines.First(line => What(line) == "backoff").GetProperty("level").GetString());
    }

    [Fact]
    public async Task What_up_prints_is_an_object_a_line_where_the_variable_says_so()
    {
        await using var project = new Project("""
            [services.talker]
            command = ["sh", "-c", "echo said; echo 'with \"quotes\"' >&2"]
            oneshot = true
            env = { PROJECT_MARK = "{mark}" }
            """);
        await using var up = RunningProgram.Start("/usr/bin/env", ["BATON_LOG_FORMAT=json", TestPrograms.Baton, "up", "--listen", "none"], project.Path, variables: [$"HOME={project.Path}"]);
        await Eventually.HoldsAsync(() => up.Output.Contains("\"what\":\"completed\"", StringComparison.Ordinal) && up.Output.Contains("quotes", StringComparison.Ordinal), "its end", Project.Patience);
        Assert.Equal(0, (await project.RunAsync("down")).ExitCode);
        Assert.Equal(0, await up.ExitAsync());
        var lines = up.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Parse).ToList();
        Assert.Contains(lines, line => line.TryGetProperty("text", out var text) && text.GetString() == "with \"quotes\"" && line.GetProperty("stream").GetString() == "stderr");
        Assert.Contains(lines, line => line.TryGetProperty("what", out var what) && what.GetString() == "note");
        var (exitCode, _, errors) = await project.RunAsync("up", "--log-format", "xml");
        Assert.Equal(2, exitCode);
        Assert.Contains("--log-format must be text or json", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metrics_tell_of_services_and_of_both_processes_of_Baton()
    {
        await using var project = new Project(Crashing + """

            [services.web]
            command = ["sh", "-c", "echo one; echo two; exec sleep 600"]
            env = { PROJECT_MARK = "{mark}" }
            """);
        await project.UpAsync("127.0.0.1:0");
        await project.UntilStateAsync("faulty", "failed");
        var (_, output, _) = await project.RunAsync("version", "-o", "json");
        using var version = JsonDocument.Parse(output);
        var address = version.RootElement.GetProperty("daemon").GetProperty("listen").EnumerateArray().Select(at => at.GetString()!).Single(at => at.StartsWith("http", StringComparison.Ordinal));
        using var client = new HttpClient();
        string text = "";
        await Eventually.HoldsAsync(() => (text = client.GetStringAsync($"{address}/metrics").GetAwaiter().GetResult()).Contains("baton_service_memory_bytes{service=\"web\"}", StringComparison.Ordinal), "figures", Project.Patience);
        Assert.Contains("baton_service_state{service=\"faulty\",state=\"failed\"} 1", text, StringComparison.Ordinal);
        Assert.Contains("baton_service_exits_total{service=\"faulty\",code=\"3\",signal=\"\"} 2", text, StringComparison.Ordinal);
        Assert.Contains("baton_service_log_bytes{service=\"web\"}", text, StringComparison.Ordinal);
        var started = text.Split('\n').Single(line => line.StartsWith("process_start_time_seconds ", StringComparison.Ordinal));
        var guardian = text.Split('\n').Single(line => line.StartsWith("baton_guardian_resident_memory_bytes ", StringComparison.Ordinal)).Split(' ')[1];
        Assert.True(long.Parse(guardian, CultureInfo.InvariantCulture) > 1_000_000);
        const string Lines = "baton_service_output_lines_total{service=\"web\",stream=\"stdout\"} 2\n";
        await Eventually.HoldsAsync(() => Scrape().Contains(Lines, StringComparison.Ordinal), "what it wrote", Project.Patience);
        ProcessTable.Signal(await project.DaemonAsync(), 9);
        // The next daemon asks the guardian, which has counted on.
        await Eventually.HoldsAsync(() => Scrape() is var told && told.Contains("process_start_time_seconds", StringComparison.Ordinal) && !told.Contains(started, StringComparison.Ordinal) && told.Contains(Lines, StringComparison.Ordinal), "the same of the next daemon", Project.Patience);
        await project.DownAsync();

        string Scrape()
        {
            try
            {
                return client.GetStringAsync($"{address}/metrics").GetAwaiter().GetResult();
            }
            catch (HttpRequestException)
            {
                // Between two daemons.
                return "";
            }
        }
    }

    private static List<JsonElement> Logged(Project project) =>
        [.. Directory.GetFiles(project[".baton/logs/orchestrator"], "orchestrator-*.log").Order(StringComparer.Ordinal).SelectMany(ReadLines).Select(Parse)];

    // The daemon writes to it meanwhile: what has no newline yet is not there yet.
    private static string[] ReadLines(string file)
    {
        using var reader = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        return reader.ReadToEnd().Split('\n')[..^1];
    }

    private static string What(JsonElement line) => line.GetProperty("what").GetString()!;

    private static JsonElement Parse(string line)
    {
        using var document = JsonDocument.Parse(line);
        return document.RootElement.Clone();
    }
}
