using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using static Baton.EndToEnd.Tests.SeedHealthTests;

namespace Baton.EndToEnd.Tests;

/// <summary>The paths of the earlier gateway, of the real program that watches real servers on loopback.</summary>
public sealed class MainDialectTests
{
    private const string Manifest = "[health]\ndialect = \"main\"\n";

    [Fact]
    [Trait("Defect", "C9-14")]
    public async Task An_endpoint_is_shown_with_what_it_answers_and_with_exactly_the_fields_that_clients_know()
    {
        await using var json = new FlippingServer("json");
        await using var text = new FlippingServer("text");
        await using var bad = new FlippingServer("500 Internal Server Error");
        await using var project = await UpAsync($"HEALTH_CHECK_INTERVAL=30\nWRITER_URL={Base(json)}\nRESEARCH_URL={Base(text)}\nBACKEND_URL={Base(bad)}\n", Manifest);
        using var http = project.Http();
        foreach (var name in (string[])["writer", "research", "backend"]) await UntilAsync(http, name, monitor => monitor.GetProperty("last_check").ValueKind == JsonValueKind.String);
        var writer = $$$$"""{"name":"writer","url":"{{{{Base(json)}}}}","status":"healthy","last_check":"TIME","response_time_ms":NUMBER,"error":null,"circuit_state":"closed","consecutive_failures":0,"uptime_percentage":100.0,"details":{"queue":3,"parts":{"db":"ok"}}}""";
        Assert.Equal(writer, Blurred(await http.GetStringAsync("/health/status/writer")));
        Assert.Equal($$$$"""{"overall":"degraded","timestamp":"TIME","services":{"writer":{{{{writer}}}},"research":{"name":"research","url":"{{{{Base(text)}}}}","status":"healthy","last_check":"TIME","response_time_ms":NUMBER,"error":null,"circuit_state":"closed","consecutive_failures":0,"uptime_percentage":100.0,"details":{}},"backend":{"name":"backend","url":"{{{{Base(bad)}}}}","status":"unhealthy","last_check":"TIME","response_time_ms":null,"error":"HTTP 500","circuit_state":"closed","consecutive_failures":1,"uptime_percentage":0.0,"details":{}}},"monitoring":{"check_interval":30,"running":true}}""",
            Blurred(await http.GetStringAsync("/health/status")));
        // The same judgement of the same answers.
        Assert.Equal($$$$"""{"orchestrator":"healthy","services":{"writer":{"status":"healthy","url":"{{{{Base(json)}}}}","details":{"queue":3,"parts":{"db":"ok"}}},"research":{"status":"healthy","url":"{{{{Base(text)}}}}","details":{}},"backend":{"status":"unhealthy","url":"{{{{Base(bad)}}}}","error":"HTTP 500"}},"overall":"degraded"}""",
            await http.GetStringAsync("/health"));

        // What is stale is not shown, and asking how all is asks no endpoint.
        json.Way = "500 Internal Server Error";
        var asked = bad.Asked;
        Assert.Equal("{}", (await TriggerAsync(http)).GetProperty("services").GetProperty("writer").GetProperty("details").GetRawText());
        for (var i = 0; i < 5; i++) await http.GetStringAsync("/health");
        Assert.Equal(asked + 1, bad.Asked);
        Assert.Equal("50.0", (await StatusAsync(http)).GetProperty("services").GetProperty("writer").GetProperty("uptime_percentage").GetRawText());
    }

    [Fact]
    [Trait("Defect", "C9-5")]
    public async Task All_down_is_unhealthy_and_three_failures_open()
    {
        await using var bad = new FlippingServer("500 Internal Server Error");
        await using var project = await UpAsync($"HEALTH_CHECK_INTERVAL=3600\nWRITER_URL={Base(bad)}\nRESEARCH_URL={Base(bad)}\nBACKEND_URL={Base(bad)}\n", Manifest);
        using var http = project.Http();
        foreach (var name in (string[])["writer", "research", "backend"]) await UntilAsync(http, name, monitor => monitor.GetProperty("status").GetString() == "unhealthy");
        Assert.Equal("unhealthy", (await StatusAsync(http)).GetProperty("overall").GetString());
        Assert.Equal("unhealthy", (await http.GetFromJsonAsync<JsonElement>("/health")).GetProperty("overall").GetString());
        await TriggerAsync(http);
        Assert.Equal(("open", 3), State((await TriggerAsync(http)).GetProperty("services").GetProperty("writer")));
        Assert.Equal("Circuit breaker open", (await TriggerAsync(http)).GetProperty("services").GetProperty("writer").GetProperty("error").GetString());
    }

    [Fact]
    public async Task Its_other_paths_answer_as_before()
    {
        await using var project = await UpAsync("WRITER_URL=http://127.0.0.1:1\nHEALTH_CHECK_INTERVAL=3600\n", Manifest);
        using var http = project.Http();
        Assert.Equal("""{"message":"Extrophi Orchestrator API Gateway","version":"0.1.0","services":["writer","research","backend"],"docs":"/docs"}""", await http.GetStringAsync("/"));
        using var unknown = await http.GetAsync("/health/status/x");
        Assert.Equal((HttpStatusCode.NotFound, """{"detail":"Service 'x' not found. Available services: ['writer', 'research', 'backend']"}"""), (unknown.StatusCode, await unknown.Content.ReadAsStringAsync()));
        foreach (var path in (string[])["/docs", "/redoc", "/openapi.json"])
        {
            var description = await http.GetFromJsonAsync<JsonElement>(path);
            Assert.StartsWith("3.", description.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        }
    }

    private static (string?, int) State(JsonElement monitor) => (monitor.GetProperty("circuit_state").GetString(), monitor.GetProperty("consecutive_failures").GetInt32());

    private static string Base(FlippingServer server) => $"http://127.0.0.1:{server.Port}";
}
