using Baton.Core.Notices;
using Baton.Journal.Records;

namespace Baton.Journal.Reading;

/// <summary>One reading over segments: what it has found, and where it is.</summary>
internal sealed class Pass(JournalPlace from, int limit, NoticeFilter filter)
{
    /// <summary>How much is looked through for rare facts, over all segments.</summary>
    private const long MostBytes = 8_000_000;

    private long _looked;

    public List<Notice> Notices { get; } = [];

    public long Missed { get; private set; }

    public JournalPlace Place { get; set; } = from;

    /// <summary>It is to come back with what it has.</summary>
    public bool IsFull { get; set; }

    /// <summary>So many bytes more were looked through.</summary>
    public void Looked(long bytes)
    {
        _looked += bytes;
        if (_looked > MostBytes) IsFull = true;
    }

    /// <summary>Takes the next record; false when the page ends before it.</summary>
    public bool Take(Record record)
    {
        if (record.Kind is not (RecordKind.Fact or RecordKind.Begin) || record.Seq <= Place.Seq) return true;
        var isFact = record.Kind == RecordKind.Fact;
        // From the beginning means from what there is; and between two daemons lie numbers that were never given.
        var gap = Place.Seq == 0 ? 0 : isFact ? record.Seq - Place.Seq - 1 : Math.Max(0, record.Cause - Place.Seq);
        if (gap > 0 && Notices.Count > 0)
        {
            IsFull = true;
            return false;
        }

        Missed += gap;
        if (isFact || Place.Seq > 0) Place = Place with { Seq = record.Seq };
        if (!isFact || !filter.Wants(record)) return true;
        Notices.Add(record.ToNotice());
        IsFull = Notices.Count >= limit;
        return true;
    }
}
