using Baton.Core.Notices;
using Baton.Journal.Reading;

namespace Baton.Journal.Tests;

/// <summary>What a journal gives back, over the lives of several daemons.</summary>
public sealed class NoticeJournalTests : IDisposable
{
    private readonly WrittenJournal _written = new() { Limits = new JournalLimits { SegmentBytes = 2000, TotalBytes = 20_000 } };

    public void Dispose() => _written.Dispose();

    [Fact]
    public async Task What_is_published_is_read_as_it_was_by_the_next_daemon()
    {
        var long40K = new string('é', 20_000);
        await _written.LiveAsync(board =>
        {
            board.Publish("daemon", "started", cause: null, "pid 1 — ✓");
            board.Publish("service/api", "running", cause: 1);
            board.Publish("service/api", "empty", cause: null, "");
            board.Publish("service/api", "long", cause: 3, long40K);
        });
        using var next = _written.Open(out var board);
        var read = WrittenJournal.All(next);
        Assert.Empty(next.Problems);
        Assert.Equal(new Notice(1, _written.Time.Origin, "daemon", "started", null, "pid 1 — ✓"), read[0]);
        Assert.Equal(new Notice(2, _written.Time.Origin, "service/api", "running", 1, null), read[1]);
        Assert.Equal("", read[2].Detail);
        Assert.EndsWith("é…", read[3].Detail, StringComparison.Ordinal);
        Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(read[3].Detail!), 32_000, 32_768);
        Assert.Equal(5, board.Publish("daemon", "started"));
    }

    [Fact]
    public async Task Numbers_go_on_after_an_orderly_end_without_a_gap_and_after_a_sudden_one_with_a_gap_that_nobody_is_told_of()
    {
        await _written.LiveAsync(board => board.Publish("daemon", "a"));
        using (var dying = _written.Open(out var board))
        {
            Assert.Equal(2, board.Publish("daemon", "b"));
            await Baton.TestKit.Eventually.HoldsAsync(() => WrittenJournal.All(dying).Count == 2, "it is written");
        }

        using var after = _written.Open(out var next);
        var number = next.Publish("daemon", "c");
        Assert.True(number > 2 + 1000, $"{number} may have been in use");
        await after.CloseAsync();
        Assert.Equal(["a", "b", "c"], WrittenJournal.All(after, null, out var missed).Select(notice => notice.What));
        Assert.Equal(0, missed);
    }

    [Fact]
    public async Task Other_limits_hold_with_the_next_fact_and_what_they_allow_is_kept()
    {
        using var journal = _written.Open(out var board);
        for (var i = 0; i < 300; i++)
        {
            board.Publish("service/api", "running", cause: null, new string('x', 50));
            // One batch would be one segment.
            if (i % 20 == 0) await Baton.TestKit.Eventually.HoldsAsync(() => WrittenJournal.All(journal).LastOrDefault()?.Seq == board.Last, "it is written");
        }

        Assert.True(_written.Segments().Length > 3, "there are several segments");
        var before = _written.Segments().Length;
        journal.Limits = _written.Limits;
        board.Publish("service/api", "stopped");
        await Baton.TestKit.Eventually.HoldsAsync(() => WrittenJournal.All(journal)[^1].What == "stopped", "it is written");
        Assert.InRange(_written.Segments().Length, before, before + 1);

        journal.Limits = new JournalLimits { SegmentBytes = 2000, TotalBytes = 5_000 };
        board.Publish("service/api", "failed");
        await Baton.TestKit.Eventually.HoldsAsync(() => WrittenJournal.All(journal)[^1].What == "failed", "it is written");

        Assert.InRange(_written.Segments().Sum(path => new FileInfo(path).Length), 1, 5_000 + 2000);
        Assert.True(_written.Segments().Length < before, "some are deleted");
    }

    [Fact]
    public async Task A_reader_goes_on_where_it_was_while_the_journal_grows_over_segments()
    {
        using var journal = _written.Open(out var board);
        var place = new JournalPlace(0);
        var read = new List<long>();
        for (var round = 0; round < 20; round++)
        {
            for (var i = 0; i < 10; i++) board.Publish("service/api", "tick", cause: null, "some detail of a usual length, more or less");
            await Baton.TestKit.Eventually.HoldsAsync(() =>
            {
                var page = journal.Reader.Read(place, 4, NoticeFilter.All);
                place = page.Next;
                read.AddRange(page.Notices.Select(notice => notice.Seq));
                return read.Count == (round + 1) * 10;
            }, "the reader is up to date");
        }

        Assert.Equal(Enumerable.Range(1, 200).Select(i => (long)i), read);
        Assert.True(_written.Segments().Length > 3);
    }

    [Fact]
    public async Task The_oldest_segments_go_when_all_are_too_large_and_readers_are_told_how_much_is_missing()
    {
        using var journal = _written.Open(out var board);
        while (board.Last < 500)
        {
            for (var i = 0; i < 10; i++) board.Publish("service/api", "tick", cause: null, "some detail of a usual length, more or less");
            await Baton.TestKit.Eventually.HoldsAsync(() => journal.Reader.Newest(long.MaxValue, 1, NoticeFilter.All).First == board.Last, "it is written");
        }

        var page = journal.Reader.Read(new JournalPlace(3), 1000, NoticeFilter.All);
        Assert.Equal(500, page.Notices[^1].Seq);
        Assert.InRange(page.Notices.Count, 50, 200);
        Assert.Equal(page.Notices[0].Seq - 4, page.Missed);
        Assert.InRange(_written.Segments().Sum(file => new FileInfo(file).Length), 10_000, 20_000);
    }

    [Fact]
    public async Task Segments_whose_newest_fact_is_too_old_go_and_a_day_has_its_own_segment()
    {
        await _written.LiveAsync(board => board.Publish("daemon", "old"));
        File.SetLastWriteTimeUtc(_written.Segments()[0], _written.Time.GetUtcNow().UtcDateTime);
        _written.Time.Advance(TimeSpan.FromDays(2));
        await _written.LiveAsync(board => board.Publish("daemon", "newer"));
        Assert.Equal(2, _written.Segments().Length);
        _written.Time.Advance(TimeSpan.FromDays(29));
        using var journal = _written.Open(out _);
        Assert.Equal(["newer"], WrittenJournal.All(journal).Select(notice => notice.What));
    }

    [Fact]
    public async Task One_reading_for_rare_facts_ends_after_some_megabytes_over_all_segments_and_goes_on_there()
    {
        using var written = new WrittenJournal();
        using var journal = written.Open(out var board);
        var detail = new string('x', 30_000);
        for (var i = 0; i < 700; i++)
        {
            board.Publish("service/api", "tick", cause: null, detail);
            if (i % 30 == 0) await Baton.TestKit.Eventually.HoldsAsync(() => journal.Reader.Newest(long.MaxValue, 1, NoticeFilter.All).First == board.Last, "it is written");
        }

        var rare = board.Publish("daemon", "rare");
        await journal.CloseAsync();
        Assert.True(written.Segments().Length > 8);
        var filter = new NoticeFilter { Whats = new HashSet<string> { "rare" } };
        var places = new List<long>();
        var page = journal.Reader.Read(new JournalPlace(0), 10, filter);
        for (; page.Notices.Count == 0; page = journal.Reader.Read(page.Next, 10, filter))
        {
            Assert.False(page.IsEnd);
            places.Add(page.Next.Seq);
        }

        // About 8 MB each.
        Assert.Equal(2, places.Count);
        Assert.InRange(places[0], 240, 290);
        Assert.Equal(rare, page.Notices.Single().Seq);
        Assert.Throws<OperationCanceledException>(() => journal.Reader.Newest(long.MaxValue, 10, filter, new CancellationToken(canceled: true)));
    }

    [Fact]
    public async Task Facts_are_found_by_subject_word_time_and_number_and_backwards()
    {
        using var journal = _written.Open(out var board);
        for (var i = 0; i < 100; i++)
        {
            board.Publish(i % 2 == 0 ? "service/even" : "service/odd", i % 10 == 0 ? "tenth" : "tick", cause: null, "some detail of a usual length");
            if (i % 10 == 9) await Baton.TestKit.Eventually.HoldsAsync(() => WrittenJournal.All(journal).Count == board.Last, "it is written");
            _written.Time.Advance(TimeSpan.FromSeconds(1));
        }

        await journal.CloseAsync();
        Assert.Equal(50, WrittenJournal.All(journal, new NoticeFilter { Subjects = new HashSet<string> { "service/odd" } }).Count);
        Assert.Equal(10, WrittenJournal.All(journal, new NoticeFilter { Whats = new HashSet<string> { "tenth" } }).Count);
        var since = _written.Time.Origin + TimeSpan.FromSeconds(95);
        Assert.Equal([96, 97, 98, 99, 100], WrittenJournal.All(journal, new NoticeFilter { Since = since }).Select(notice => notice.Seq));
        Assert.InRange(journal.Reader.NumberBefore(since), 50, 95);
        Assert.Equal(new JournalTail(81, 2, IsCut: false), journal.Reader.Newest(95, 2, new NoticeFilter { Whats = new HashSet<string> { "tenth" } }));
        var numbered = new NoticeFilter { Subjects = new HashSet<string>(), Numbers = new HashSet<long> { 7 } };
        Assert.Equal([7], journal.Reader.Backwards(101).SelectMany(stretch => stretch.Read(numbered)).Select(notice => notice.Seq));
    }
}
