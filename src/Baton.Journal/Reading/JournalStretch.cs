using Baton.Core.Notices;

namespace Baton.Journal.Reading;

/// <summary>A part of the journal that is read at once, at most some megabytes.</summary>
public sealed class JournalStretch
{
    private readonly JournalReader _reader;
    private readonly Segment _segment;
    private readonly long _before;

    internal JournalStretch(JournalReader reader, Segment segment, long before) => (_reader, _segment, _before) = (reader, segment, before);

    /// <summary>No fact in it has a smaller number.</summary>
    public long FirstSeq => _segment.FirstSeq;

    /// <summary>The wanted facts in it, oldest first; empty when it has been deleted meanwhile.</summary>
    /// <param name="filter">Which.</param>
    /// <exception cref="IOException">The disk does not give them.</exception>
    public IReadOnlyList<Notice> Read(NoticeFilter filter) => _reader.ReadStretch(_segment, _before, filter);

    /// <summary>The same, but only their numbers.</summary>
    /// <param name="filter">Which.</param>
    internal IReadOnlyList<long> Numbers(NoticeFilter filter) => _reader.NumbersIn(_segment, _before, filter);
}
