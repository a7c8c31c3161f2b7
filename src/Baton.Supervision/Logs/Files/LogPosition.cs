namespace Baton.Supervision.Logs.Files;

/// <summary>A place in the log of one service. The default value is before the first byte of the oldest file.</summary>
/// <param name="Run">Number of the run; 0 when there was no file yet.</param>
/// <param name="Segment">Which file of the run, from 0.</param>
/// <param name="Offset">Bytes before it in the file.</param>
/// <param name="LineBytes">Bytes between the beginning of the line and it; 0 at the beginning of a line.</param>
/// <param name="Check">
/// <see cref="LogFile.Check"/> of the file, so that another file that has the same numbers by now (kept count of one, state
/// directory made anew) is recognized; 0 when not known.
/// </param>
internal readonly record struct LogPosition(int Run, int Segment, long Offset, long LineBytes, byte Check)
{
    /// <summary>The beginning of a file.</summary>
    public static LogPosition BeginningOf(LogFileId file) => new(file.Run, file.Segment, 0, 0, 0);
}
