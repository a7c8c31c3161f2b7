using Baton.Supervision.Logs.Files;

namespace Baton.Supervision.Logs.Reading;

/// <summary>Which file a position leads to, when files may have been deleted or made anew since it was taken.</summary>
internal static class LogResolution
{
    /// <summary>
    /// The file of the position, else the oldest written after it, else the oldest of the newest run; null when there is none.
    /// </summary>
    public static LogFileId? Of(LogFolder folder, int? run, LogPosition position)
    {
        var files = folder.List(run);
        var found = files.Find(file => file.CompareTo(position.Run, position.Segment) >= 0);
        if (found.Name is not null && (position.Run == 0 || found.CompareTo(position.Run, position.Segment) == 0)) return found;
        // A listing may miss a file that is renamed meanwhile, which a second one shows.
        files = folder.List(run);
        found = files.Find(file => file.CompareTo(position.Run, position.Segment) >= 0);
        if (found.Name is not null) return found;
        return files.Count == 0 ? null : files.Find(file => file.Run == files[^1].Run);
    }

    /// <summary>True when the position lies in this very file.</summary>
    public static bool IsAt(LogFile file, LogPosition position) =>
        file.Id.CompareTo(position.Run, position.Segment) == 0
        && position.Offset <= file.Length
        && position.LineBytes <= position.Offset
        && (position.Check == 0 || file.Check == 0 || position.Check == file.Check);
}
