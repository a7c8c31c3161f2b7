using System.Globalization;
using Baton.Core.Notices;
using Baton.Journal.Records;

namespace Baton.Journal.Reading;

/// <summary>
/// Reads a journal while it is written, by any number of threads. It holds nothing between calls and no more than one buffer in a call;
/// a call blocks for the disk.
/// </summary>
public sealed class JournalReader
{
    /// <summary>How many stretches one search for the newest facts looks through: of 1 MB each, and so a whole journal unless it was made larger.</summary>
    public const int MostStretches = 64;

    private readonly SegmentFolder _folder;
    private readonly Action<string> _damaged;
    private readonly HashSet<long> _told = [];

    internal JournalReader(SegmentFolder folder, Action<string> damaged) => (_folder, _damaged) = (folder, damaged);

    /// <summary>
    /// Facts after a place, oldest first. A page ends before a gap, and the next one tells it. One call looks through at most 8 MB for rare facts,
    /// then it comes back with what it has.
    /// </summary>
    /// <param name="place">After which.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="filter">Which.</param>
    /// <exception cref="IOException">The disk does not give them.</exception>
    public JournalPage Read(JournalPlace place, int limit, NoticeFilter filter)
    {
        var segments = _folder.List();
        var pass = new Pass(place, limit, filter);
        for (var i = IndexOf(segments, place); i < segments.Count && !pass.IsFull; i++)
        {
            Pass(pass, segments[i], i < segments.Count - 1);
        }

        return new JournalPage(pass.Notices, pass.Missed, pass.Place, !pass.IsFull);
    }

    /// <summary>Where the newest facts before a number begin. No text is made of any of them: there may be many.</summary>
    /// <param name="before">Only smaller numbers.</param>
    /// <param name="count">At most so many.</param>
    /// <param name="filter">Which. Rare ones are looked for in the newest <see cref="MostStretches"/> stretches.</param>
    /// <param name="ct">Nobody wants them any more; looked at before each stretch.</param>
    /// <exception cref="IOException">The disk does not give them.</exception>
    public JournalTail Newest(long before, int count, NoticeFilter filter, CancellationToken ct = default)
    {
        var (first, found, looked) = ((long?)null, 0, 0);
        foreach (var stretch in Backwards(before))
        {
            if (found == count) break;
            if (looked++ == MostStretches) return new JournalTail(first, found, IsCut: true);
            ct.ThrowIfCancellationRequested();
            var here = stretch.Numbers(filter);
            if (here.Count == 0) continue;
            var taken = Math.Min(here.Count, count - found);
            (first, found) = (here[^taken], found + taken);
        }

        return new JournalTail(first, found, IsCut: false);
    }

    /// <summary>The journal in stretches, the newest first; each is read when asked.</summary>
    /// <param name="before">Only facts with smaller numbers.</param>
    public IEnumerable<JournalStretch> Backwards(long before)
    {
        var segments = _folder.List();
        for (var i = segments.Count - 1; i >= 0; i--)
        {
            if (segments[i].FirstSeq < before) yield return new JournalStretch(this, segments[i], before);
        }
    }

    /// <summary>A number with no fact of that time or later before it or at it, as far as clocks go forward.</summary>
    /// <param name="time">The time.</param>
    public long NumberBefore(DateTimeOffset time)
    {
        var at = time.ToUnixTimeMilliseconds();
        var segments = _folder.List();
        for (var i = segments.Count - 1; i > 0; i--)
        {
            using var file = SegmentFolder.TryOpen(segments[i]);
            if (file is not null && SegmentFolder.HeaderOf(file).Time is > 0 and var began && began < at) return segments[i].FirstSeq - 1;
        }

        return 0;
    }

    /// <summary>Bytes that it takes on the disk.</summary>
    public long Bytes
    {
        get
        {
            long bytes = 0;
            foreach (var segment in _folder.List())
            {
                // One that was deleted meanwhile takes none.
                if (new FileInfo(segment.Path) is { Exists: true } file) bytes += file.Length;
            }

            return bytes;
        }
    }

    internal List<Notice> ReadStretch(Segment segment, long before, NoticeFilter filter)
    {
        var notices = new List<Notice>();
        Scan(segment, before, filter, record => notices.Add(record.ToNotice()));
        return notices;
    }

    internal List<long> NumbersIn(Segment segment, long before, NoticeFilter filter)
    {
        var numbers = new List<long>();
        Scan(segment, before, filter, record => numbers.Add(record.Seq));
        return numbers;
    }

    private void Scan(Segment segment, long before, NoticeFilter filter, TakeRecord take)
    {
        if (SegmentFolder.TryOpen(segment) is not { } file) return;
        using (file)
        {
            using var scan = new SegmentScan(file, from: 0);
            while (scan.MoveNext())
            {
                var record = scan.Current;
                if (record.Kind == RecordKind.Fact && record.Seq < before && filter.Wants(record)) take(record);
            }

            Tell(segment, scan);
        }
    }

    private void Pass(Pass pass, Segment segment, bool isClosed)
    {
        // Deleted meanwhile: what follows is told to have a gap before it.
        if (SegmentFolder.TryOpen(segment) is not { } file) return;
        using (file)
        {
            // One that a newer daemon writes beside this one; it is not ours to understand.
            if (SegmentFolder.HeaderOf(file).Version > SegmentHeader.Version) return;
            var from = pass.Place.Segment == segment.FirstSeq ? pass.Place.Offset : 0;
            using var scan = new SegmentScan(file, from);
            var end = scan.End;
            while (!pass.IsFull && scan.MoveNext())
            {
                if (!pass.Take(scan.Current)) break;
                pass.Looked(scan.End - end);
                end = scan.End;
            }

            pass.Place = pass.Place with { Segment = segment.FirstSeq, Offset = end };
            if (isClosed || pass.IsFull) Tell(segment, scan);
        }
    }

    private void Tell(Segment segment, SegmentScan scan)
    {
        if (scan.DamagedBytes == 0) return;
        lock (_told)
        {
            if (!_told.Add(segment.FirstSeq)) return;
        }

        _damaged(string.Create(CultureInfo.InvariantCulture, $"{scan.DamagedBytes} bytes of \"{segment.Path}\" are damaged and were passed over; the rest of it is read"));
    }

    private delegate void TakeRecord(Record record);

    private static int IndexOf(List<Segment> segments, JournalPlace place)
    {
        var wanted = place.Segment ?? place.Seq + 1;
        return Math.Max(0, segments.FindLastIndex(segment => segment.FirstSeq <= wanted));
    }
}
