using System.Text;
using System.Text.RegularExpressions;
using Baton.Core;
using Baton.Probes.Specs;
using Baton.Supervision.Logs;

namespace Baton.Supervision.Probing;

/// <summary>
/// Finds a matching line among the pieces that a log comes in. Of each stream it keeps the first <see cref="ProbeSpec.LogLine.LineBytes"/>
/// of the line that is being written, so that one cut in two is searched as a whole; a line is searched when it has ended, and once per
/// batch as far as it goes, since the last line of a service may never end.
/// </summary>
internal sealed class LogLineMatch(ProbeSpec.LogLine spec)
{
    private const int ShownCharacters = 200;

    private readonly Regex _regex = spec.ToRegex();
    private readonly char[] _characters = new char[ProbeSpec.LogLine.LineBytes];
    private readonly Line _stdout = new();
    private readonly Line _stderr = new();

    /// <summary>The line that matched, cut for people; empty before.</summary>
    public string Matched { get; private set; } = "";

    /// <summary>Why a line was given up; null when none was.</summary>
    public string? Problem { get; private set; }

    /// <summary>A line that ends or goes on in this batch matches.</summary>
    public bool IsIn(LogBatch batch)
    {
        foreach (var entry in batch.Entries)
        {
            if (entry.Stream == LogStreamKind.Baton) continue;
            var line = entry.Stream == LogStreamKind.Stdout ? _stdout : _stderr;
            if (!entry.IsContinued)
            {
                if (Matches(line)) return true;
                line.Length = 0;
            }

            line.Add(batch.TextOf(entry));
        }

        return Matches(_stdout) || Matches(_stderr);
    }

    private bool Matches(Line line)
    {
        if (!line.IsUnsearched) return false;
        line.IsUnsearched = false;
        var length = Encoding.UTF8.GetChars(line.Bytes, _characters);
        // Programs that write for other systems end their lines in two characters.
        var text = _characters.AsSpan(0, length).TrimEnd('\r');
        if (!IsMatch(text)) return false;
        Matched = Shortened.To(text, ShownCharacters).ToString();
        return true;
    }

    private bool IsMatch(ReadOnlySpan<char> text)
    {
        try
        {
            return _regex.IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            Problem = $"\"{spec.Pattern}\" takes more than {_regex.MatchTimeout.TotalSeconds:0} s for one line; such lines do not count";
            return false;
        }
    }

    /// <summary>The line that one stream is in.</summary>
    private sealed class Line
    {
        private readonly byte[] _bytes = new byte[ProbeSpec.LogLine.LineBytes];

        public int Length { get; set; }

        public bool IsUnsearched { get; set; }

        public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, Length);

        public void Add(ReadOnlySpan<byte> piece)
        {
            var fits = Math.Min(piece.Length, _bytes.Length - Length);
            // An empty line is one too, and so is one of which nothing more is looked at.
            IsUnsearched |= fits > 0 || Length == 0;
            piece[..fits].CopyTo(_bytes.AsSpan(Length));
            Length += fits;
        }
    }
}
