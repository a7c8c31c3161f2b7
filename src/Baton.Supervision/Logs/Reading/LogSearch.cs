using System.Buffers;
using Baton.Supervision.Logs.Files;

namespace Baton.Supervision.Logs.Reading;

/// <summary>
/// Finds the first line of a time or later without reading what lies before: by halves among the files, of which only the first line of
/// each is looked at, then by halves in one file.
/// </summary>
internal static class LogSearch
{
    private const int BlockBytes = 16 * 1024;

    /// <summary>
    /// Where the first line from <paramref name="time"/> on begins, or a place shortly before with no line between that is worth reading
    /// (the end of a file); the default when there is no file.
    /// </summary>
    /// <param name="folder">The service's log.</param>
    /// <param name="files">Its files, or those of one run, in the order of writing.</param>
    /// <param name="time">The time (UTC).</param>
    /// <param name="ct">Ends the search.</param>
    public static LogPosition FirstFrom(LogFolder folder, IReadOnlyList<LogFileId> files, DateTime time, CancellationToken ct)
    {
        if (files.Count == 0) return default;
        // Before "low" are files that begin before the time; from "high" on those that do not.
        var (low, high) = (0, files.Count);
        while (low < high)
        {
            ct.ThrowIfCancellationRequested();
            var middle = (low + high) / 2;
            if (BeginningOf(folder, files[middle]) < time) low = middle + 1;
            else high = middle;
        }

        if (low == 0) return LogPosition.BeginningOf(files[0]);
        using var file = folder.Open(files[low - 1]);
        // Deleted meanwhile, as the oldest: what is left is later.
        if (file is null) return LogPosition.BeginningOf(files[Math.Min(low, files.Count - 1)]);
        var (offset, lineBytes) = FirstFrom(file, time, ct);
        return new LogPosition(file.Id.Run, file.Id.Segment, offset, lineBytes, file.Check);
    }

    /// <summary>Time of its first line; of one that has none, or is gone by now, the start of its run.</summary>
    private static DateTime BeginningOf(LogFolder folder, LogFileId id)
    {
        using var file = folder.Open(id);
        Span<byte> start = stackalloc byte[LinePrefix.MaxLength];
        return file is null ? id.StartedAt : LinePrefix.Read(start[..file.Read(start, 0)], id.StartedAt).Time;
    }

    private static (long Offset, long LineBytes) FirstFrom(LogFile file, DateTime time, CancellationToken ct)
    {
        using var lines = new LineSteps(file);
        var end = file.Length;
        // The line at "low" is earlier, or the first; lines from "high" on are not earlier.
        long low = 0, high = end;
        while (high - low > BlockBytes)
        {
            ct.ThrowIfCancellationRequested();
            var middle = low + ((high - low) / 2);
            var (start, found) = lines.FirstStamped(middle, high);
            if (start < 0 || found >= time) high = middle;
            else low = start;
        }

        while (low < high && lines.FirstStamped(low, high) is { Start: >= 0 } line)
        {
            if (line.Time >= time) return (line.Start, 0);
            low = lines.AfterLineAt(line.Start, end, out var isEnded);
            // The last line is earlier, and not at its end yet: what is still to come goes on with it.
            if (!isEnded) return (low, low - line.Start);
        }

        return (low, 0);
    }

    /// <summary>Goes from line to line of a file.</summary>
    private sealed class LineSteps(LogFile file) : IDisposable
    {
        private readonly byte[] _block = ArrayPool<byte>.Shared.Rent(BlockBytes);

        /// <summary>
        /// The first line that begins at or after <paramref name="from"/> and before <paramref name="end"/> and has a time; -1 when there is none.
        /// </summary>
        public (long Start, DateTime Time) FirstStamped(long from, long end)
        {
            // A line begins at "from" when the byte before it ends one.
            var start = from == 0 ? 0 : AfterLineAt(from - 1, end, out _);
            Span<byte> bytes = stackalloc byte[LinePrefix.MaxLength];
            while (start < end)
            {
                var prefix = LinePrefix.Read(bytes[..file.Read(bytes, start)], default);
                if (prefix.Length > 0) return (start, prefix.Time);
                start = AfterLineAt(start, end, out _);
            }

            return (-1, default);
        }

        /// <summary>Where the line ends that goes on at <paramref name="at"/>; <paramref name="end"/> when not before that.</summary>
        public long AfterLineAt(long at, long end, out bool isEnded)
        {
            isEnded = false;
            while (at < end)
            {
                var read = file.Read(_block.AsSpan(0, (int)Math.Min(BlockBytes, end - at)), at);
                if (read == 0) return end;
                var newline = _block.AsSpan(0, read).IndexOf((byte)'\n');
                isEnded = newline >= 0;
                if (isEnded) return at + newline + 1;
                at += read;
            }

            return end;
        }

        public void Dispose() => ArrayPool<byte>.Shared.Return(_block);
    }
}
