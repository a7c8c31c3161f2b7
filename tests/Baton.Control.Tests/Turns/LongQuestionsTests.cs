using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Baton.Control.Problems;
using Baton.Control.Turns;
using Baton.Core.Notices;
using Baton.Journal;
using Baton.Journal.Reading;
using Baton.TestKit;

namespace Baton.Control.Tests.Turns;

/// <summary>Many who ask at once for what happened long ago.</summary>
public sealed class LongQuestionsTests
{
    private const string Question = "/api/v1/events?tail=100000&what=nothing-is-called-so";

    [Theory]
    [InlineData(Question)]
    [InlineData("/api/v1/services/db/why?last=50")]
    [InlineData("/api/v1/services/db/runs?limit=1000")]
    public async Task A_question_about_the_present_does_not_wait_for_fifty_about_the_past(string question)
    {
        await using var control = await StartAsync(JournalLimits.Default, facts: 12_000, detail: 5000);
        var answered = new ConcurrentQueue<int>();
        var asked = Enumerable.Range(0, 50).Select(_ => AskAsync(control, question, answered)).ToList();
        await Eventually.HoldsAsync(() => !answered.IsEmpty, "the first of them is answered, or refused");

        Assert.Equal(200, (await control.SendAsync("GET", "/api/v1/services")).Status);

        // Those that found no place were told at once. Of the others nearly all are still waited for, since they are answered one after the other.
        var before = answered.Count(status => status == 200);
        await Task.WhenAll(asked);
        var all = answered.Count(status => status == 200);
        Assert.InRange(all, HistoryTurns.AtOnce, HistoryTurns.AtOnce + HistoryTurns.MostWaiting + 16);
        Assert.True(before <= all / 2, $"{before} of {all} were answered before it");
        Assert.Equal(50, answered.Count(status => status is 200 or 503));
    }

    [Fact]
    public async Task Who_finds_no_place_is_told_when_to_come_again()
    {
        var time = new ManualTime();
        var turns = new HistoryTurns(time);
        using var end = new ManualResetEventSlim();
        var readers = 0;
        int Read()
        {
            var mine = Interlocked.Increment(ref readers);
            end.Wait();
            return mine;
        }

        var all = Enumerable.Range(0, HistoryTurns.AtOnce + HistoryTurns.MostWaiting).Select(_ => turns.AskAsync(Read, CancellationToken.None)).ToList();
        var oneMore = await Assert.ThrowsAsync<ProblemException>(() => turns.AskAsync(Read, CancellationToken.None));
        Assert.Equal((503, 2), (oneMore.Status, oneMore.RetryAfterSeconds));
        await Eventually.HoldsAsync(() => Volatile.Read(ref readers) == HistoryTurns.AtOnce, "the first two read");
        // A stream that catches up waits for none of these.
        var stream = turns.CatchUpAsync(Read, CancellationToken.None);
        await Eventually.HoldsAsync(() => Volatile.Read(ref readers) == HistoryTurns.AtOnce + 1, "the stream reads");
        time.Advance(HistoryTurns.LongestWait);
        foreach (var late in all.Skip(HistoryTurns.AtOnce)) Assert.Equal(503, (await Assert.ThrowsAsync<ProblemException>(() => late)).Status);
        end.Set();
        await Task.WhenAll([.. all.Take(HistoryTurns.AtOnce), stream]);
        Assert.Equal(HistoryTurns.AtOnce + 2, await turns.AskAsync(Read, CancellationToken.None));
    }

    [Fact]
    public async Task Who_waits_for_a_turn_and_goes_leaves_its_place()
    {
        var turns = new HistoryTurns(new ManualTime());
        using var end = new ManualResetEventSlim();
        using var gone = new CancellationTokenSource();
        int Wait()
        {
            end.Wait();
            return 0;
        }

        var reading = Enumerable.Range(0, HistoryTurns.AtOnce).Select(_ => turns.AskAsync(Wait, CancellationToken.None)).ToList();
        for (var i = 0; i < 2; i++)
        {
            var waiting = Enumerable.Range(0, HistoryTurns.MostWaiting).Select(_ => turns.AskAsync(Wait, i == 0 ? gone.Token : CancellationToken.None)).ToList();
            Assert.DoesNotContain(waiting, one => one.IsCompleted);
            if (i == 1) end.Set();
            else await gone.CancelAsync();
            foreach (var one in waiting)
            {
                if (i == 0) await Assert.ThrowsAnyAsync<OperationCanceledException>(() => one);
                else await one;
            }
        }

        await Task.WhenAll(reading);
    }

    [Fact]
    public async Task A_refusal_over_HTTP_has_the_problem_body_and_says_when_to_come_again()
    {
        await using var control = await StartAsync(JournalLimits.Default, facts: 12_000, detail: 5000);
        var answers = await Task.WhenAll(Enumerable.Range(0, 120).Select(_ => control.SendAsync("GET", Question)));
        var refused = answers.Where(answer => answer.Status == 503).ToList();
        Assert.NotEmpty(refused);
        Assert.All(refused, answer =>
        {
            Assert.Equal("2", answer.Header("Retry-After"));
            Assert.Equal("application/problem+json", answer.Header("Content-Type"));
            Assert.Contains("\"code\":\"busy\"", answer.Body, StringComparison.Ordinal);
        });
        Assert.Empty(control.Bugs);
    }

    [Fact]
    public async Task A_search_that_ends_before_the_beginning_of_the_journal_says_so()
    {
        var small = new JournalLimits { SegmentBytes = 2000 };
        await using var control = await StartAsync(small, facts: 4000, detail: 100);
        var page = await control.SendAsync("GET", "/api/v1/events?tail=100000&what=tick");
        Assert.Contains("\"cut\":true", page.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("\"cut\"", (await control.SendAsync("GET", "/api/v1/events?tail=100&what=tick")).Body, StringComparison.Ordinal);
        Assert.DoesNotContain("\"cut\"", (await control.SendAsync("GET", "/api/v1/events?after=0&what=tick")).Body, StringComparison.Ordinal);
        var first = long.Parse(Regex.Match(page.Body, "\"seq\":([0-9]+)").Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(first, 1000, 3900);
        using var stream = await control.StreamAsync("/api/v1/events?tail=100000&what=tick");
        var frames = new FrameReader(stream);
        Assert.Equal($"{{\"after\":{first - 1}}}", await frames.NextAsync("cut"));
        Assert.Contains("\"cut\":true", (await control.SendAsync("GET", "/api/v1/services/db/why?last=50")).Body, StringComparison.Ordinal);
    }

    private static async Task AskAsync(ControlFixture control, string question, ConcurrentQueue<int> answered) => answered.Enqueue((await control.SendAsync("GET", question)).Status);

    private static Task<ControlFixture> StartAsync(JournalLimits limits, int facts, int detail) => ControlFixture.StartWithJournalAsync(limits, facts, folder => FillAsync(folder, limits, facts, detail), "db");

    private static async Task FillAsync(string folder, JournalLimits limits, int facts, int detail)
    {
        using var journal = NoticeJournal.Open(folder, limits, TimeProvider.System);
        var board = new NoticeBoard(TimeProvider.System, kept: facts);
        journal.Connect(board, static bug => throw bug);
        var text = new string('x', detail);
        for (var i = 0; i < facts; i++)
        {
            board.Publish("service/other", "tick", cause: null, text);
            // What is published at once is written at once, into one segment.
            if (i % (limits.SegmentBytes / detail) == 0) await Eventually.HoldsAsync(() => journal.Reader.Newest(long.MaxValue, 1, NoticeFilter.All).First == board.Last, "it is written");
        }

        await journal.CloseAsync();
    }
}
