namespace Baton.Supervision.Logs;

/// <summary>What a page of lines leads to; the lines are in the batch that was filled.</summary>
/// <param name="Next">Cursor of the next page; null when the logs ended.</param>
public readonly record struct LogPage(string? Next);
