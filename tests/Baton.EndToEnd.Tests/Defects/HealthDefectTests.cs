using System.Net.Http.Json;
using System.Text.Json;
using static Baton.EndToEnd.Tests.SeedHealthTests;

namespace Baton.EndToEnd.Tests.Defects;

/// <summary>
/// What went wrong with the health monitors that Baton takes the place of, with their own variables and the real program. Where a test elsewhere
/// shows it whole, that one carries the number; <see cref="DefectListTests"/> sees that each number has one:
/// 1 a failed trial opens again, 2 what is skipped changes no figure, 3 variables are obeyed, 4 no false alarm at the start, 5 all down is unhealthy,
/// 6 nobody is probed more often for being asked about, 7 one deadline for all, 8 a clock that nobody sets, 9 connections are kept, 10 a watch that died is
/// told, 11 one daemon for a project, 12 nobody but those who may, 13 the gateway's headers, paths and retries, 14 one judgement of one answer, 15 no
/// drift and no round at one instant, 16 reasons and figures that are true, 17 all outlives the daemon.
/// </summary>
public sealed class HealthDefectTests
{
    [Fact]
    [Trait("Defect", "C9-2")]
    public async Task Probes_that_an_open_breaker_keeps_away_are_neither_results_nor_part_of_any_uptime()
    {
        await using var server = new FlippingServer("200 OK");
        await using var project = await UpAsync($"HEALTH_CHECK_INTERVAL=3600\nCIRCUIT_BREAKER_THRESHOLD=1\nCIRCUIT_BREAKER_TIMEOUT=600\nMONITORS=auth\nAUTH_URL={server.Url}\n");
        using var http = project.Http();
        await UntilAsync(http, "auth", monitor => monitor.GetProperty("total_checks").GetInt32() == 1);
        server.Way = "500 Internal Server Error";
        await TriggerAsync(http);
        var before = await FiguresAsync(http);
        for (var i = 0; i < 4; i++) await TriggerAsync(http);
        Assert.Equal(before, await FiguresAsync(http));
        Assert.Equal(2, server.Asked);
    }

    [Fact]
    [Trait("Defect", "C9-3")]
    public async Task Each_variable_that_is_documented_is_obeyed()
    {
        await using var server = new FlippingServer("500 Internal Server Error");
        await using var project = await UpAsync($"""
            WRITER_URL={server.Url}
            RESEARCH_URL={server.Url}
            BACKEND_URL={server.Url}
            HEALTH_CHECK_INTERVAL=1234   # seconds
            HEALTH_CHECK_TIMEOUT=3
            CIRCUIT_BREAKER_THRESHOLD=1
            CIRCUIT_BREAKER_TIMEOUT=2
            CIRCUIT_BREAKER_SUCCESS_THRESHOLD=1

            """);
        using var http = project.Http();
        foreach (var name in (string[])["writer", "research", "backend"])
        {
            await UntilAsync(http, name, monitor => monitor.GetProperty("circuit_breaker_state").GetString() == "open");
            var native = await http.GetFromJsonAsync<JsonElement>($"/api/v1/monitors/{name}");
            Assert.Equal((1234.0, 3.0), (native.GetProperty("interval_seconds").GetDouble(), native.GetProperty("timeout_seconds").GetDouble()));
        }

        server.Way = "200 OK";
        // Long before the interval is over the break is, and one success is enough.
        await UntilAsync(http, "backend", monitor => monitor.GetProperty("circuit_breaker_state").GetString() == "closed");
    }

    [Fact]
    [Trait("Defect", "C9-4")]
    public async Task Before_the_first_result_no_time_of_one_is_made_up_and_nobody_is_alarmed()
    {
        await using var server = new FlippingServer("hang");
        await using var project = await UpAsync($"HEALTH_CHECK_INTERVAL=3600\nHEALTH_CHECK_TIMEOUT=600\nMONITORS=auth\nAUTH_URL={server.Url}\n");
        using var http = project.Http();
        var monitor = (await StatusAsync(http)).GetProperty("services").GetProperty("auth");
        Assert.Equal(("unhealthy", JsonValueKind.Null, 0), (monitor.GetProperty("health").GetString(), monitor.GetProperty("last_check").ValueKind, monitor.GetProperty("total_checks").GetInt32()));
        Assert.Equal("unknown", (await http.GetFromJsonAsync<JsonElement>("/api/v1/monitors/auth")).GetProperty("health").GetString());
        var events = await http.GetStringAsync("/api/v1/events");
        Assert.DoesNotContain("\"down\"", events, StringComparison.Ordinal);
        Assert.DoesNotContain("unhealthy", events, StringComparison.Ordinal);
    }

    [Theory]
    [Trait("Defect", "C9-16")]
    [InlineData("http://nobody.invalid:8001/health")]
    [InlineData("https://127.0.0.1:{port}/health")]
    public async Task A_refused_connection_is_named_only_where_there_was_one(string url)
    {
        await using var server = new FlippingServer("200 OK");
        await using var project = await UpAsync($"HEALTH_CHECK_INTERVAL=3600\nMONITORS=auth\nAUTH_URL={url.Replace("{port}", $"{server.Port}", StringComparison.Ordinal)}\n");
        using var http = project.Http();
        var monitor = await UntilAsync(http, "auth", monitor => monitor.GetProperty("total_checks").GetInt32() == 1);
        var text = monitor.GetProperty("error_message").GetString();
        Assert.False(string.IsNullOrWhiteSpace(text));
        Assert.DoesNotContain("refused", text, StringComparison.OrdinalIgnoreCase);
    }

    private static async Task<string> FiguresAsync(HttpClient http)
    {
        var native = await http.GetFromJsonAsync<JsonElement>("/api/v1/monitors/auth");
        var seed = (await StatusAsync(http)).GetProperty("services").GetProperty("auth");
        return string.Join('\n', new[] { "total_checks", "successful_checks", "last_check", "uptime", "recent" }.Select(key => native.GetProperty(key).GetRawText())
            .Concat(new[] { "total_checks", "successful_checks", "uptime_percentage", "consecutive_failures" }.Select(key => seed.GetProperty(key).GetRawText())));
    }
}
