using Baton.Core;
using Baton.Supervision.Logs.Files;

namespace Baton.Supervision.Logs.Reading;

/// <summary>Where a reading begins: at the beginning of a run, or some lines before its end.</summary>
internal static class LogStart
{
    /// <summary>A run that no service ever has.</summary>
    public const int NoRun = 0;

    /// <summary>The beginning of the newest run, or of the given one.</summary>
    /// <exception cref="BatonException">The given run is not kept (<see cref="ErrorCode.NotFound"/>).</exception>
    public static LogPosition OfRun(LogFolder folder, int? run)
    {
        var files = folder.List();
        if (run is { } wanted && files.TrueForAll(file => file.Run != wanted))
        {
            var kept = files.Count == 0 ? "none is" : $"kept are {files[0].Run} to {files[^1].Run}";
            throw new BatonException(ErrorCode.NotFound, $"the log of run {wanted} of service \"{folder.Service}\" is not kept; {kept}");
        }

        var first = files.Find(file => file.Run == (run ?? files[^1].Run));
        return first.Name is null ? default : LogPosition.BeginningOf(first);
    }

    /// <summary>The beginning of what a scope takes in: its run, or with a time the first line from then on in all runs, or in its own.</summary>
    /// <exception cref="BatonException">The run is not kept (<see cref="ErrorCode.NotFound"/>).</exception>
    public static LogPosition Of(LogFolder folder, LogScope scope, CancellationToken ct)
    {
        if (scope.Run == NoRun) return default;
        if (scope.Run is not null || (scope.Since ?? scope.Until) is null)
        {
            var beginning = OfRun(folder, scope.Run);
            if (scope.Since is null) return beginning;
        }

        return LogSearch.FirstFrom(folder, folder.List(scope.Run), scope.Since ?? DateTime.MinValue, ct);
    }

    /// <summary>The run before the newest of those that are kept; <see cref="NoRun"/> when there is none, and nobody named it alone.</summary>
    /// <exception cref="BatonException">There is none, and it is all that was asked for (<see cref="ErrorCode.NotFound"/>).</exception>
    public static int Previous(LogFolder folder, bool isAlone)
    {
        var runs = folder.List().Select(file => file.Run).Distinct().Order().ToList();
        if (runs.Count > 1) return runs[^2];
        return !isAlone ? NoRun : throw new BatonException(ErrorCode.NotFound, $"no log of an earlier run of service \"{folder.Service}\" is kept");
    }

    /// <summary>
    /// Where the last <paramref name="lines"/> lines of all <paramref name="folders"/> together, merged by time, begin in each.
    /// </summary>
    public static LogPosition[] OfTail(
        IReadOnlyList<(LogFolder Folder, LogScope Scope)> folders, int lines, CancellationToken ct, out long bytesRead)
    {
        var tails = new List<LogTail>(folders.Count);
        try
        {
            foreach (var (folder, scope) in folders) tails.Add(new LogTail(folder, scope, isOneOfMany: folders.Count > 16, ct));
            var starts = OfTail(tails, lines, ct);
            bytesRead = tails.Sum(tail => tail.BytesRead);
            return starts;
        }
        finally
        {
            foreach (var tail in tails) tail.Dispose();
        }
    }

    /// <summary>Takes the latest line of all, again and again: each service is read back no further than its share.</summary>
    private static LogPosition[] OfTail(List<LogTail> tails, int lines, CancellationToken ct)
    {
        var starts = tails.ConvertAll(tail => tail.Position).ToArray();
        var latest = new PriorityQueue<int, (long Time, int Index)>();
        for (var i = 0; i < tails.Count && lines > 0; i++) Enqueue(i);
        for (; lines > 0 && latest.TryDequeue(out var index, out _); lines--)
        {
            ct.ThrowIfCancellationRequested();
            starts[index] = tails[index].Position;
            Enqueue(index);
        }

        return starts;

        void Enqueue(int index)
        {
            // Latest first, and of the same time the one that a merge gives last.
            if (tails[index].Step(ct)) latest.Enqueue(index, (-tails[index].Time.Ticks, -index));
        }
    }
}
