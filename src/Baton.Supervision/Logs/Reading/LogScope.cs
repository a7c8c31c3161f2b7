namespace Baton.Supervision.Logs.Reading;

/// <summary>What a reading of one service's log takes in.</summary>
/// <param name="Stream">Only lines of this stream; null means all.</param>
/// <param name="Run">Only files of this run; null goes on into later runs.</param>
/// <param name="GivesPartial">
/// At the very end, a line that has no newline yet is given as far as it is there, instead of being held back.
/// </param>
internal readonly record struct LogScope(LogStreamKind? Stream, int? Run, bool GivesPartial)
{
    /// <summary>Nothing before this (UTC), which whoever begins a reading sees to, and in all runs; null means anything.</summary>
    public DateTime? Since { get; init; }

    /// <summary>The log ends before the first line after this (UTC), and begins with the oldest run; null means anything.</summary>
    public DateTime? Until { get; init; }

    /// <summary>Only pieces that fit; null means all.</summary>
    public LogFilter? Grep { get; init; }

    /// <summary>A search from the end goes back over at most about so many bytes; null means all.</summary>
    public long? TailBytes { get; init; }

    /// <summary>It goes back to before the newest run.</summary>
    public bool IsOfAllRuns => Run is null && (Since ?? Until) is not null;

    /// <summary>What a query asks for, of one run of it where one is given.</summary>
    public static LogScope Of(LogQuery query, int? run, bool givesPartial) =>
        new(query.Stream, run, givesPartial) { Since = query.Since, Until = query.Until, Grep = query.Grep, TailBytes = query.TailBytes };
}
