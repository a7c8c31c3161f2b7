using System.Buffers;
using System.Text;
using Baton.Supervision.Logs.Files;

namespace Baton.Supervision.Logs.Reading;

/// <summary>
/// The last lines of a run, read in one go from the end of its log. What it reads is bounded, so a line of any length, or any amount of
/// output after the last error, costs no more than that; what lies further back is not shown.
/// </summary>
internal static class LogEnding
{
    /// <summary>Most lines.</summary>
    public const int MaxLines = 10;

    /// <summary>Most bytes of text, over all lines.</summary>
    public const int MaxTextBytes = 2048;

    /// <summary>How far back is read.</summary>
    public const int WindowBytes = 128 * 1024;

    /// <summary>The last lines of its standard error, or of its standard output when there are none of that, without blank ones.</summary>
    /// <exception cref="Core.BatonException">A file cannot be read.</exception>
    public static IReadOnlyList<string> Read(LogFolder folder, int run)
    {
        var window = ArrayPool<byte>.Shared.Rent(WindowBytes);
        try
        {
            var text = ReadWindow(folder, run, window.AsSpan(0, WindowBytes), out var isCut);
            var (stdout, stderr) = (new Lines(), new Lines());
            Split(text, isCut, stdout, stderr);
            return (stderr.IsEmpty ? stdout : stderr).Last();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(window);
        }
    }

    /// <summary>Fills the window from its end, newest file first.</summary>
    private static ReadOnlySpan<byte> ReadWindow(LogFolder folder, int run, Span<byte> window, out bool isCut)
    {
        var free = window.Length;
        isCut = false;
        foreach (var id in folder.List(run).AsEnumerable().Reverse())
        {
            using var file = folder.Open(id);
            if (file is null || free == 0) break;
            var wanted = (int)Math.Min(free, file.Length);
            isCut = wanted < file.Length;
            var from = file.Length - wanted;
            var into = window.Slice(free - wanted, wanted);
            for (int done = 0, got; done < wanted; done += got)
            {
                got = file.Read(into[done..], from + done);
                // Only when somebody cut the file meanwhile: then the rest of the window would be of another time.
                if (got == 0) return window[free..];
            }

            free -= wanted;
            if (isCut) break;
        }

        return window[free..];
    }

    private static void Split(ReadOnlySpan<byte> text, bool isCut, Lines stdout, Lines stderr)
    {
        if (isCut)
        {
            var next = text.IndexOf((byte)'\n') + 1;
            // In the middle of one line that fills the window; whose it is cannot be told, so it is shown only where nothing else is.
            if (next == 0 || next == text.Length) stdout.AddEnd(text);
            text = next == 0 ? [] : text[next..];
        }

        foreach (var range in text.Split((byte)'\n'))
        {
            var line = text[range];
            var prefix = LinePrefix.Read(line, default);
            if (prefix.Stream == LogStreamKind.Baton) continue;
            (prefix.Stream == LogStreamKind.Stderr ? stderr : stdout).Add(line[prefix.Length..], prefix.IsContinued);
        }
    }

    /// <summary>The lines of one stream, as they are found.</summary>
    private sealed class Lines
    {
        private readonly List<string> _lines = [];

        public bool IsEmpty => _lines.Count == 0;

        public void Add(ReadOnlySpan<byte> text, bool isContinued)
        {
            // Of a long line its beginning says the most.
            var piece = Encoding.UTF8.GetString(text[..Math.Min(text.Length, MaxTextBytes)]).TrimEnd('\r');
            if (isContinued && _lines.Count > 0) _lines[^1] = _lines[^1].Length < MaxTextBytes ? _lines[^1] + piece : _lines[^1];
            else if (!string.IsNullOrWhiteSpace(piece)) _lines.Add(piece);
            if (_lines.Count > MaxLines) _lines.RemoveAt(0);
        }

        /// <summary>Of a line whose beginning is not known, some of its end.</summary>
        public void AddEnd(ReadOnlySpan<byte> text)
        {
            text = text.TrimEnd("\r\n"u8);
            _lines.Add("…" + Encoding.UTF8.GetString(text[^Math.Min(text.Length, MaxTextBytes / 4)..]));
        }

        public List<string> Last()
        {
            var last = new List<string>(_lines.Count);
            var left = MaxTextBytes;
            for (var i = _lines.Count - 1; i >= 0 && left > 0; i--)
            {
                var line = Cut(_lines[i], left);
                left -= Encoding.UTF8.GetByteCount(line);
                last.Insert(0, line);
            }

            return last;
        }

        private static string Cut(string line, int bytes)
        {
            if (Encoding.UTF8.GetByteCount(line) <= bytes) return line;
            var kept = line[..Math.Min(line.Length, bytes)];
            while (kept.Length > 0 && (Encoding.UTF8.GetByteCount(kept) > bytes - 3 || char.IsHighSurrogate(kept[^1]))) kept = kept[..^1];
            return kept + "…";
        }
    }
}
