namespace Baton.Supervision.Logs;

/// <summary>Who wrote a line.</summary>
public enum LogStreamKind
{
    /// <summary>The service, on its standard output.</summary>
    Stdout,

    /// <summary>The service, on its standard error.</summary>
    Stderr,

    /// <summary>Baton itself: a note about the log.</summary>
    Baton,
}

/// <summary>A line, or a piece of one; its text lies in the <see cref="LogBatch"/> that holds it.</summary>
/// <param name="Service">Whose log it is.</param>
/// <param name="Run">Number of the run.</param>
/// <param name="Time">When its first byte was read (UTC, ms).</param>
/// <param name="Stream">Who wrote it.</param>
/// <param name="IsContinued">It is a later piece of a line that was cut.</param>
/// <param name="TextStart">Where its text begins in the batch.</param>
/// <param name="TextLength">Bytes of text, at most <see cref="LogBatch.MaxPieceBytes"/>.</param>
public readonly record struct LogEntry(
    string Service, int Run, DateTime Time, LogStreamKind Stream, bool IsContinued, int TextStart, int TextLength)
{
    /// <summary>A newline follows its text in the file: the line's own, or one that Baton put where the other stream cut the line.</summary>
    public bool EndsLine { get; init; }
}
