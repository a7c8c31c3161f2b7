namespace Baton.Supervision.Logs.Reading;

/// <summary>What a reading of one service's log takes in.</summary>
/// <param name="Stream">Only lines of this stream; null means all.</param>
/// <param name="Run">Only files of this run; null goes on into later runs.</param>
/// <param name="GivesPartial">
/// At the very end, a line that has no newline yet is given as far as it is there, instead of being held back.
/// </param>
internal readonly record struct LogScope(LogStreamKind? Stream, int? Run, bool GivesPartial);
