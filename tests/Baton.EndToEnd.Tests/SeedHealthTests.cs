using System.Globalization;
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
    internal const string Slow = """
        HEALTH_CHECK_INTERVAL=3600   # seconds
        HEALTH_CHECK_TIMEOUT=0.5
        CIRCUIT_BREAKER_THRESHOLD=2  # failures
        CIRCUIT_BREAKER_TIMEOUT=3

        """;

    /// <summary>The ways that a server answers after it was well, with what is wrong then.</summary>
    private static readonly (string Way, string? Problem)[] Ways =
    [
        ("huge", "Body larger than 1024 KiB"),
        ("500 Internal Server Error", "HTTP 500"),
        ("204 No Content", "HTTP 204"),
        ("redirect", "HTTP 302"),
        ("hang", "Timeout after 1.0s"),
        ("drip", "Timeout after 1.0s"),
        ("drop", "The connection was closed before the answer was complete"),
        ("refused", "Connection refused on port {port}"),
    ];

    [Fact]
    [Trait("Defect", "C9-1")]
    [Trait("Defect", "C9-2")]
    [Trait("Defect", "C9-16")]
    public async Task An_endpoint_goes_through_all_ways_to_answer_and_all_states_of_its_breaker_with_exactly_the_fields_that_clients_know()
    {
        await using var server = new FlippingServer("200 OK");
        var failures = Ways.Count(way => way.Problem is not null);
        await using var project = await UpAsync(
            $"HEALTH_CHECK_INTERVAL=3600\nHEALTH_CHECK_TIMEOUT=1\nCIRCUIT_BREAKER_THRESHOLD={failures}\nCIRCUIT_BREAKER_TIMEOUT=4\nMONITORS=auth\nAUTH_URL={server.Url}\n");
        using var http = project.Http();
        await UntilAsync(http, "auth", monitor => monitor.GetProperty("total_checks").GetInt32() == 1);
        var seen = new SeedPicture { Total = 1, Successful = 1 };
        Assert.Equal(seen.Text, Blurred(await http.GetStringAsync("/health/status")));

        foreach (var (way, problem) in Ways)
        {
            if (way == "refused") await server.StopAsync();
            server.Way = way;
            seen = problem is null ? seen.AfterSuccess("closed") : seen.AfterFailure(problem.Replace("{port}", $"{server.Port}", StringComparison.Ordinal), way == Ways[^1].Way ? "open" : "closed");
            Assert.Equal(seen.Text, Blurred((await TriggerAsync(http)).GetRawText()));
        }

        // Open: nobody is asked, and no figure changes.
        server.Way = "hang";
        server.Listen();
        var asked = server.Asked;
        Assert.Equal(seen.Resting(failures).Text, Blurred((await TriggerAsync(http)).GetRawText()));
        Assert.Equal(asked, server.Asked);

        // The break is over: one trial, which fails after a second, and all begins anew.
        await UntilAsync(http, "auth", monitor => monitor.GetProperty("circuit_breaker_state").GetString() == "half_open");
        Assert.Equal((seen with { Circuit = "half_open" }).Text, Blurred(await http.GetStringAsync("/health/status")));
        seen = seen.AfterFailure("Timeout after 1.0s", "open");
        await UntilAsync(http, "auth", monitor => monitor.GetProperty("total_checks").GetInt32() == seen.Total);
        Assert.Equal(seen.Text, Blurred(await http.GetStringAsync("/health/status")));

        server.Way = "200 OK";
        seen = seen.AfterSuccess("half_open");
        await UntilAsync(http, "auth", monitor => monitor.GetProperty("total_checks").GetInt32() == seen.Total);
        Assert.Equal(seen.Text, Blurred(await http.GetStringAsync("/health/status")));
        Assert.Equal(seen.AfterSuccess("closed").Text, Blurred((await TriggerAsync(http)).GetRawText()));
        // All results but that of the refused connection are of requests, and each request is a result.
        Assert.Equal(seen.Total + 1, server.Asked + 1);
    }

    /// <summary>What <c>/health/status</c> says of one monitor, in full.</summary>
    private sealed record SeedPicture
    {
        public int Total { get; init; }

        public int Successful { get; init; }

        public int Failures { get; init; }

        public string? Problem { get; init; }

        public string Health { get; init; } = "healthy";

        public string Circuit { get; init; } = "closed";

        public string Text => string.Create(CultureInfo.InvariantCulture, $$$"""{"timestamp":"TIME","services":{"auth":{"health":"{{{Health}}}","last_check":"TIME","response_time_ms":{{{(Problem is null ? "NUMBER" : "null")}}},"error_message":{{{(Problem is null ? "null" : $"\"{Problem}\"")}}},"consecutive_failures":{{{Failures}}},"total_checks":{{{Total}}},"successful_checks":{{{Successful}}},"uptime_percentage":{{{Math.Round(100.0 * Successful / Total, 2):0.0#}}},"circuit_breaker_state":"{{{Circuit}}}"}},"overall_health":"{{{(Health == "healthy" ? "healthy" : "unhealthy")}}}"}""");

        public SeedPicture AfterSuccess(string circuit) => this with { Total = Total + 1, Successful = Successful + 1, Failures = 0, Problem = null, Health = "healthy", Circuit = circuit };

        public SeedPicture AfterFailure(string problem, string circuit) => this with { Total = Total + 1, Failures = Failures + 1, Problem = problem, Health = "unhealthy", Circuit = circuit };

        public SeedPicture Resting(int failures) => this with { Problem = $"Circuit open due to {failures} consecutive failures", Health = "circuit_open", Circuit = "open" };
    }

    [Theory]
    [Trait("Defect", "C9-7")]
    [Trait("Defect", "C9-16")]
    [InlineData("204 No Content", "HTTP 204")]
    [InlineData("redirect", "HTTP 302")]
    [InlineData("hang", "Timeout after 0.5s")]
    [InlineData("drip", "Timeout after 0.5s")]
    [InlineData("huge", "Body larger than 1024 KiB")]
    [InlineData("drop", "The connection was closed before the answer was complete")]
    [InlineData("refused", "Connection refused on port {port}")]
    [InlineData("strange", "*")]
    public async Task Every_bad_answer_is_an_unhealthy_probe_with_its_own_reason_and_delays_no_other(string way, string reason)
    {
        await using var well = new FlippingServer("200 OK");
        await using var server = new FlippingServer(way);
        if (way == "refused") await server.StopAsync();
        await using var project = await UpAsync($"{Slow}MONITORS=bad,well\nBAD_URL={server.Url}\nWELL_URL={well.Url}\n");
        using var http = project.Http();
        var bad = await UntilAsync(http, "bad", monitor => monitor.GetProperty("total_checks").GetInt32() >= 1);
        var text = bad.GetProperty("error_message").GetString();
        if (reason == "*") Assert.False(string.IsNullOrEmpty(text));
        else Assert.Equal(reason.Replace("{port}", $"{server.Port}", StringComparison.Ordinal), text);
        await UntilAsync(http, "well", monitor => monitor.GetProperty("health").GetString() == "healthy");
        Assert.Equal("degraded", (await StatusAsync(http)).GetProperty("overall_health").GetString());
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
    public async Task The_log_level_of_the_variables_leaves_what_is_below_it_out_of_the_log_and_nothing_out_of_the_journal()
    {
        await using var server = new FlippingServer("500 Internal Server Error");
        await using var project = await UpAsync($"{Slow}MONITORS=auth\nAUTH_URL={server.Url}\nLOG_LEVEL=warning  # as before\n");
        using (var http = project.Http()) await UntilAsync(http, "auth", monitor => monitor.GetProperty("total_checks").GetInt32() == 1);
        Assert.Contains("  baton  started: pid", (await project.RunAsync("events")).Output, StringComparison.Ordinal);
        await project.DownAsync();
        var lines = Directory.GetFiles(project[".baton/logs/orchestrator"], "*.log").SelectMany(File.ReadAllLines).ToList();
        Assert.Contains(lines, line => line.Contains("monitor/auth unhealthy (HTTP 500", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.Contains("daemon started", StringComparison.Ordinal));
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

    internal static async Task<Project> UpAsync(string variables, string manifest = "# Nothing is run here.\n")
    {
        var project = new Project(manifest);
        project.Write(".env", variables);
        await project.UpAsync();
        return project;
    }

    internal static async Task<JsonElement> TriggerAsync(HttpClient http)
    {
        // A probe that is younger is shared.
        await Task.Delay(TimeSpan.FromMilliseconds(60), TimeProvider.System);
        using var answer = await http.PostAsync("/health/trigger", null);
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    internal static async Task<JsonElement> StatusAsync(HttpClient http) => await http.GetFromJsonAsync<JsonElement>("/health/status");

    internal static async Task<JsonElement> UntilAsync(HttpClient http, string name, Func<JsonElement, bool> isSo)
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

    internal static string Blurred(string json) => Milliseconds().Replace(Times().Replace(json, "\"TIME\""), "\"response_time_ms\":NUMBER");

    [GeneratedRegex(""" "\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}[+-]\d\d:\d\d" """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Times();

    [GeneratedRegex("\"response_time_ms\":\\d+(\\.\\d+)?")]
    private static partial Regex Milliseconds();
}
