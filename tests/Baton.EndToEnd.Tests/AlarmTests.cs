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

    private static string BreakerOf(int threshold) => $"{{ failure_threshold = {threshold} }}";

    private static string Told(WebhookServer hook, int index)
    {
        using var message = JsonDocument.Parse(hook.Bodies[index]);
        return string.Join(' ', new[] { "monitor", "what", "level", "detail" }.Select(word => message.RootElement.GetProperty(word).GetString()));
    }
}
