using Baton.Cli.Tests.Support;
using Baton.Cli.View;
using Baton.TestKit;

namespace Baton.Cli.Tests;

/// <summary>Events over gaps, deaths of the daemon, and daemons that never rest.</summary>
public sealed class EventsCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("table", "^[^\n]*  baton  two\n$")]
    [InlineData("json", "^{\"seq\":9,[^\n]*\"missed\":7}\n$")]
    public async Task Events_that_are_no_longer_kept_are_counted_where_they_are_missing(string format, string expected)
    {
        await using var daemon = new FakeDaemon(_folder).On("GET /api/v1/events", $$"""{"items":[{{Event(9, "two")}}],"missed":7,"last":9}""");
        var screen = new Screen(_folder.Path);

        Assert.Equal(0, await screen.RunAsync("events", "-o", format));

        Assert.Equal("baton: 7 events are missing here: no longer kept\n", screen.Errors);
        Assert.Matches(expected, screen.Text);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_search_that_ended_before_the_beginning_of_the_journal_is_told_once(bool follows)
    {
        await using var daemon = new FakeDaemon(_folder).On("GET /api/v1/events", async exchange =>
        {
            if (!follows)
            {
                await exchange.AnswerAsync(200, $$"""{"items":[{{Event(9, "two")}}],"last":9,"cut":true}""");
                return;
            }

            await exchange.BeginStreamAsync();
            await exchange.SendEventAsync("cut", """{"after":7}""");
            await exchange.SendEventAsync("notice", Event(8, "one"));
            await exchange.SendEventAsync("notice", Event(9, "two"));
            await exchange.SendEventAsync("end", """{"reason":"the daemon has stopped everything"}""");
        });
        var screen = new Screen(_folder.Path);

        Assert.Equal(0, await screen.RunAsync(["events", .. follows ? ["-f"] : Array.Empty<string>()]));

        Assert.Equal("baton: the search ended before the beginning of the journal: there may be older events; ask for them with --since\n", screen.Errors);
        Assert.EndsWith("baton  two\n", screen.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_ends_at_the_event_that_was_the_last_one_when_it_began_however_fast_others_come()
    {
        var pages = 0;
        await using var daemon = new FakeDaemon(_folder).On("GET /api/v1/events", exchange =>
        {
            var at = ++pages * 2;
            return exchange.AnswerAsync(200, $$"""{"items":[{{Event(at - 1, "a")}},{{Event(at, "b")}}],"next":"{{at}}","last":{{at + 1}}}""");
        });
        var screen = new Screen(_folder.Path);

        Assert.Equal(0, await screen.RunAsync("events", "--tail", "all", "-o", "json"));

        Assert.Equal(3, screen.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal(2, pages);
    }

    [Fact]
    public async Task Following_goes_on_by_number_after_a_death_and_a_replacement_of_the_daemon_and_ends_with_baton()
    {
        var streams = 0;
        await using var daemon = new FakeDaemon(_folder).On("GET /api/v1/events", async exchange =>
        {
            await exchange.BeginStreamAsync();
            var at = ++streams;
            if (at == 2) await exchange.SendEventAsync("gap", """{"missed":3}""");
            await exchange.SendEventAsync("notice", Event(at * 10, "a"));
            // The first one dies, the second is replaced, the third has stopped everything.
            if (at == 2) await exchange.SendEventAsync("end", """{"reason":"the daemon is being replaced","resumes":true}""");
            if (at == 3) await exchange.SendEventAsync("end", """{"reason":"the daemon has stopped everything"}""");
        });
        var screen = new Screen(_folder.Path);

        var following = screen.RunAsync("events", "-f", "api", "-o", "json");
        await Eventually.HoldsAsync(() => Passes(screen, following), "all three streams");

        Assert.Equal(0, await following);
        Assert.Equal(["GET /api/v1/events?service=api&tail=50", "GET /api/v1/events?service=api&cursor=10", "GET /api/v1/events?service=api&cursor=20"], daemon.Requests);
        Assert.Equal([10, 20, 30], screen.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => int.Parse(line[7..9], System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Matches("^baton: lost the connection to .*; waiting for it to come back\nbaton: the daemon is back\nbaton: 3 events are missing here: no longer kept\nbaton: the daemon is being replaced; waiting for the next one\nbaton: the daemon is back\n$", screen.Errors);
    }

    [Fact]
    public async Task One_that_does_not_come_back_is_not_waited_for_for_ever()
    {
        var daemon = new FakeDaemon(_folder);
        await using var closing = daemon.On("GET /api/v1/events", async exchange =>
        {
            await exchange.BeginStreamAsync();
            daemon.StopListening();
        });
        var screen = new Screen(_folder.Path);

        var following = screen.RunAsync("events", "-f");
        await Eventually.HoldsAsync(() => Passes(screen, following), "the end of the patience");

        Assert.Equal(3, await following);
        Assert.True(screen.Time.GetUtcNow() - screen.Time.Origin >= DaemonLoss.Patience);
    }

    [Fact]
    public async Task Following_only_new_ones_begins_at_a_number_so_that_none_is_lost_before_the_first()
    {
        await using var daemon = new FakeDaemon(_folder).On("GET /api/v1/events", async exchange =>
        {
            if (exchange.Target.Contains("tail=0", StringComparison.Ordinal))
            {
                await exchange.AnswerAsync(200, """{"items":[],"last":41}""");
                return;
            }

            await exchange.BeginStreamAsync();
            await exchange.SendEventAsync("end", """{"reason":"the daemon has stopped everything"}""");
        });
        var screen = new Screen(_folder.Path);

        Assert.Equal(0, await screen.RunAsync("events", "-f", "--tail", "0"));

        Assert.Equal(["GET /api/v1/events?tail=0&limit=1", "GET /api/v1/events?cursor=41"], daemon.Requests);
    }

    private static bool Passes(Screen screen, Task following)
    {
        screen.Time.Advance(TimeSpan.FromMilliseconds(300));
        return following.IsCompleted;
    }

    private static string Event(int seq, string what) => $$"""{"seq":{{seq}},"time":"2020-01-02T12:03:06.000Z","subject":"daemon","what":"{{what}}"}""";
}
