namespace Baton.Supervision.Logs.Reading;

/// <summary>What stands before the text of each line in a log file: <c>2026-11-20T12:03:07.123Z [stdout] </c>.</summary>
/// <param name="Time">The time stamp.</param>
/// <param name="Stream">Who wrote the line.</param>
/// <param name="IsContinued">The tag ends with <c>+</c>: the line goes on from an earlier one.</param>
/// <param name="Length">Bytes before the text; 0 when the line has no such prefix, and is shown whole as a note.</param>
internal readonly record struct LinePrefix(DateTime Time, LogStreamKind Stream, bool IsContinued, int Length)
{
    /// <summary>Longest prefix: the stamp, and the longest tag.</summary>
    public const int MaxLength = StampLength + 12;

    private const int StampLength = 24;

    /// <summary>
    /// Reads the prefix of a line. A line without one (a file somebody else wrote to, or that lost a block on a power cut) is told as
    /// Baton's, with the time <paramref name="otherwise"/>.
    /// </summary>
    public static LinePrefix Read(ReadOnlySpan<byte> line, DateTime otherwise)
    {
        var none = new LinePrefix(otherwise, LogStreamKind.Baton, false, 0);
        if (line.Length < StampLength + 2 || !TryReadTime(line, out var time) || line[StampLength] != ' ' || line[StampLength + 1] != '[') return none;
        var rest = line[(StampLength + 2)..];
        var close = rest[..Math.Min(rest.Length, MaxLength)].IndexOf("] "u8);
        if (close <= 0) return none;
        var tag = rest[..close];
        var isContinued = tag[^1] == '+';
        if (isContinued) tag = tag[..^1];
        LogStreamKind? stream = tag.SequenceEqual("stdout"u8) ? LogStreamKind.Stdout
            : tag.SequenceEqual("stderr"u8) ? LogStreamKind.Stderr
            : tag.SequenceEqual("baton"u8) ? LogStreamKind.Baton : null;
        return stream is { } known ? new LinePrefix(time, known, isContinued, StampLength + 2 + close + 2) : none;
    }

    private static bool TryReadTime(ReadOnlySpan<byte> line, out DateTime time)
    {
        time = default;
        if (line[4] != '-' || line[7] != '-' || line[10] != 'T' || line[13] != ':' || line[16] != ':' || line[19] != '.' || line[23] != 'Z') return false;
        var (year, month, day) = (Number(line[..4]), Number(line[5..7]), Number(line[8..10]));
        var (hour, minute, second, ms) = (Number(line[11..13]), Number(line[14..16]), Number(line[17..19]), Number(line[20..23]));
        if (year < 1 || month is < 1 or > 12 || day < 1 || hour is < 0 or > 23 || minute is < 0 or > 59 || second is < 0 or > 59 || ms < 0) return false;
        if (day > DateTime.DaysInMonth(year, month)) return false;
        time = new DateTime(year, month, day, hour, minute, second, ms, DateTimeKind.Utc);
        return true;
    }

    /// <summary>The number that all of <paramref name="digits"/> are; -1 when one is not a digit.</summary>
    private static int Number(ReadOnlySpan<byte> digits)
    {
        var number = 0;
        foreach (var digit in digits)
        {
            if (digit is < (byte)'0' or > (byte)'9') return -1;
            number = (number * 10) + digit - '0';
        }

        return number;
    }
}
