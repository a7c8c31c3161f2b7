namespace Baton.Supervision.Logs;

/// <summary>
/// A bounded set of log lines in one reused buffer, as the bytes the service wrote, so that passing on a line allocates nothing.
/// Not for use from two threads at once.
/// </summary>
/// <param name="maxEntries">Most lines it takes, 1 to 1,000.</param>
public sealed class LogBatch(int maxEntries)
{
    /// <summary>Longest text of one entry, in bytes; longer lines come in several, the later ones marked as continued.</summary>
    public const int MaxPieceBytes = 64 * 1024;

    /// <summary>Text after which a batch counts as full, in bytes; the last entry may pass it by its own length.</summary>
    public const int FullTextBytes = 256 * 1024;

    private readonly List<LogEntry> _entries = new(Math.Min(maxEntries, 128));
    private byte[] _text = new byte[8 * 1024];
    private int _length;

    /// <summary>The lines, in order.</summary>
    public IReadOnlyList<LogEntry> Entries => _entries;

    /// <summary>No more fits.</summary>
    public bool IsFull => _entries.Count >= maxEntries || _length >= FullTextBytes;

    /// <summary>Text of an entry of this batch; whatever bytes the service wrote, without the newline.</summary>
    public ReadOnlySpan<byte> TextOf(in LogEntry entry) => _text.AsSpan(entry.TextStart, entry.TextLength);

    /// <summary>Empties it for the next use.</summary>
    public void Clear()
    {
        _entries.Clear();
        _length = 0;
    }

    /// <summary>Takes back all but the first <paramref name="count"/> lines.</summary>
    internal void CutTo(int count)
    {
        if (count >= _entries.Count) return;
        _length = _entries[count].TextStart;
        _entries.RemoveRange(count, _entries.Count - count);
    }

    internal void Add(string service, int run, DateTime time, LogStreamKind stream, bool isContinued, ReadOnlySpan<byte> text, bool endsLine)
    {
        if (_text.Length - _length < text.Length) Array.Resize(ref _text, Math.Max(_text.Length * 2, _length + text.Length));
        text.CopyTo(_text.AsSpan(_length));
        _entries.Add(new LogEntry(service, run, time, stream, isContinued, _length, text.Length) { EndsLine = endsLine });
        _length += text.Length;
    }
}
