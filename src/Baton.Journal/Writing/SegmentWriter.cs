using Baton.Journal.Records;
using Microsoft.Win32.SafeHandles;

namespace Baton.Journal.Writing;

/// <summary>Appends to the newest segment, begins the next when it is large or old, and deletes what is not kept.</summary>
/// <param name="folder">Where.</param>
/// <param name="limits">How much.</param>
/// <param name="time">The clock of ages.</param>
internal sealed class SegmentWriter(SegmentFolder folder, JournalLimits limits, TimeProvider time) : IDisposable
{
    private volatile JournalLimits _limits = limits;
    private SafeFileHandle? _file;
    private long _length;
    private DateTimeOffset _began;
    private int _isToPrune;

    /// <summary>How much is kept from now on; any thread may say so, and the next write deletes what is too much.</summary>
    public JournalLimits Limits
    {
        set
        {
            if (_limits == value) return;
            _limits = value;
            Volatile.Write(ref _isToPrune, 1);
        }
    }

    /// <summary>Goes on in a segment that is there.</summary>
    /// <param name="segment">The newest.</param>
    /// <param name="end">Where its last whole record ends, and the file too.</param>
    /// <param name="began">When its first record was written.</param>
    public void GoOn(Segment segment, long end, DateTimeOffset began)
    {
        _file = File.OpenHandle(segment.Path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        (_length, _began) = (end, began);
    }

    /// <summary>Appends whole records.</summary>
    /// <param name="records">The bytes.</param>
    /// <param name="firstSeq">Number of the first.</param>
    /// <param name="at">When that was published.</param>
    /// <exception cref="IOException">The disk does not take them; nothing has changed, and the same may be tried again.</exception>
    public void Write(ReadOnlySpan<byte> records, long firstSeq, DateTimeOffset at)
    {
        var limits = _limits;
        // Before anything is written: what fails then has changed nothing.
        if (Interlocked.Exchange(ref _isToPrune, 0) == 1) Prune();
        if (_file is null || _length >= limits.SegmentBytes || time.GetUtcNow() - _began > limits.SegmentAge)
        {
            Begin(records, firstSeq, at);
            Prune();
            return;
        }

        try
        {
            RandomAccess.Write(_file, records, _length);
        }
        catch (IOException)
        {
            CutBack(_file, _length);
            throw;
        }

        _length += records.Length;
    }

    /// <summary>Deletes what is too old or too much, the oldest first; never the newest segment.</summary>
    public void Prune()
    {
        var limits = _limits;
        var segments = folder.List();
        var total = segments.Sum(LengthOf);
        var oldest = time.GetUtcNow() - limits.Age;
        for (var i = 0; i + 1 < segments.Count; i++)
        {
            // What the present segment may still grow by counts, so that the limit holds at any time.
            var isTooMuch = total + limits.SegmentBytes > limits.TotalBytes;
            if (!isTooMuch && File.GetLastWriteTimeUtc(segments[i].Path) >= oldest.UtcDateTime) return;
            total -= LengthOf(segments[i]);
            File.Delete(segments[i].Path);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file?.Dispose();

    private void Begin(ReadOnlySpan<byte> records, long firstSeq, DateTimeOffset at)
    {
        var segment = folder[firstSeq];
        var file = File.OpenHandle(segment.Path, FileMode.Create, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        try
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            Span<byte> header = stackalloc byte[SegmentHeader.Bytes];
            SegmentHeader.Write(header, firstSeq, at);
            RandomAccess.Write(file, header, 0);
            RandomAccess.Write(file, records, SegmentHeader.Bytes);
        }
        catch
        {
            // On a full disk one empty file after the other would be left.
            file.Dispose();
            File.Delete(segment.Path);
            throw;
        }

        _file?.Dispose();
        (_file, _length, _began) = (file, SegmentHeader.Bytes + records.Length, at);
    }

    private static void CutBack(SafeFileHandle file, long length)
    {
        try
        {
            RandomAccess.SetLength(file, length);
        }
        catch (IOException)
        {
            // The next attempt writes over it; after a sudden death the next daemon cuts it off.
        }
    }

    private static long LengthOf(Segment segment)
    {
        var file = new FileInfo(segment.Path);
        return file.Exists ? file.Length : 0;
    }
}
