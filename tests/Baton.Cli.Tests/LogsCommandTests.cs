using Baton.Cli.Tests.Support;
using Baton.Cli.View;
using Baton.TestKit;

namespace Baton.Cli.Tests;

public sealed class LogsCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Lines_of_several_services_carry_their_aligned_names()
    {
        await using var daemon = new FakeDaemon(_folder)
            .On("GET /api/v1/services", Samples.Page(Samples.Studio))
            .On("GET /api/v1/logs", Samples.LinesPage(null, Samples.Line("web", "hello"), Samples.Line("database", "oops", "stderr")));
        var screen = new Screen(_folder.Path);

        Assert.Equal(0, await screen.RunAsync("logs"));

        Assert.Equal("web      | hello\ndatabase | oops\n", screen.Text);
        Assert.Contains("GET /api/v1/logs?tail=100&limit=1000", daemon.Requests);
    }

    [Fact]
    public async Task Lines_of_a_single_named_service_stand_alone()
    {
        await using var daemon = new FakeDaemon(_folder).On("GET /api/v1/logs", Samples.LinesPage(null, Samples.Line("web", "hello")));
        var screen = new Screen(_folder.Path);

        await screen.RunAsync("logs", "web", "--tail", "5", "--stream", "stdout", "--run", "3");

        Assert.Equal("hello\n", screen.Text);
        Assert.Equal(["GET /api/v1/logs?service=web&stream=stdout&run=3&tail=5&limit=1000"], daemon.Requests);
    }

    [Fact]
    public async Task Lines_of_a_single_group_carry_the_names_of_its_services()
    {
        await using var daemon = new FakeDaemon(_folder).On("GET /api/v1/logs", Samples.LinesPage(null, Samples.Line("web", "hello"), Samples.Line("db", "there")));
        var screen = new Screen(_folder.Path);

        await screen.RunAsync("logs", "night");

        Assert.Equal("web | hello\ndb  | there\n", screen.Text);
    }

    [Fact]
    public async Task Pages_are_walked_to_the_end()
    {
        await using var daemon = new FakeDaemon(_folder).On("GET /api/v1/logs", exchange => exchange.AnswerAsync(
            200,
            exchange.Target.Contains("cursor=c1", StringComparison.Ordinal)
                ? Samples.LinesPage(null, Samples.Line("web", "two"))
                : Samples.LinesPage("c1", Samples.Line("web", "one"))));
        var screen = new Screen(_folder.Path);

        await screen.RunAsync("logs", "web", "--tail", "all");

        Assert.Equal("one\ntwo\n", screen.Text);
        Assert.Equal(["GET /api/v1/logs?service=web&limit=1000", "GET /api/v1/logs?service=web&limit=1000&cursor=c1"], daemon.Requests);
    }

    [Fact]
    public async Task A_service_that_writes_for_ever_does_not_keep_the_command_for_ever()
    {
        var later = Samples.Line("web", "tick") with { Time = Samples.Now + TimeSpan.FromSeconds(1) };
        await using var daemon = new FakeDaemon(_folder).On("GET /api/v1/logs", Samples.LinesPage("more", later));

        Assert.Equal(0, await Eventually.ReturnsAsync(new Screen(_folder.Path).RunAsync("logs", "web"), "logs returns"));

        Assert.Single(daemon.Requests);
    }

    [Fact]
    public async Task As_json_each_line_is_one_object_on_one_line_and_reads_as_it_was_written()
    {
        await using var daemon = new FakeDaemon(_folder)
            .On("GET /api/v1/logs", Samples.LinesPage(null, Samples.Line("web", "a\"b <ö>"), Samples.Line("web", "\e[2J", "stderr")));
        var screen = new Screen(_folder.Path);

        await screen.RunAsync("logs", "-o", "json");

        Assert.Equal(
            """
            {"service":"web","run":1,"time":"2026-01-01T00:00:00.000Z","stream":"stdout","text":"a\"b <ö>","continued":false}
            {"service":"web","run":1,"time":"2026-01-01T00:00:00.000Z","stream":"stderr","text":"\u001B[2J","continued":false}

            """,
            screen.Text);
    }

    [Fact]
    public async Task Following_prints_batches_as_they_come_and_ends_when_the_daemon_says_so()
    {
        var more = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var daemon = new FakeDaemon(_folder).On("GET /api/v1/logs", async exchange =>
        {
            await exchange.BeginStreamAsync();
            await exchange.SendEventAsync("lines", Samples.Lines(Samples.Line("web", "one")), "c1");
            await more.Task.WaitAsync(exchange.Over);
            await exchange.SendEventAsync("lines", Samples.Lines(Samples.Line("web", "two")));
            await exchange.SendEventAsync("end", """{"reason":"the daemon stops"}""");
        });
        var screen = new Screen(_folder.Path);
        var logs = screen.RunAsync("logs", "-f", "web");
        await Eventually.HoldsAsync(() => screen.Text == "one\n", "the first line is printed before the second is written");

        more.SetResult();

        Assert.Equal(0, await Eventually.ReturnsAsync(logs, "logs returns"));
        Assert.Equal("one\ntwo\n", screen.Text);
    }

    [Fact]
    public async Task Following_goes_on_at_its_place_after_a_death_and_a_replacement_of_the_daemon_and_ends_with_baton()
    {
        var streams = new List<string?>();
        await using var daemon = new FakeDaemon(_folder).On("GET /api/v1/logs", async exchange =>
        {
            streams.Add(exchange.LastEventId);
            await exchange.BeginStreamAsync();
            // A place without lines: the next daemon dies before there are any.
            if (streams.Count == 1) await exchange.SendEventAsync("idle", "{}", "c0");
            if (streams.Count == 2) await exchange.SendEventAsync("lines", Samples.Lines(Samples.Line("web", "one")), "c1");
            if (streams.Count == 3) await exchange.SendEventAsync("lines", Samples.Lines(Samples.Line("web", "two")));
            if (streams.Count == 3) await exchange.SendEventAsync("idle", "{}", "c2");
            if (streams.Count == 3) await exchange.SendEventAsync("end", """{"reason":"the daemon is being replaced","resumes":true}""");
            if (streams.Count == 4) await exchange.SendEventAsync("end", """{"reason":"the daemon has stopped everything"}""");
        });
        var screen = new Screen(_folder.Path);

        var following = screen.RunAsync("logs", "-f", "web", "--stream", "stdout", "--run", "3", "--grep", "o", "--tail", "5");
        await Eventually.HoldsAsync(() => Passes(screen, following), "all four streams");

        Assert.Equal(0, await following);
        Assert.Equal("one\ntwo\n", screen.Text);
        Assert.Equal([null, "c0", "c1", "c2"], streams);
        const string Target = "GET /api/v1/logs?service=web&stream=stdout&run=3&grep=o";
        Assert.Equal([Target + "&tail=5", Target, Target, Target], daemon.Requests);
        Assert.Matches("^(baton: lost the connection to .*; waiting for it to come back\nbaton: the daemon is back\n){2}baton: the daemon is being replaced; waiting for the next one\nbaton: the daemon is back\n$", screen.Errors);
    }

    [Fact]
    public async Task Following_more_services_than_a_place_is_given_for_goes_on_by_the_clock()
    {
        var streams = 0;
        await using var daemon = new FakeDaemon(_folder).On("GET /api/v1/logs", async exchange =>
        {
            await exchange.BeginStreamAsync();
            if (++streams == 1) await exchange.SendEventAsync("lines", Samples.Lines(Samples.Line("web", "one")));
            await exchange.SendEventAsync("end", streams == 1 ? """{"reason":"the daemon is being replaced","resumes":true}""" : """{"reason":"the daemon has stopped everything"}""");
        });
        var screen = new Screen(_folder.Path);

        var following = screen.RunAsync("logs", "-f", "web");
        await Eventually.HoldsAsync(() => Passes(screen, following), "both streams");

        Assert.Equal(["GET /api/v1/logs?service=web&tail=100", "GET /api/v1/logs?service=web&since=2026-01-01T00%3A00%3A00Z"], daemon.Requests);
    }

    [Fact]
    public async Task A_daemon_that_does_not_come_back_is_not_waited_for_for_ever_by_who_follows()
    {
        var daemon = new FakeDaemon(_folder);
        await using var closing = daemon.On("GET /api/v1/logs", async exchange =>
        {
            await exchange.BeginStreamAsync();
            daemon.StopListening();
        });
        var screen = new Screen(_folder.Path);

        var following = screen.RunAsync("logs", "-f", "web");
        await Eventually.HoldsAsync(() => Passes(screen, following), "the end of the patience");

        Assert.Equal(3, await following);
        Assert.True(screen.Time.GetUtcNow() - screen.Time.Origin >= DaemonLoss.Patience);
    }

    [Fact]
    public async Task A_failure_that_the_daemon_tells_of_ends_the_following()
    {
        await using var daemon = new FakeDaemon(_folder).On("GET /api/v1/logs", async exchange =>
        {
            await exchange.BeginStreamAsync();
            await exchange.SendEventAsync("end", """{"reason":"cannot read the log","code":"unavailable"}""");
        });
        var screen = new Screen(_folder.Path);

        Assert.Equal(1, await Eventually.ReturnsAsync(screen.RunAsync("logs", "-f", "web"), "logs returns"));

        Assert.EndsWith("cannot read the log\n", screen.Errors, StringComparison.Ordinal);
        Assert.Single(daemon.Requests);
    }

    [Fact]
    public async Task Following_ends_quietly_when_the_reader_of_the_pipe_has_gone()
    {
        await using var daemon = new FakeDaemon(_folder).On("GET /api/v1/logs", async exchange =>
        {
            await exchange.BeginStreamAsync();
            await exchange.SendEventAsync("lines", Samples.Lines(Samples.Line("web", "one")));
            await exchange.SendEventAsync("lines", Samples.Lines(Samples.Line("web", "two")));
            await exchange.StayAsync();
        });
        var screen = new Screen(_folder.Path) { Output = new ClosedTerminal(1) };

        Assert.Equal(0, await Eventually.ReturnsAsync(screen.RunAsync("logs", "-f", "web"), "logs returns"));

        Assert.Equal("one\n", screen.Text);
        Assert.Equal("", screen.Errors);
    }

    [Fact]
    public async Task Times_and_expressions_are_passed_on_and_a_time_alone_asks_for_all_lines_since()
    {
        await using var daemon = new FakeDaemon(_folder).On("GET /api/v1/logs", Samples.LinesPage(null, Samples.Line("web", "hello")));

        await new Screen(_folder.Path).RunAsync("logs", "web", "--since", "10m", "--grep", "a b+", "-i", "--previous");
        await new Screen(_folder.Path).RunAsync("logs", "web", "--since", "2026-01-01T01:00:00.5+01:00", "--until", "2026-01-02 00:00:00Z", "--tail", "3");

        Assert.Equal(
            [
                "GET /api/v1/logs?service=web&previous=true&since=2025-12-31T23%3A50%3A00Z&grep=a%20b%2B&ignore_case=true&limit=1000",
                "GET /api/v1/logs?service=web&since=2026-01-01T00%3A00%3A00.5Z&until=2026-01-02T00%3A00%3A00Z&tail=3&limit=1000",
            ],
            daemon.Requests);
    }

    [Theory]
    [InlineData("--stream=both", "option --stream is \"stdout\", \"stderr\" or \"baton\", not \"both\"")]
    [InlineData("--tail=-1", "option --tail is a whole number from 0 to 100000, not \"-1\"")]
    [InlineData("--tail=many", "option --tail is a whole number from 0 to 100000, not \"many\"")]
    [InlineData("--since=noon", "option --since is a time as 2026-11-21T12:00:00Z, \"2026-11-21 12:00\" or 2026-11-21, or how long ago as 90s, 10m, 2h or 3d, not \"noon\"")]
    [InlineData("--ignore-case", "option --ignore-case belongs to --grep, which is missing")]
    [InlineData("--run=0", "option --run is a whole number from 1 to 2147483647, not \"0\"")]
    public async Task Values_out_of_range_are_usage_errors(string option, string message)
    {
        await using var daemon = new FakeDaemon(_folder);
        var screen = new Screen(_folder.Path);

        Assert.Equal(2, await screen.RunAsync("logs", option));

        Assert.Equal($"baton: {message}\n", screen.Errors);
        Assert.Empty(daemon.Requests);
    }

    private static bool Passes(Screen screen, Task following)
    {
        screen.Time.Advance(TimeSpan.FromMilliseconds(300));
        return following.IsCompleted;
    }
}
