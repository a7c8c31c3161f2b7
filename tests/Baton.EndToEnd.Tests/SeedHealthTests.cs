using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Baton.TestKit;

namespace Baton.EndToEnd.Tests;

/// <summary>The paths of the earlier health monitor, of the real program that watches real servers on loopback, described as that monitor's documents say.</summary>
public sealed partial class SeedHealthTests
{
    /// <summary>Long intervals: probes come when they are asked for, and the trial when a break is over.</summary>
    private const string Slow = """
        HEALTH_CHECK_INTERVAL=3600   # seconds
        HEALTH_CHECK_TIMEOUT=0.5
        CIRCUIT_BREAKER_THRESHOLD=2  # failures
        CIRCUIT_BREAKER_TIMEOUT=3

        """;

    [Fact]
    public async Task An_endpoint_goes_through_all_states_of_its_breaker_with_the_fields_that_clients_know()
    {
        await using var server = new FlippingServer("200 OK");
        await using var project = await UpAsync($"{Slow}MONITORS=auth\nAUTH_URL={server.Url}\n");
        using var http = project.Http();
        await UntilAsync(http, "auth", monitor => monitor.GetProperty("total_checks").GetInt32() == 1);
        Assert.Equal("""{"timestamp":"TIME","services":{"auth":{"health":"healthy","last_check":"TIME","response_time_ms":NUMBER,"error_message":null,"consecutive_failures":0,"total_checks":1,"successful_checks":1,"uptime_percentage":100.0,"circuit_breaker_state":"closed"}},"overall_health":"healthy"}""",
            Blurred(await http.GetStringAsync("/health/status")));

        server.Way = "500 Internal Server Error";
        await TriggerAsync(http);
        Assert.Contains(""" "health":"unhealthy","last_check":"TIME","response_time_ms":null,"error_message":"HTTP 500","consecutive_failures":1,"total_checks":2,"successful_checks":1,"uptime_percentage":50.0,"circuit_breaker_state":"closed" """.Trim(),
            Blurred(await http.GetStringAsync("/health/status")), StringComparison.Ordinal);
        Assert.Equal("open", State(await TriggerAsync(http)));

        var resting = Blurred((await TriggerAsync(http)).GetRawText());
        Assert.Contains(""" {"health":"circuit_open","last_check":"TIME","response_time_ms":null,"error_message":"Circuit open due to 2 consecutive failures","consecutive_failures":2,"total_checks":3,"successful_checks":1,"uptime_percentage":33.33,"circuit_breaker_state":"open"}},"overall_health":"unhealthy" """.Trim(), resting, StringComparison.Ordinal);
        Assert.Equal(3, server.Asked);

        // The trial fails: open again, for another whole break.
        await UntilAsync(http, "auth", monitor => monitor.GetProperty("total_checks").GetInt32() == 4 && monitor.GetProperty("circuit_breaker_state").GetString() == "open");
        server.Way = "200 OK";
        await UntilAsync(http, "auth", monitor => monitor.GetProperty("circuit_breaker_state").GetString() == "half_open" && monitor.GetProperty("health").GetString() == "healthy");
        server.Way = "500 Internal Server Error";
        Assert.Equal("open", State(await TriggerAsync(http)));
        server.Way = "200 OK";
        await UntilAsync(http, "auth", monitor => monitor.GetProperty("circuit_breaker_state").GetString() == "half_open");
        Assert.Equal("closed", State(await TriggerAsync(http)));
        Assert.Equal(server.Asked, (await StatusAsync(http)).GetProperty("services").GetProperty("auth").GetProperty("total_checks").GetInt32());
    }

    [Theory]
    [InlineData("204 No Content", "HTTP 204")]
    [InlineData("redirect", "HTTP 302")]
    [InlineData("hang", "Timeout after 0.5s")]
    [InlineData("drip", "Timeout after 0.5s")]
    [InlineData("huge", null)]
    [InlineData("drop", "The connection was closed before the answer was complete")]
    [InlineData("refused", "Connection refused on port {port}")]
    [InlineData("strange", "*")]
    public async Task Every_bad_answer_is_an_unhealthy_probe_with_its_own_reason_and_delays_no_other(string way, string? reason)
    {
        await using var well = new FlippingServer("200 OK");
        await using var server = new FlippingServer(way);
        if (way == "refused") await server.StopAsync();
        await using var project = await UpAsync($"{Slow}MONITORS=bad,well\nBAD_URL={server.Url}\nWELL_URL={well.Url}\n");
        using var http = project.Http();
        var bad = await UntilAsync(http, "bad", monitor => monitor.GetProperty("total_checks").GetInt32() >= 1);
        var text = bad.GetProperty("error_message").GetString();
        if (reason == "*") Assert.False(string.IsNullOrEmpty(text));
        else Assert.Equal(reason?.Replace("{port}", $"{server.Port}", StringComparison.Ordinal), text);
        await UntilAsync(http, "well", monitor => monitor.GetProperty("health").GetString() == "healthy");
        Assert.Equal(reason is null ? "healthy" : "degraded", (await StatusAsync(http)).GetProperty("overall_health").GetString());
    }

    [Fact]
    public async Task Its_other_paths_answer_as_before()
    {
        await using var project = await UpAsync("");
        using var http = project.Http();
        Assert.Equal("""{"service":"Orchestrator","version":"0.1.0","status":"running","endpoints":{"health":"/health","health_status":"/health/status"}}""", await http.GetStringAsync("/"));
        Assert.Equal("""{"status":"ok","service":"orchestrator"}""", await http.GetStringAsync("/health"));
        Assert.Equal("""{"timestamp":"TIME","services":{},"overall_health":"healthy"}""", Blurred(await http.GetStringAsync("/health/status")));
        using var wrong = await http.GetAsync("/health/trigger");
        Assert.Equal((HttpStatusCode.MethodNotAllowed, """{"detail":"Method Not Allowed"}"""), (wrong.StatusCode, await wrong.Content.ReadAsStringAsync()));
        using var unknown = await http.GetAsync("/health/elsewhere");
        Assert.Equal((HttpStatusCode.NotFound, """{"detail":"Not Found"}"""), (unknown.StatusCode, await unknown.Content.ReadAsStringAsync()));
    }

    [Fact]
    public async Task The_three_of_the_earlier_monitor_exist_together_when_one_of_them_is_described()
    {
        await using var server = new FlippingServer("200 OK");
        await using var project = await UpAsync($"{Slow}RESEARCH_URL={server.Url}   # a comment\n");
        using var http = project.Http();
        var status = await StatusAsync(http);
        Assert.Equal(["writer", "research", "backend"], status.GetProperty("services").EnumerateObject().Select(service => service.Name));
        await UntilAsync(http, "research", monitor => monitor.GetProperty("health").GetString() == "healthy");
    }

    [Fact]
    public async Task What_is_wrong_with_a_variable_is_told_with_its_place()
    {
        await using var project = new Project("");
        project.Write(".env", "\nWRITER_URL=http://localhost:1/health\nHEALTH_CHECK_INTERVAL=-3\nMONITORS=other\n");
        var (exitCode, _, errors) = await project.RunAsync("up", "-d", "--listen", "none");
        Assert.NotEqual(0, exitCode);
        Assert.Contains(".env:3:", errors, StringComparison.Ordinal);
        Assert.Contains("HEALTH_CHECK_INTERVAL: \"-3\" is not a number from", errors, StringComparison.Ordinal);
        Assert.Contains("MONITORS: it names \"other\", but OTHER_URL is not set", errors, StringComparison.Ordinal);
    }

    private static async Task<Project> UpAsync(string variables)
    {
        var project = new Project("# Nothing is run here.\n");
        project.Write(".env", variables);
        await project.UpAsync();
        return project;
    }

    private static async Task<JsonElement> TriggerAsync(HttpClient http)
    {
        // A probe that is younger is shared.
        await Task.Delay(TimeSpan.FromMilliseconds(60), TimeProvider.System);
        using var answer = await http.PostAsync("/health/trigger", null);
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    private static async Task<JsonElement> StatusAsync(HttpClient http) => await http.GetFromJsonAsync<JsonElement>("/health/status");

    private static string State(JsonElement status) => status.GetProperty("services").GetProperty("auth").GetProperty("circuit_breaker_state").GetString()!;

    private static async Task<JsonElement> UntilAsync(HttpClient http, string name, Func<JsonElement, bool> isSo)
    {
        var asking = StatusAsync(http);
        await Eventually.HoldsAsync(() =>
        {
            if (!asking.IsCompleted) return false;
            if (isSo(asking.Result.GetProperty("services").GetProperty(name))) return true;
            asking = StatusAsync(http);
            return false;
        }, () => $"{name} as wanted; it is {(asking.IsCompleted ? asking.Result.GetRawText() : "not known")}", Project.Patience);
        return asking.Result.GetProperty("services").GetProperty(name);
    }

    private static string Blurred(string json) => Milliseconds().Replace(Times().Replace(json, "\"TIME\""), "\"response_time_ms\":NUMBER");

    [GeneratedRegex(""" "\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}[+-]\d\d:\d\d" """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Times();

    [GeneratedRegex("\"response_time_ms\":\\d+(\\.\\d+)?")]
    private static partial Regex Milliseconds();
}
