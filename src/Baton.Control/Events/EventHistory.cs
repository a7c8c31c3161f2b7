using Baton.Core.Notices;
using Baton.Journal.Reading;

namespace Baton.Control.Events;

/// <summary>
/// What happened, in one order: the newest facts from the board, older ones and those of earlier daemons from the journal. What the
/// journal has not written yet the board still holds, so between them lies nothing but what is lost.
/// </summary>
/// <param name="board">The newest.</param>
/// <param name="journal">The others; null: none.</param>
internal sealed class EventHistory(NoticeBoard board, JournalReader? journal)
{
    private const int BatchSize = 256;
    private const int Tries = 3;

    /// <summary>The next wanted facts after a place, at most <paramref name="limit"/>; none of them, and the same place, when there are no more.</summary>
    public JournalPage Read(JournalPlace place, int limit, NoticeFilter filter)
    {
        for (var i = 0; journal is not null && i < Tries && place.Seq + 1 < board.Oldest; i++)
        {
            var page = journal.Read(place, limit, filter);
            if (page.Notices.Count > 0 || page.Missed > 0 || page.Next.Seq > place.Seq) return page with { IsEnd = false };
            // All that is written of earlier daemons was seen: this one's facts come next.
            if (board.Oldest == board.Began + 1) break;
        }

        return ReadBoard(place, limit, filter);
    }

    /// <summary>What comes after a place is in memory: reading it waits for no disk.</summary>
    public bool IsInMemory(JournalPlace place) => journal is null || place.Seq + 1 >= board.Oldest;

    /// <summary>The place before the newest so many wanted facts, where they are in memory; null where they are not all there.</summary>
    public EventStart? BeforeNewestInMemory(int count, NoticeFilter filter)
    {
        // Before looking: what is published meanwhile comes after the beginning.
        var last = board.Last;
        if (count == 0) return new EventStart(new JournalPlace(last));
        var newest = board.After(board.Oldest - 1, int.MaxValue).Where(filter.Wants).TakeLast(count).ToList();
        if (newest.Count < count && journal is not null) return null;
        return new EventStart(new JournalPlace(newest.Count > 0 ? newest[0].Seq - 1 : last));
    }

    /// <summary>The same, wherever they are.</summary>
    public EventStart BeforeNewest(int count, NoticeFilter filter, CancellationToken ct)
    {
        // Before looking, which may take long: what is published meanwhile comes after the beginning.
        var (last, oldest) = (board.Last, board.Oldest);
        var newest = board.After(oldest - 1, int.MaxValue).Where(filter.Wants).TakeLast(count).ToList();
        var older = newest.Count < count ? journal?.Newest(oldest, count - newest.Count, filter, ct) : null;
        var first = older?.First ?? (newest.Count > 0 ? newest[0].Seq : last + 1);
        return new EventStart(new JournalPlace(first - 1), older?.IsCut == true);
    }

    /// <summary>A place before all facts of that time or later.</summary>
    public JournalPlace Before(DateTimeOffset since) => new(journal?.NumberBefore(since) ?? 0);

    private JournalPage ReadBoard(JournalPlace place, int limit, NoticeFilter filter)
    {
        var notices = board.After(place.Seq, Math.Max(limit, BatchSize));
        if (notices.Count == 0) return new JournalPage([], 0, place, IsEnd: true);
        // With the journal, numbers before the board's beginning were given by earlier daemons, or never.
        var known = journal is null ? place.Seq : Math.Max(place.Seq, board.Began);
        var missed = notices[0].Seq - known - 1;
        var wanted = notices.Where(filter.Wants).Take(limit).ToList();
        var last = wanted.Count == limit ? wanted[^1] : notices[^1];
        return new JournalPage(wanted, missed, new JournalPlace(last.Seq), IsEnd: false);
    }
}
