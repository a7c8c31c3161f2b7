using Baton.Supervision.Logs.Files;

namespace Baton.Supervision.Logs.Reading;

/// <summary>How far the log of one service was read.</summary>
/// <param name="folder">The service's log.</param>
/// <param name="position">Where to read on.</param>
internal sealed class LogPlace(LogFolder folder, LogPosition position)
{
    public LogFolder Folder { get; } = folder;

    /// <summary>Where to read on.</summary>
    public LogPosition Position { get; private set; } = position;

    /// <summary>When set, only this run is read: the place is one that was left behind.</summary>
    public int? OnlyRun { get; init; }

    /// <summary>A line without its newline was kept back at the end.</summary>
    public bool HoldsBack { get; private set; }

    /// <summary>
    /// Where the previous run was left. Its last words can reach its file a moment after the next run began, and whoever follows the
    /// log wants those most of all.
    /// </summary>
    public LogPlace? Left { get; private set; }

    /// <summary>Takes over how far a source has read.</summary>
    public void MoveTo(LogSource source)
    {
        Position = source.Position;
        HoldsBack = source.HoldsBack;
        if (source.Left is { } left) Left = new LogPlace(Folder, left) { OnlyRun = left.Run };
    }
}
