using System.Globalization;
using System.Text.Json;
using Baton.TestKit;

namespace Baton.Control.Tests.Metrics;

/// <summary>The answer of <c>/metrics</c>, as a program reads it that is not Baton's: the parser of Prometheus' own client for Python.</summary>
internal sealed record ParsedMetrics(IReadOnlyDictionary<string, string> Types, IReadOnlyList<ParsedSample> Samples, string Text)
{
    private const string Script = """
        import json, sys
        from prometheus_client.parser import text_string_to_metric_families
        families = list(text_string_to_metric_families(open(sys.argv[1], encoding="utf-8").read()))
        print(json.dumps({
            "types": {f.name: f.type for f in families},
            "samples": [[s.name, s.labels, repr(float(s.value))] for f in families for s in f.samples],
        }))
        """;

    public static async Task<ParsedMetrics> ReadAsync(ControlFixture fixture)
    {
        using var client = new HttpClient();
        using var answer = await client.GetAsync($"http://{fixture.Tcp}/metrics");
        Assert.Equal(System.Net.HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", answer.Content.Headers.ContentType?.ToString());
        return await ParseAsync(await answer.Content.ReadAsStringAsync());
    }

    public static async Task<ParsedMetrics> ParseAsync(string text)
    {
        using var folder = new TemporaryFolder();
        var (exitCode, output, errors) = await RunningProgram.RunAsync("/usr/bin/python3", ["-c", Script, folder.Write("metrics.txt", text)], folder.Path);
        Assert.True(exitCode == 0, $"it cannot be parsed: {errors}");
        using var document = JsonDocument.Parse(output);
        var types = document.RootElement.GetProperty("types").EnumerateObject().ToDictionary(type => type.Name, type => type.Value.GetString()!);
        var samples = document.RootElement.GetProperty("samples").EnumerateArray().Select(sample => new ParsedSample(
            sample[0].GetString()!,
            sample[1].EnumerateObject().ToDictionary(label => label.Name, label => label.Value.GetString()!),
            sample[2].GetString() == "inf" ? double.PositiveInfinity : double.Parse(sample[2].GetString()!, CultureInfo.InvariantCulture)));
        return new ParsedMetrics(types, [.. samples], text);
    }

    /// <summary>The one sample with this name and these labels.</summary>
    public double this[string name, params (string Name, string Value)[] labels] =>
        Samples.Single(sample => sample.Name == name && labels.All(label => sample.Labels.GetValueOrDefault(label.Name) == label.Value)).Value;
}

/// <summary>A line of it.</summary>
internal sealed record ParsedSample(string Name, IReadOnlyDictionary<string, string> Labels, double Value);
