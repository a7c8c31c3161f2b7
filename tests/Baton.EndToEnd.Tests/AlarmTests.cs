using System.Net;
using System.Text.Json;
using Baton.TestKit;

namespace Baton.EndToEnd.Tests;

/// <summary>Alarms of the real program that watches a real server, as they come to a webhook.</summary>
public sealed class AlarmTests
{
    [Fact]
    public async Task A_webhook_is_told_once_that_a_monitor_is_down_and_once_that_it_is_up_also_over_a_death_of_the_daemon()
    {
        await using var hook = new WebhookServer();
        await using var server = new FlippingServer("500 Internal Server Error");
        await using var quiet = new FlippingServer("500 Internal Server Error");
        await using var project = new Project($"""
            [monitors.shop]
            http = "{server.Url}"
            interval_seconds = 0.2
            timeout_seconds = 0.2
            confirm_retries = 1
            confirm_seconds = 0.1
            breaker = {BreakerOf(1000)}
            tags = ["night"]
            [monitors.attic]
            http = "{quiet.Url}"
            interval_seconds = 0.2
            timeout_seconds = 0.2
            breaker = {BreakerOf(1000)}
            [maintenance.works]
            monitors = ["attic"]
            start = 2020-01-01T00:00:00Z
            end = 2099-01-01T00:00:00Z
            [notify.ops]
            url = "{hook.Url}"
            monitors = ["night", "attic"]
            """);
        await project.UpAsync();
        await Eventually.HoldsAsync(() => !hook.Requests.IsEmpty, "the alarm", Project.Patience);
        Assert.StartsWith("shop monitor_down error HTTP 500", Told(hook, 0), StringComparison.Ordinal);

        await Eventually.HoldsAsync(() => File.Exists(Path.Combine(project.Path, ".baton", "alarms")), "what outlives the daemon", Project.Patience);
        ProcessTable.Signal(await project.DaemonAsync(), 9);
        server.Way = "200 OK";
        await Eventually.HoldsAsync(() => hook.Requests.Count > 1, "the resolve", Project.Patience);
        Assert.StartsWith("shop monitor_up info after ", Told(hook, 1), StringComparison.Ordinal);
        Assert.Contains("monitor shop up: after ", hook.Bodies[1], StringComparison.Ordinal);
        Assert.True(quiet.Asked > 1);
        Assert.Equal(2, hook.Requests.Count);
        await project.DownAsync();
    }

    [Fact]
    public async Task A_silence_is_asked_for_over_http_outlives_the_daemon_and_ends_when_asked()
    {
        await using var server = new FlippingServer("200 OK");
        await using var project = new Project($"[monitors.shop]\nhttp = \"{server.Url}\"\n");
        await project.UpAsync();
        using (var http = project.Http())
        {
            await Eventually.HoldsAsync(() => server.Asked > 0, "a probe", Project.Patience);
            Assert.Equal(HttpStatusCode.NotFound, (await SilenceAsync(http, "/api/v1/monitors/ghost/silence", """{"seconds":60}""")).Status);
            foreach (var body in (string[])["{}", """{"seconds":0}""", """{"seconds":1e9}""", """{"until":"2020-01-01T00:00:00Z"}""", """{"seconds":60,"until":"2099-01-01T00:00:00Z"}"""])
                Assert.Equal(HttpStatusCode.UnprocessableEntity, (await SilenceAsync(http, "/api/v1/silences", body)).Status);
            Assert.Contains("\"monitor\":\"shop\"", (await SilenceAsync(http, "/api/v1/monitors/shop/silence", """{"seconds":3600,"reason":"new disk"}""")).Body, StringComparison.Ordinal);
            await SilenceAsync(http, "/api/v1/silences", """{"seconds":3600}""");
            await Eventually.HoldsAsync(() => File.Exists(Path.Combine(project.Path, ".baton", "alarms")) && File.ReadAllText(Path.Combine(project.Path, ".baton", "alarms")).Contains("\"monitor\":null", StringComparison.Ordinal), "both are kept", Project.Patience);
            ProcessTable.Signal(await project.DaemonAsync(), 9);
        }

        using var later = project.Http();
        Assert.Contains("new disk", await later.GetStringAsync("/api/v1/silences"), StringComparison.Ordinal);
        using var first = await later.DeleteAsync("/api/v1/silences");
        Assert.Contains("new disk", await first.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var second = await later.DeleteAsync("/api/v1/monitors/shop/silence");
        Assert.Equal("""{"items":[]}""", await second.Content.ReadAsStringAsync());
        Assert.Contains("unsilenced", (await project.RunAsync("events")).Output, StringComparison.Ordinal);
        await project.DownAsync();
    }

    [Fact]
    public async Task The_command_line_silences_by_name_tag_and_all_and_keeps_notes_on_incidents()
    {
        await using var server = new FlippingServer("500 Internal Server Error");
        await using var project = new Project($"[monitors.shop]\nhttp = \"{server.Url}\"\ntags = [\"night\"]\n[monitors.bar]\nhttp = \"{server.Url}\"\ntags = [\"night\"]\n[monitors.attic]\nhttp = \"{server.Url}\"\n");
        Assert.Contains("good, 0 services, 3 monitors\n", (await project.RunAsync("check")).Output, StringComparison.Ordinal);
        await project.UpAsync();
        Assert.Equal(1, (await project.RunAsync("monitor", "trigger", "shop")).ExitCode);
        Assert.Equal("nothing is silenced\n", (await project.RunAsync("monitor", "silences")).Output);
        var (exitCode, output, errors) = await project.RunAsync("monitor", "silence", "--tag", "night", "--for", "2h", "--reason", "new disk");
        Assert.True(exitCode == 0, errors);
        Assert.Equal(3, output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains("new disk", output, StringComparison.Ordinal);
        Assert.Equal(4, (await project.RunAsync("monitor", "silence", "--tag", "day", "--for", "2h")).ExitCode);
        Assert.Equal(4, (await project.RunAsync("monitor", "silence", "ghost", "--for", "2h")).ExitCode);
        Assert.Equal(0, (await project.RunAsync("monitor", "silence", "--all", "--for", "90s")).ExitCode);
        Assert.Equal(0, (await project.RunAsync("monitor", "unsilence", "bar")).ExitCode);
        using (var silences = JsonDocument.Parse((await project.RunAsync("monitor", "silences", "-o", "json")).Output))
            Assert.Equal([null, "shop"], silences.RootElement.EnumerateArray().Select(silence => silence.TryGetProperty("monitor", out var name) ? name.GetString() : null));
        Assert.Equal(0, (await project.RunAsync("monitor", "unsilence", "--all")).ExitCode);
        Assert.Equal("nothing is silenced\n", (await project.RunAsync("monitor", "unsilence", "--tag", "night")).Output);

        (exitCode, output, errors) = await project.RunAsync("monitor", "note", "shop", "the router was replaced");
        Assert.True(exitCode == 0, errors);
        Assert.Contains("the router was replaced", output, StringComparison.Ordinal);
        Assert.Contains("HTTP 500", (await project.RunAsync("monitor", "incidents", "shop")).Output, StringComparison.Ordinal);
        Assert.Equal(4, (await project.RunAsync("monitor", "note", "shop", "of none", "--incident", "77")).ExitCode);
        await project.DownAsync();
    }

    [Fact]
    public async Task Thousands_of_silences_with_long_reasons_and_what_was_told_outlive_a_kill_of_the_daemon()
    {
        const int count = 3000;
        // Six bytes for each of these in JSON, whatever the encoder: more than 8 MiB in all.
        var reason = string.Concat(Enumerable.Repeat("\ud83d\udd15", 250));
        var monitors = string.Concat(Enumerable.Range(0, count).Select(i => $"[monitors.m{i}]\npush = \"a-token-of-enough-length-{i}\"\ninterval_seconds = 86400\ntags = [\"many\"]\n"));
        await using var project = new Project(monitors);
        await project.UpAsync();
        using (var http = project.Http()) await PushDownAsync(http);
        Assert.Equal(1, await DownsAsync(project));

        var (exitCode, output, errors) = await project.RunAsync("monitor", "silence", "--tag", "many", "--for", "2h", "--reason", reason);
        Assert.True(exitCode == 0, errors);
        Assert.Equal(count + 1, output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        var file = Path.Combine(project.Path, ".baton", "alarms");
        await Eventually.HoldsAsync(() => File.Exists(file) && new FileInfo(file).Length > 8 * 1024 * 1024, "the silences are written", Project.Patience);
        // More than can be told one by one are one event.
        Assert.Contains($"{count} monitors (m0, m1, m2, …) until ", await EventsAsync(project, "monitors_silenced"), StringComparison.Ordinal);
        ProcessTable.Signal(await project.DaemonAsync(), 9);

        using (var later = project.Http())
        {
            using var silences = JsonDocument.Parse(await later.GetStringAsync("/api/v1/silences"));
            var items = silences.RootElement.GetProperty("items");
            Assert.Equal((count, reason), (items.GetArrayLength(), items[count - 1].GetProperty("reason").GetString()));
            Assert.Equal("nothing is silenced\n", (await project.RunAsync("monitor", "unsilence", "--tag", "many")).Output);
            // It was told before, and is not told again.
            await PushDownAsync(later);
        }

        Assert.Equal(1, await DownsAsync(project));
        Assert.DoesNotContain("alarm_trouble", await EventsAsync(project, "alarm_trouble"), StringComparison.Ordinal);
        await project.DownAsync();
    }

    [Fact]
    public async Task A_memory_of_alarms_that_cannot_be_read_is_set_aside_and_told()
    {
        await using var project = new Project("[monitors.shop]\npush = \"a-token-of-enough-length\"\n");
        var state = Directory.CreateDirectory(Path.Combine(project.Path, ".baton")).FullName;
        using (var large = File.Create(Path.Combine(state, "alarms"))) large.SetLength(1024 * 1024 * 1024);
        await project.UpAsync();
        Assert.Contains("silences are forgotten, and of a monitor that is down people are told again", await EventsAsync(project, "alarm_trouble"), StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(state, "alarms.broken")));
        await project.DownAsync();
    }

    private static async Task PushDownAsync(HttpClient http)
    {
        using var content = new StringContent("""{"status":"down","msg":"it says so"}""");
        using var answer = await http.PostAsync("/api/v1/push/a-token-of-enough-length-7", content);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    private static async Task<int> DownsAsync(Project project)
    {
        using var events = JsonDocument.Parse(await EventsAsync(project, "down"));
        return events.RootElement.GetProperty("items").GetArrayLength();
    }

    private static async Task<string> EventsAsync(Project project, string what)
    {
        using var http = project.Http();
        return await http.GetStringAsync($"/api/v1/events?what={what}&tail=100");
    }

    private static async Task<(HttpStatusCode Status, string Body)> SilenceAsync(HttpClient http, string path, string body)
    {
        using var content = new StringContent(body);
        using var answer = await http.PostAsync(path, content);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    private static string BreakerOf(int threshold) => $"{{ failure_threshold = {threshold} }}";

    private static string Told(WebhookServer hook, int index)
    {
        using var message = JsonDocument.Parse(hook.Bodies[index]);
        return string.Join(' ', new[] { "monitor", "what", "level", "detail" }.Select(word => message.RootElement.GetProperty(word).GetString()));
    }
}
