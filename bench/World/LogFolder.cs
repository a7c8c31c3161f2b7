using System.Globalization;

namespace Baton.Bench.World;

/// <summary>What a supervisor has written of one service's output.</summary>
internal sealed class LogFolder(string path)
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(5);

    /// <summary>Returns when the last file written ends with <paramref name="ending"/> (and a line end).</summary>
    public async Task AwaitAsync(string ending, TimeSpan limit, CancellationToken stop)
    {
        var until = TimeProvider.System.GetTimestamp();
        while (!EndsWith(ending))
        {
            if (TimeProvider.System.GetElapsedTime(until) > limit) throw new TimeoutException($"the log is not complete after {limit.TotalSeconds} s");
            await Task.Delay(Glance, TimeProvider.System, stop);
        }
    }

    /// <summary>How many numbered lines of 100 bytes are there, each with the number after that of the line before.</summary>
    public long CountLinesInOrder()
    {
        long next = 0;
        foreach (var line in Lines())
        {
            var text = line.Length >= 99 ? line.Span[^99..] : default;
            if (text.Length == 99 && long.TryParse(text[..10], NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n == next) next++;
        }

        return next;
    }

    /// <summary>How often a byte occurs.</summary>
    public long Count(byte value)
    {
        long count = 0;
        var buffer = new byte[1 << 20];
        foreach (var file in Files())
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            for (int n; (n = stream.Read(buffer)) > 0;) count += buffer.AsSpan(0, n).Count(value);
        }

        return count;
    }

    // In the order they were written: archived names sort before the current one.
    private IEnumerable<string> Files() => Directory.EnumerateFiles(path).Where(IsLog).Order(StringComparer.Ordinal);

    private static bool IsLog(string file) => Path.GetFileName(file) is not ("lock" or "state" or "config");

    private bool EndsWith(string ending)
    {
        if (!Directory.Exists(path)) return false;
        var newest = new DirectoryInfo(path).EnumerateFiles().Where(f => IsLog(f.Name)).MaxBy(f => f.LastWriteTimeUtc);
        if (newest is null) return false;
        using var file = File.OpenHandle(newest.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        Span<byte> tail = stackalloc byte[ending.Length + 1];
        var length = RandomAccess.GetLength(file);
        if (length < tail.Length || RandomAccess.Read(file, tail, length - tail.Length) != tail.Length) return false;
        return tail[^1] == '\n' && System.Text.Encoding.ASCII.GetString(tail[..^1]) == ending;
    }

    private IEnumerable<ReadOnlyMemory<byte>> Lines()
    {
        var buffer = new byte[1 << 20];
        foreach (var file in Files())
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            var kept = 0;
            for (int n; (n = stream.Read(buffer, kept, buffer.Length - kept)) > 0;)
            {
                var end = kept + n;
                var at = 0;
                for (int length; (length = buffer.AsSpan(at, end - at).IndexOf((byte)'\n')) >= 0; at += length + 1)
                {
                    yield return buffer.AsMemory(at, length);
                }

                kept = end - at;
                if (kept == buffer.Length) throw new InvalidOperationException($"{file}: a line of over {kept} bytes");
                Array.Copy(buffer, at, buffer, 0, kept);
            }
        }
    }
}
