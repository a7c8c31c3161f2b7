using Baton.Core.Notices;
using Baton.Journal.Reading;
using Baton.Journal.Writing;

namespace Baton.Journal;

/// <summary>
/// The facts of a state directory over all its daemons: a folder of segments that are only appended to. What a daemon's death cut short is
/// cut off at the next opening, damage costs the records it hit and no others, and a disk that takes nothing costs facts, never the daemon.
/// It survives the death of the daemon; the last seconds may be lost with the power.
/// </summary>
public sealed class NoticeJournal : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly SegmentWriter? _segments;
    private readonly NumberReserve? _reserve;
    private readonly TimeProvider _time;
    private readonly long _lastWritten;
    private JournalWriter? _writer;

    private NoticeJournal(SegmentFolder folder, Opening opening, SegmentWriter? segments, NumberReserve? reserve, TimeProvider time)
    {
        (_segments, _reserve, _time) = (segments, reserve, time);
        (LastSeq, _lastWritten, Problems) = (opening.LastSeq, opening.LastWritten, opening.Problems);
        Reader = new JournalReader(folder, ToldOnce);
    }

    /// <summary>No fact of an earlier daemon has a greater number; the board's begin after it.</summary>
    public long LastSeq { get; }

    /// <summary>What people should know of what was found, in sentences; empty when all is well.</summary>
    public IReadOnlyList<string> Problems { get; }

    /// <summary>Reads what is written, by any number of readers at once.</summary>
    public JournalReader Reader { get; }

    /// <summary>Called with a sentence, once for each segment that is found to be damaged, on the reader's thread.</summary>
    public Action<string>? Damaged { get; set; }

    /// <summary>How much is kept from now on. What is too much goes with the next fact that is written.</summary>
    public JournalLimits Limits
    {
        set
        {
            if (_segments is not null) _segments.Limits = value;
        }
    }

    /// <summary>
    /// Opens the journal, or begins one. What cannot be opened is told in <see cref="Problems"/>, and nothing is remembered then: a daemon is
    /// not to fail for that.
    /// </summary>
    /// <param name="folder">Absolute path; made where needed. One daemon at a time.</param>
    /// <param name="limits">How much is kept.</param>
    /// <param name="time">The clock.</param>
    public static NoticeJournal Open(string folder, JournalLimits limits, TimeProvider time)
    {
        var segments = new SegmentFolder(folder);
        var opening = new Opening();
        SegmentWriter? writer = null;
        NumberReserve? reserve = null;
        try
        {
            Directory.CreateDirectory(folder, OwnerOnly);
            opening.Look(segments);
            reserve = NumberReserve.Open(folder, opening.LastSeq);
            opening.LastSeq = Math.Max(opening.LastSeq, reserve.Reserved);
            writer = new SegmentWriter(segments, limits, time);
            if (opening.Newest is { } newest) writer.GoOn(newest.Segment, newest.End, newest.Began);
            writer.Prune();
            reserve.Reserve(opening.LastSeq + NumberReserve.Block);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            opening.Problems.Add($"the journal \"{folder}\" cannot be opened as it should: {e.Message}");
            // Numbers that nobody can have seen: no daemon publishes as fast as the clock counts milliseconds.
            opening.LastSeq = Math.Max(opening.LastSeq, time.GetUtcNow().ToUnixTimeMilliseconds());
        }

        return new NoticeJournal(segments, opening, writer, reserve, time);
    }

    /// <summary>Writes what this board publishes, from what it holds now on.</summary>
    /// <param name="board">It began with <see cref="LastSeq"/>.</param>
    /// <param name="crashed">Told when the journal met a bug of its own.</param>
    public void Connect(NoticeBoard board, Action<Exception> crashed)
    {
        if (_segments is not null) _writer = new JournalWriter(board, _segments, _reserve, _lastWritten, _time, crashed);
    }

    /// <summary>Writes what was published so far, then ends.</summary>
    public Task CloseAsync() => _writer?.CloseAsync() ?? Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose()
    {
        _writer?.Dispose();
        _segments?.Dispose();
        _reserve?.Dispose();
    }

    private void ToldOnce(string sentence) => Damaged?.Invoke(sentence);
}
