using System.Text.RegularExpressions;
using Baton.Client;
using Baton.Control.Causes;
using Baton.Journal.Reading;
using Baton.TestKit;

namespace Baton.Control.Tests.Events;

/// <summary>Events that the board has let go long ago.</summary>
public class JournalEventsTests
{
    [Fact]
    public async Task Pages_and_streams_begin_in_the_journal_and_go_on_with_the_board_without_a_gap()
    {
        await using var control = await ControlFixture.StartWithJournalAsync("db");
        await PublishAsync(control, 300);
        Assert.Equal(Numbers(1, 300), Seqs((await control.SendAsync("GET", "/api/v1/events?limit=1000")).Body));
        Assert.Equal(Numbers(101, 50), Seqs((await control.SendAsync("GET", "/api/v1/events?limit=50&cursor=100")).Body));
        var stream = control.Client.Events.FollowAsync(after: 10);
        var seen = new List<long>();
        await foreach (var e in stream)
        {
            seen.Add(e.Seq);
            if (seen.Count == 290) control.Notices.Publish("daemon", "live");
            if (e.What == "live") break;
        }

        Assert.Equal(Numbers(11, 291), seen);
        Assert.Equal(0, stream.Missed);
    }

    [Fact]
    public async Task Events_are_chosen_by_service_subject_word_time_and_from_the_end()
    {
        await using var control = await ControlFixture.StartWithJournalAsync("db", "web");
        await PublishAsync(control, 200);
        Assert.Equal([190, 200], Seqs((await control.SendAsync("GET", "/api/v1/events?what=tenth&tail=2")).Body));
        Assert.Equal([1, 3, 5], Seqs((await control.SendAsync("GET", "/api/v1/events?service=db&limit=3")).Body));
        Assert.Equal([10, 20], Seqs((await control.SendAsync("GET", "/api/v1/events?subject=service/old&limit=2")).Body));
        Assert.Equal(Numbers(196, 5), Seqs((await control.SendAsync("GET", "/api/v1/events?since=5s")).Body));
        Assert.Equal(422, (await control.SendAsync("GET", "/api/v1/events?since=yesterday")).Status);
        Assert.Equal(404, (await control.SendAsync("GET", "/api/v1/events?service=ghost")).Status);
        await foreach (var e in control.Client.Events.FollowAsync(new EventQuery { Services = ["db"], Tail = 1 }))
        {
            Assert.Equal(199, e.Seq);
            break;
        }
    }

    [Fact]
    public async Task A_page_says_how_many_events_before_it_are_no_longer_kept_and_which_is_the_last()
    {
        await using var control = await ControlFixture.StartAsync("db");
        for (var i = 0; i < 100; i++) control.Notices.Publish("daemon", "tick");
        // The board here keeps 64, and there is no journal.
        var page = await control.Client.Events.QueryAsync(after: 10);
        Assert.Equal((26, 100, 37), (page.Missed, page.Last, page.Items[0].Seq));
        Assert.Null((await control.Client.Events.QueryAsync(after: 50)).Missed);
    }

    [Fact]
    public async Task The_causes_of_a_service_are_looked_for_no_further_than_so_many_readings_and_not_for_somebody_who_has_gone()
    {
        await using var control = await ControlFixture.StartWithJournalAsync("db");
        await PublishAsync(control, 200);
        CauseTrail Follow(int most, CancellationToken gone = default) =>
            CauseTrail.Follow(control.Notices, control.Journal!.Reader, "service/old", own => own.Count == 20, new Readings(most, gone));
        Assert.Equal(20, Follow(Readings.MostOfOne).Own.Count);
        Assert.All(Follow(0).Own, notice => Assert.True(notice.Seq >= control.Notices.Oldest));
        Assert.Throws<OperationCanceledException>(() => Follow(Readings.MostOfOne, new CancellationToken(canceled: true)));
    }

    // The board here keeps 64: the writer is waited for, so that nothing is lost on the way.
    private static async Task PublishAsync(ControlFixture control, int count)
    {
        for (var i = 1; i <= count; i++)
        {
            control.Notices.Publish(i % 10 == 0 ? "service/old" : i % 2 == 0 ? "daemon" : "service/db", i % 10 == 0 ? "tenth" : "tick");
            control.Time.Advance(TimeSpan.FromSeconds(1));
            if (i % 20 == 0) await Eventually.HoldsAsync(() => control.Journal!.Reader.Newest(long.MaxValue, 1, NoticeFilter.All).First == control.Notices.Last, "it is written");
        }
    }

    private static IEnumerable<long> Numbers(int from, int count) => Enumerable.Range(from, count).Select(i => (long)i);

    private static List<long> Seqs(string body) => [.. Regex.Matches(body, "\"seq\":([0-9]+)").Select(match => long.Parse(match.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture))];
}
