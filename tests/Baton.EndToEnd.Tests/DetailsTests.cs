using System.Text.Json;
using Baton.TestKit;

namespace Baton.EndToEnd.Tests;

/// <summary>What the API tells of one service, and the stream of services, of the real program with a real service.</summary>
public sealed class DetailsTests
{
    private const string Secret = "s3cr3t-of-web";

    private const string Manifest = $$"""
        # A project of one.
        [services.web]
        command = ["sh", "-c", "echo {{Secret}}; exec sleep 600"]
        env = { PROJECT_MARK = "{mark}", API_TOKEN = "{{Secret}}", COLOUR = "green" }
        requires_devices = ["/dev/null"]
        liveness = { exec = ["true"], interval_seconds = 1, initial_delay_seconds = 0 }
        readiness = { process = true, initial_delay_seconds = 0 }
        """;

    [Fact]
    public async Task A_service_shows_its_runs_probes_devices_definition_environment_and_figures()
    {
        await using var project = new Project(Manifest);
        await project.UpAsync();
        Assert.Equal(0, (await project.RunAsync("restart", "web")).ExitCode);
        using var http = project.Http();

        var runs = (await GetAsync(http, "runs")).GetProperty("items").EnumerateArray().ToList();
        Assert.Equal([(2, "running"), (1, "exited")], runs.Select(run => (run.GetProperty("run").GetInt32(), run.GetProperty("how").GetString()!)));
        Assert.Equal("SIGTERM", runs[1].GetProperty("exit_signal").GetString());

        await UntilAsync(async () => (await GetAsync(http, "probes")).GetProperty("probes").EnumerateArray().Any(probe =>
            probe.GetProperty("kind").GetString() == "liveness" && probe.GetProperty("type").GetString() == "exec" && probe.GetProperty("successes").GetInt64() > 1), "the probe has results");

        var device = (await GetAsync(http, "devices")).GetProperty("devices").EnumerateArray().Single();
        Assert.Equal(("/dev/null", true), (device.GetProperty("target").GetString(), device.GetProperty("present").GetBoolean()));

        project.Write("baton.toml", "# Edited.");
        var definition = await GetAsync(http, "definition");
        Assert.Equal((2, "native"), (definition.GetProperty("line").GetInt32(), definition.GetProperty("source").GetString()));
        Assert.Contains("requires_devices = [\"/dev/null\"]", definition.GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Equal("on-failure", definition.GetProperty("keys").GetProperty("restart").GetString());

        var variables = (await GetAsync(http, "environment")).GetProperty("variables").EnumerateArray().ToDictionary(
            variable => variable.GetProperty("name").GetString()!, variable => variable.GetProperty("value").GetString());
        Assert.Equal(("green", "••••••", "••••••"), (variables["COLOUR"], variables["API_TOKEN"], variables["PATH"]));
        foreach (var detail in new[] { "definition", "environment", "probes" })
            Assert.DoesNotContain(Secret, (await GetAsync(http, detail)).GetRawText(), StringComparison.Ordinal);

        await UntilAsync(async () => (await GetAsync(http, "figures")).GetProperty("memory_bytes").EnumerateArray().Any(bytes => bytes.ValueKind == JsonValueKind.Number), "it was measured");
    }

    [Fact]
    public async Task A_reader_of_services_sees_a_stop_and_its_figures()
    {
        // Only what changes is told: this one is never measured twice alike.
        await using var project = new Project(Manifest.Replace("exec sleep 600", "while true; do sleep 0.02; done", StringComparison.Ordinal));
        await project.UpAsync();
        using var http = project.Http();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/services");
        request.Headers.Add("Accept", "text/event-stream");
        using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync());
        Assert.Contains("\"reset\":true,\"items\":[{\"name\":\"web\",", await UntilEventAsync(lines, "services", _ => true), StringComparison.Ordinal);
        await UntilEventAsync(lines, "figures", data => data.Contains("[\"web\",", StringComparison.Ordinal));
        Assert.Equal(0, (await project.RunAsync("stop", "web")).ExitCode);
        await UntilEventAsync(lines, "changed", data => data.Contains("\"state\":\"stopped\"", StringComparison.Ordinal));
    }

    private static Task<string> UntilEventAsync(StreamReader lines, string name, Func<string, bool> isIt) =>
        Eventually.ReturnsAsync(FindEventAsync(lines, name, isIt), $"event {name}", Project.Patience);

    private static async Task<string> FindEventAsync(StreamReader lines, string name, Func<string, bool> isIt)
    {
        while (await lines.ReadLineAsync() is { } line)
        {
            if (line == $"event: {name}" && await lines.ReadLineAsync() is { } data && isIt(data)) return data;
        }

        throw new InvalidOperationException($"the stream ended before an event {name}");
    }

    private static async Task UntilAsync(Func<Task<bool>> isSo, string what)
    {
        var asking = isSo();
        await Eventually.HoldsAsync(() =>
        {
            if (!asking.IsCompleted) return false;
            if (asking.GetAwaiter().GetResult()) return true;
            asking = isSo();
            return false;
        }, what, Project.Patience);
    }

    private static async Task<JsonElement> GetAsync(HttpClient http, string detail)
    {
        using var document = JsonDocument.Parse(await http.GetStringAsync($"/api/v1/services/web/{detail}"));
        return document.RootElement.Clone();
    }
}
