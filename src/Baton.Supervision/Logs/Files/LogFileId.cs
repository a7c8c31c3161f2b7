using Baton.Processes.Output;

namespace Baton.Supervision.Logs.Files;

/// <summary>One file of a service's log: the run and which file of it, in the order of writing.</summary>
/// <param name="Run">Number of the run.</param>
/// <param name="Segment">Which file of the run, from 0.</param>
/// <param name="Name">Its name now; that of the file being written changes when it is closed.</param>
/// <param name="IsLast">The one its run writes to, or wrote last.</param>
/// <param name="StartedAt">Start of the run (UTC, to the second).</param>
internal readonly record struct LogFileId(int Run, int Segment, string Name, bool IsLast, DateTime StartedAt)
{
    /// <summary>It is compressed now.</summary>
    public bool IsCompressed => Name.EndsWith(LogFileName.CompressedEnding, StringComparison.Ordinal);

    /// <summary>Negative when this was written before (<paramref name="run"/>, <paramref name="segment"/>).</summary>
    public int CompareTo(int run, int segment) => Run != run ? Run.CompareTo(run) : Segment.CompareTo(segment);
}
