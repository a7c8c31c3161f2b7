using Baton.Cli.Tests.Support;
using Baton.TestKit;

namespace Baton.Cli.Tests;

public sealed class MonitorCommandTests : IDisposable
{
    private const string Monitor = """
        {"name":"web","kind":"http","target":"https://example.org/","health":"unhealthy","since":"2020-01-01T00:00:00.000Z","breaker":{"state":"isolated","failures":2,"opens":0},"last_check":"2020-01-01T00:00:00.000Z",
        "error":"HTTP 503","failure_kind":"status","consecutive_failures":2,"total_checks":4,"successful_checks":2,"uptime":{"hour":50,"day":66.6667},"interval_seconds":30,"timeout_seconds":5,"tags":["a","b"],"dependents":["shop"]}
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_list_walks_its_pages_and_is_a_table()
    {
        await using var daemon = new FakeDaemon(_folder).On("GET /api/v1/monitors", exchange => exchange.AnswerAsync(200, exchange.Target.EndsWith("&cursor=abc", StringComparison.Ordinal)
            ? $$"""{"items":[{{Monitor.Replace("web", "shop", StringComparison.Ordinal)}}]}"""
            : $$"""{"items":[{{Monitor}}],"next":"abc"}"""));
        var screen = new Screen(_folder.Path);

        Assert.Equal(0, await screen.RunAsync("monitor"));

        var lines = screen.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["NAME", "HEALTH", "BREAKER", "MS", "DAY", "CHECKED", "KIND", "TARGET", "ERROR"], lines[0].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(["web", "shop"], lines[1..].Select(line => line.Split(' ')[0]));
        Assert.Contains("66.67%", lines[1], StringComparison.Ordinal);
        Assert.EndsWith("https://example.org/  HTTP 503", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_is_shown_with_a_line_for_each_thing_that_is_known()
    {
        await using var daemon = new FakeDaemon(_folder).On("GET /api/v1/monitors/web", Monitor);
        var screen = new Screen(_folder.Path);

        Assert.Equal(0, await screen.RunAsync("monitor", "show", "web"));

        foreach (var line in (string[])["asks        http https://example.org/", "error       HTTP 503", "breaker     isolated", "uptime      hour 50%, day 66.67%", "tags        a, b", "dependents  shop"])
            Assert.Contains($"\n{line}\n", screen.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("certificate", screen.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_silence_of_a_tag_and_its_end_are_one_request_whatever_the_number_of_monitors()
    {
        const string answer = """{"items":[{"until":"2030-01-01T00:00:00.000Z","reason":"works","by":"uid 0","monitor":"web"}]}""";
        await using var daemon = new FakeDaemon(_folder).On("POST /api/v1/silences", answer).On("DELETE /api/v1/silences", """{"items":[]}""");
        var screen = new Screen(_folder.Path);

        Assert.Equal(0, await screen.RunAsync("monitor", "silence", "--tag", "a", "--for", "90s", "--reason", "works"));

        Assert.Equal(["""POST /api/v1/silences {"seconds":90,"reason":"works","tags":["a"]}"""], daemon.Requests);
        Assert.Equal(["MONITOR", "UNTIL", "LEFT", "BY", "REASON"], screen.Text.Split('\n')[0].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.EndsWith("uid 0  works\n", screen.Text, StringComparison.Ordinal);

        var later = new Screen(_folder.Path);
        Assert.Equal(0, await later.RunAsync("monitor", "unsilence", "--tag", "a b"));
        Assert.Equal("DELETE /api/v1/silences?tag=a%20b", daemon.Requests.Last());
        Assert.Equal((2, "nothing is silenced\n"), (daemon.Requests.Count, later.Text));
    }

    [Theory]
    [InlineData("isolate", 0)]
    [InlineData("close", 0)]
    [InlineData("reset", 0)]
    [InlineData("trigger", 1)]
    public async Task An_act_is_asked_for_and_a_probe_that_found_it_unwell_ends_with_1(string act, int exitCode)
    {
        await using var daemon = new FakeDaemon(_folder).On($"POST /api/v1/monitors/web/{act}", Monitor);
        var screen = new Screen(_folder.Path);

        Assert.Equal(exitCode, await screen.RunAsync("monitor", act, "web"));

        Assert.Equal([$"POST /api/v1/monitors/web/{act} {{}}"], daemon.Requests);
        Assert.StartsWith("name        web\n", screen.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_are_probed_together()
    {
        await using var daemon = new FakeDaemon(_folder).On("POST /api/v1/monitors/trigger", """{"total":3,"healthy":2,"unhealthy":1,"unknown":0}""");
        var screen = new Screen(_folder.Path);

        Assert.Equal(0, await screen.RunAsync("monitor", "trigger"));

        Assert.Equal("3 monitors: 2 healthy, 1 unhealthy, 0 unknown\n", screen.Text);
    }

    [Fact]
    public async Task A_history_shows_the_steps_that_hold_something_and_all_of_it_as_JSON()
    {
        const string History = """{"step_seconds":60,"points":[{"time":"2026-01-01T00:00:00.000Z","successes":0,"failures":0},{"time":"2026-01-01T00:01:00.000Z","successes":3,"failures":1,"p50_ms":12.5,"p95_ms":20,"p99_ms":20,"worst":"open"}]}""";
        await using var daemon = new FakeDaemon(_folder).On("GET /api/v1/monitors/web/history", History);
        var screen = new Screen(_folder.Path);

        Assert.Equal(0, await screen.RunAsync("monitor", "history", "web", "--since", "2026-01-01T00:00:00Z", "--step", "60"));

        Assert.Equal(["2026-01-01T00:01:00Z", "3", "1", "12.5", "20", "20", "open"], Assert.Single(screen.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries)[1..]).Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(["GET /api/v1/monitors/web/history?from=2026-01-01T00%3A00%3A00Z&step=60"], daemon.Requests);
        var json = new Screen(_folder.Path);
        Assert.Equal(0, await json.RunAsync("monitor", "history", "web", "-o", "json"));
        Assert.Contains("\"step_seconds\": 60", json.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"monitor show\" needs the name of a monitor, as in: baton monitor show web", "show")]
    [InlineData("\"monitor\" takes: list, silences, or one of show, trigger, isolate, close, reset, history, incidents, note, silence, unsilence with a name", "watch")]
    [InlineData("say of whom: the name of a monitor, --tag TAG or --all, as in: baton monitor silence web --for 2h", "silence", "--for", "2h")]
    [InlineData("say of whom: the name of a monitor, --tag TAG or --all, as in: baton monitor unsilence web", "unsilence", "web", "--all")]
    [InlineData("say for how long: --for 2h", "silence", "web")]
    [InlineData("option --for is a time as 90s, 10m, 2h or 3d, not \"soon\"", "silence", "web", "--for", "soon")]
    [InlineData("option --for is at most 366d", "silence", "web", "--for", "367d")]
    [InlineData("option --reason goes with \"monitor silence\" only", "show", "web", "--reason", "works")]
    [InlineData("option --tag goes with \"monitor silence\" and \"monitor unsilence\" only", "list", "--tag", "a")]
    [InlineData("\"monitor silences\" takes fewer words", "silences", "web")]
    [InlineData("\"monitor show\" takes one name", "show", "web", "shop")]
    [InlineData("options --since and --step go with \"monitor history NAME\" only", "show", "web", "--step", "60")]
    public async Task What_makes_no_sense_is_a_usage_error_and_asks_nobody(string error, params string[] words)
    {
        await using var daemon = new FakeDaemon(_folder).On("GET /api/v1/monitors/web", Monitor);
        var screen = new Screen(_folder.Path);

        Assert.Equal(2, await screen.RunAsync(["monitor", .. words]));

        Assert.StartsWith($"baton: {error}", screen.Errors, StringComparison.Ordinal);
        Assert.Empty(daemon.Requests);
    }
}
