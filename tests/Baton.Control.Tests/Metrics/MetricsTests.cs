using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using Baton.Control.Metrics;
using Baton.Probes.Specs;
using Baton.Processes;
using Baton.Supervision.Probing;
using Baton.Supervision.Services;
using Baton.TestKit;

namespace Baton.Control.Tests.Metrics;

/// <summary><c>GET /metrics</c> over real HTTP, read by the parser of others.</summary>
public sealed partial class MetricsTests
{
    private static readonly ActCause Me = new("a test");

    [Fact]
    public async Task Services_are_told_with_their_state_runs_exits_and_figures()
    {
        await using var fixture = await ControlFixture.StartAsync("db", "web", "lamp");
        await StartedAsync(fixture, "web");
        var web = fixture.Supervisor.Find("web")!;
        fixture.Supervisor.On(new ProcessEvent.Sampled([new RunFigures(new RunId("web", web.Run), TimeSpan.FromSeconds(1.5), 4096, 3, [])]));
        fixture.Supervisor.On(new ProcessEvent.Sampled([new RunFigures(new RunId("web", web.Run), TimeSpan.FromSeconds(0.5), 8192, 2, [])]));
        await Eventually.HoldsAsync(() => fixture.Supervisor.Find("web")!.Figures is { Processes: 2 }, "its figures");
        fixture.Supervisor.On(new ProcessEvent.Exited(new RunId("db", fixture.Supervisor.Find("db")!.Run), new ExitStatus(3, null), IsTreeGone: true));
        await Eventually.HoldsAsync(() => fixture.Supervisor.Find("db")!.State == Phase.Backoff, "the exit of db");

        var metrics = await ParsedMetrics.ReadAsync(fixture);
        Assert.Equal(3, metrics["baton_services"]);
        Assert.Equal(1, metrics["baton_service_state", ("service", "web"), ("state", "running")]);
        Assert.Equal(1, metrics["baton_service_state", ("service", "db"), ("state", "backoff")]);
        Assert.Equal(9, metrics.Samples.Count(sample => sample.Name == "baton_service_state" && sample.Labels["service"] == "lamp"));
        Assert.Equal((1, 0, 0), (metrics["baton_service_up", ("service", "web")], metrics["baton_service_up", ("service", "db")], metrics["baton_service_ready", ("service", "lamp")]));
        Assert.Equal((1, 3), (metrics["baton_service_failures", ("service", "db")], metrics["baton_service_last_exit_code", ("service", "db")]));
        Assert.Equal(1, metrics["baton_service_exits_total", ("service", "db"), ("code", "3"), ("signal", "")]);
        Assert.Equal((1.5, 8192, 2), (metrics["baton_service_cpu_seconds_total", ("service", "web")], metrics["baton_service_memory_bytes", ("service", "web")], metrics["baton_service_processes", ("service", "web")]));
        Assert.Equal(1, metrics["baton_service_start_duration_seconds_count", ("service", "web")]);
        Assert.Equal(fixture.Time.Origin.ToUnixTimeSeconds(), metrics["baton_service_start_time_seconds", ("service", "web")]);
    }

    [Fact]
    public async Task What_services_write_is_told_by_stream_once_it_is_known()
    {
        await using var fixture = await ControlFixture.StartAsync("db", "web");
        fixture.Supervisor.On(new ProcessEvent.OutputCounted([new OutputFigures("ghost", default, default), new OutputFigures("web", new StreamFigures(100, 2, 30, 4), new StreamFigures(5, 0, 0, 0))]));
        await Eventually.HoldsAsync(() => fixture.Supervisor.Find("web")!.Tally!.Read().Output is not null, "its counts");
        var metrics = await ParsedMetrics.ReadAsync(fixture);
        (string, string)[] stdout = [("service", "web"), ("stream", "stdout")], stderr = [("service", "web"), ("stream", "stderr")];
        Assert.Equal((100, 2), (metrics["baton_service_output_bytes_total", stdout], metrics["baton_service_output_lines_total", stdout]));
        Assert.Equal((30, 4), (metrics["baton_service_output_dropped_bytes_total", stdout], metrics["baton_service_output_dropped_lines_total", stdout]));
        Assert.Equal((5, 0), (metrics["baton_service_output_bytes_total", stderr], metrics["baton_service_output_dropped_bytes_total", stderr]));
        // Nothing is not the same as not known: a counter that is there again goes on.
        Assert.DoesNotContain(metrics.Samples, sample => sample.Name.StartsWith("baton_service_output_", StringComparison.Ordinal) && sample.Labels["service"] != "web");
        Assert.Equal("counter", metrics.Types["baton_service_output_dropped_lines"]);
        Assert.Contains(fixture.Host.Commands, command => command is ProcessCommand.CountOutput);
    }

    [Fact]
    public async Task Starts_and_probes_are_histograms_whose_buckets_count_all_that_took_no_longer()
    {
        await using var fixture = await ControlFixture.StartAsync(
            ControlFixture.Define("web") with { Probes = ServiceProbes.None with { Readiness = new ServiceProbe(new ProbeSpec.Tcp("localhost", 80), new ProbeTiming()) }, Policy = new ServicePolicy { HasReadiness = true } },
            ControlFixture.Define("db"));
        var started = fixture.Supervisor.StartAsync(["web"], Me, CancellationToken.None);
        await Eventually.HoldsAsync(() => fixture.Probing.Asked > 0, "its probe is asked");
        fixture.Time.Advance(TimeSpan.FromSeconds(3));
        foreach (var (isSuccess, milliseconds) in new[] { (false, 4000), (true, 20), (true, 1) }) fixture.Probing.Answer(isSuccess, "said", milliseconds);
        await started.WaitAsync(Eventually.Limit);
        await Eventually.HoldsAsync(() => fixture.Supervisor.Find("web")!.Tally!.Read().Probes is [{ Successes: 2, Failures: 1 }], "three answers");

        var metrics = await ParsedMetrics.ReadAsync(fixture);
        Assert.Equal(["histogram", "histogram"], new[] { metrics.Types["baton_service_start_duration_seconds"], metrics.Types["baton_probe_duration_seconds"] });
        Assert.Equal([("0.1", 0.0), ("0.5", 0), ("1", 0), ("5", 1), ("30", 1), ("120", 1), ("+Inf", 1)], Buckets("baton_service_start_duration_seconds"));
        Assert.Equal([("0.005", 1.0), ("0.025", 2), ("0.1", 2), ("0.5", 2), ("2", 2), ("10", 3), ("+Inf", 3)], Buckets("baton_probe_duration_seconds"));
        (string, string)[] probe = [("service", "web"), ("probe", "readiness")];
        Assert.Equal((3, 4.021), (metrics["baton_probe_duration_seconds_count", probe], metrics["baton_probe_duration_seconds_sum", probe]));
        Assert.Equal((1, 3), (metrics["baton_service_start_duration_seconds_count", ("service", "web")], metrics["baton_service_start_duration_seconds_sum", ("service", "web")]));
        Assert.DoesNotContain(metrics.Samples, sample => sample.Name.StartsWith("baton_service_start_duration", StringComparison.Ordinal) && sample.Labels["service"] == "db");
        // As the reference says: at most 29, and 9 for the start, and 11 for a probe. It has no log, no check, no measurement and no end of a run yet, and its output is not known.
        Assert.Equal(29 + 9 + 11 - 1 - 1 - 2 - 1 - 8, metrics.Samples.Count(sample => sample.Labels.GetValueOrDefault("service") == "web"));

        IEnumerable<(string, double)> Buckets(string family) => metrics.Samples.Where(sample => sample.Name == $"{family}_bucket" && sample.Labels["service"] == "web").Select(sample => (sample.Labels["le"], sample.Value));
    }

    [Fact]
    public async Task Every_family_follows_the_conventions_and_none_is_told_in_two_pieces()
    {
        await using var fixture = await ControlFixture.StartWithJournalAsync("db", "web");
        await fixture.SendAsync("GET", "/api/v1/services");
        var metrics = await ParsedMetrics.ReadAsync(fixture);
        var lines = metrics.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var families = lines.Where(line => line.StartsWith("# TYPE ", StringComparison.Ordinal)).Select(line => line.Split(' ')[2..]).ToList();
        Assert.Equal(families.Count, families.DistinctBy(family => family[0]).Count());
        Assert.Equal(families.Count, lines.Count(line => line.StartsWith("# HELP ", StringComparison.Ordinal)));
        Assert.All(families, family => Assert.Equal(family[1] == "counter", family[0].EndsWith("_total", StringComparison.Ordinal)));
        Assert.All(families, family => Assert.DoesNotMatch("_(ms|percent|kb|minutes)(_|$)", family[0]));
        var (family, seen) = ("", new HashSet<string>());
        foreach (var line in lines)
        {
            if (line.StartsWith("# HELP ", StringComparison.Ordinal)) Assert.True(seen.Add(family = line.Split(' ')[2]), line);
            else if (!line.StartsWith('#')) Assert.True(line.StartsWith(family, StringComparison.Ordinal), $"{line} stands in {family}");
        }

        Assert.True(metrics["process_resident_memory_bytes"] > 1e6 && metrics["process_cpu_seconds_total"] > 0 && metrics["process_open_fds"] > 3 && metrics["dotnet_gc_heap_bytes"] > 0);
        Assert.True(metrics["baton_journal_bytes"] >= 0 && metrics["baton_journal_events_total"] >= 0);
        Assert.Equal("1.2.3", metrics.Samples.Single(sample => sample.Name == "baton_build_info").Labels["version"]);
    }

    [Fact]
    public async Task Requests_are_counted_by_route_and_status_and_never_by_path()
    {
        await using var fixture = await ControlFixture.StartAsync("db", "web");
        await fixture.SendAsync("GET", "/api/v1/services/web");
        await fixture.SendAsync("GET", "/api/v1/services/db");
        await fixture.SendAsync("GET", "/api/v1/services/ghost-1");
        await fixture.SendAsync("GET", "/ghost-2?x=\"");
        await fixture.SendAsync("DELETE", "/api/v1/services");
        using var stream = await fixture.StreamAsync("/api/v1/events");
        await stream.ReadUntilAsync("\r\n\r\n");
        var metrics = await ParsedMetrics.ReadAsync(fixture);
        const string One = "/api/v1/services/{name}";
        Assert.Equal(2, metrics["baton_http_requests_total", ("method", "GET"), ("route", One), ("code", "200")]);
        Assert.Equal(1, metrics["baton_http_requests_total", ("method", "GET"), ("route", One), ("code", "404")]);
        Assert.Equal((1, 1), (metrics["baton_http_requests_total", ("route", "none"), ("code", "404")], metrics["baton_http_requests_total", ("route", "none"), ("code", "405")]));
        Assert.Equal(3, metrics["baton_http_request_duration_seconds_count", ("route", One)]);
        Assert.Equal(3, metrics["baton_http_request_duration_seconds_bucket", ("route", One), ("le", "+Inf")]);
        Assert.Equal(1, metrics["baton_http_streams"]);
        Assert.True(metrics["baton_http_connections"] >= 2 && metrics["baton_http_connections_total"] >= 7);
        Assert.DoesNotContain("ghost", metrics.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(metrics.Samples, sample => sample.Labels.GetValueOrDefault("route") == "/api/v1/events" && sample.Name != "baton_http_requests_total");
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("with \"quotes\" and \\ and \\n as it stands")]
    [InlineData("two\nlines\n")]
    [InlineData("Bühne 舞台 🎭 {a=\"b\"} # HELP x")]
    [InlineData("")]
    public async Task Any_text_is_a_label(string text)
    {
        using var output = new MemoryStream();
        using (var to = new MetricsWriter(output))
        {
            to.Family("baton_test", "gauge", text);
            to.Sample("baton_test", 1.25, new MetricLabel("a", text), new MetricLabel("b", "x"));
            to.Sample("baton_test", long.MaxValue, new MetricLabel("a", "other"));
            await to.FlushAsync(CancellationToken.None);
        }

        var metrics = await ParsedMetrics.ParseAsync(Encoding.UTF8.GetString(output.ToArray()));
        Assert.Equal(1.25, metrics["baton_test", ("a", text), ("b", "x")]);
        Assert.Equal(2, metrics.Samples.Count);
    }

    [Fact]
    public async Task Five_thousand_services_are_told_in_pieces_within_bounds()
    {
        await using var fixture = await ControlFixture.StartAsync([.. Enumerable.Range(0, 5000).Select(i => $"service-{i}")]);
        var began = Stopwatch.GetTimestamp();
        var metrics = await ParsedMetrics.ReadAsync(fixture);
        Assert.True(Stopwatch.GetElapsedTime(began) < Eventually.Limit);
        Assert.Equal(5000, metrics.Samples.Count(sample => sample.Name == "baton_service_ready"));
        Assert.True(metrics.Text.Length < 10_000_000, $"{metrics.Text.Length} bytes");
    }

    [Fact]
    public void A_sample_allocates_nothing()
    {
        using var to = new MetricsWriter(Stream.Null);
        to.Sample("baton_test", 1.5, new MetricLabel("service", "web"));
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++) to.Sample("baton_test", 1.5 + i, new MetricLabel("service", "we\"b"), new MetricLabel("state", "running"));
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public async Task The_reference_and_the_board_for_grafana_name_what_is_there()
    {
        await using var fixture = await ControlFixture.StartWithJournalAsync("db", "web");
        await StartedAsync(fixture, "web");
        fixture.Supervisor.On(new ProcessEvent.Sampled([new RunFigures(new RunId("web", 1), TimeSpan.FromSeconds(1.5), 4096, 3, [])]));
        await Eventually.HoldsAsync(() => fixture.Supervisor.Find("web")!.Figures is not null, "its figures");
        await fixture.SendAsync("GET", "/api/v1/services");
        var metrics = await ParsedMetrics.ReadAsync(fixture);
        var told = metrics.Text.Split('\n').Where(line => line.StartsWith("# TYPE ", StringComparison.Ordinal)).Select(line => line.Split(' ')[2]).ToHashSet();
        var listed = Row().Matches(File.ReadAllText(Repository.File("docs/reference/metrics.md"))).Select(match => match.Groups[1].Value).ToHashSet();
        // What needs a guardian or a manifest with more in it is not there in this fixture.
        Assert.Empty(told.Except(listed));
        Assert.Empty(listed.Except(told).Except(["baton_guardian_resident_memory_bytes", "baton_guardian_cpu_seconds_total", "baton_service_log_bytes"]));
        var board = File.ReadAllText(Repository.File("docs/grafana/baton.json"));
        using var parsed = System.Text.Json.JsonDocument.Parse(board);
        var names = Name().Matches(board).Select(match => match.Value).ToHashSet();
        var used = names.Select(name => Suffix().Replace(name, "")).ToHashSet();
        Assert.True(used.Count > 15);
        Assert.Empty(used.Except(listed));
        Assert.All(names.Where(name => name.EndsWith("_bucket", StringComparison.Ordinal)), name => Assert.Equal("histogram", metrics.Types[Suffix().Replace(name, "")]));
    }

    private static async Task StartedAsync(ControlFixture fixture, string service)
    {
        await fixture.Supervisor.StartAsync([service], Me, CancellationToken.None).WaitAsync(Eventually.Limit);
    }

    [GeneratedRegex(@"^\| `([a-z_]+)` \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"\b(baton|process|dotnet)_[a-z_]+\b")]
    private static partial Regex Name();

    [GeneratedRegex("_(bucket|sum|count)$")]
    private static partial Regex Suffix();
}
