using System.Globalization;
using System.Text;
using Baton.Manifest.Tree;

namespace Baton.Manifest.Toml;

/// <summary>Reads dates and times as RFC 3339 has them.</summary>
internal static class TomlDates
{
    private const string Forms = "YYYY-MM-DD, HH:MM:SS or YYYY-MM-DDTHH:MM:SS[Z|+HH:MM]";

    /// <summary>Reads a whole word; null after an error of form.</summary>
    public static DateTimeNode? Read(TomlCursor cursor, ReadOnlySpan<byte> word, Place place)
    {
        var rest = word;
        string? problem = null;
        if (ReadParts(ref rest, ref problem) is not { } type || !rest.IsEmpty)
        {
            cursor.Fail(place, $"{cursor.Shown(word)} is not a date or time; expected {Forms}");
            return null;
        }

        if (problem is not null) cursor.Report(place, $"{cursor.Shown(word)} does not exist: {problem}");
        return new DateTimeNode(type, Encoding.ASCII.GetString(word).ToUpperInvariant().Replace(' ', 'T'), place);
    }

    private static DateTimeType? ReadParts(ref ReadOnlySpan<byte> rest, ref string? problem)
    {
        var hasDate = rest.Length > 4 && rest[4] == '-';
        if (hasDate)
        {
            if (!ReadDate(ref rest, ref problem)) return null;
            if (rest.IsEmpty) return DateTimeType.LocalDate;
            if (!Skip(ref rest, (byte)'T') && !Skip(ref rest, (byte)'t') && !Skip(ref rest, (byte)' ')) return null;
        }

        if (!ReadTime(ref rest, ref problem)) return null;
        if (rest.IsEmpty) return hasDate ? DateTimeType.LocalDateTime : DateTimeType.LocalTime;
        return hasDate && ReadOffset(ref rest, ref problem) ? DateTimeType.OffsetDateTime : null;
    }

    private static bool ReadDate(ref ReadOnlySpan<byte> rest, ref string? problem)
    {
        if (!Number(ref rest, 4, out var year) || !Skip(ref rest, (byte)'-') || !Number(ref rest, 2, out var month)) return false;
        if (!Skip(ref rest, (byte)'-') || !Number(ref rest, 2, out var day)) return false;
        Check(ref problem, "month", month, 1, 12);
        // The calendar repeats after 400 years; RFC 3339 has a year 0, which DateTime lacks.
        if (problem is null) Check(ref problem, "day", day, 1, DateTime.DaysInMonth(2000 + (year % 400), month));
        return true;
    }

    private static bool ReadTime(ref ReadOnlySpan<byte> rest, ref string? problem)
    {
        if (!Number(ref rest, 2, out var hour) || !Skip(ref rest, (byte)':') || !Number(ref rest, 2, out var minute)) return false;
        if (!Skip(ref rest, (byte)':') || !Number(ref rest, 2, out var second)) return false;
        Check(ref problem, "hour", hour, 0, 23);
        Check(ref problem, "minute", minute, 0, 59);
        // 60 is a leap second; which days have one is not known ahead.
        Check(ref problem, "second", second, 0, 60);
        if (!Skip(ref rest, (byte)'.')) return true;
        var length = 0;
        while (length < rest.Length && TomlBytes.IsDigit(rest[length])) length++;
        rest = rest[length..];
        return length > 0;
    }

    private static bool ReadOffset(ref ReadOnlySpan<byte> rest, ref string? problem)
    {
        if (Skip(ref rest, (byte)'Z') || Skip(ref rest, (byte)'z')) return true;
        if (!Skip(ref rest, (byte)'+') && !Skip(ref rest, (byte)'-')) return false;
        if (!Number(ref rest, 2, out var hours) || !Skip(ref rest, (byte)':') || !Number(ref rest, 2, out var minutes)) return false;
        Check(ref problem, "offset's hour", hours, 0, 23);
        Check(ref problem, "offset's minute", minutes, 0, 59);
        return true;
    }

    private static void Check(ref string? problem, string what, int value, int min, int max)
    {
        if (value >= min && value <= max) return;
        problem ??= string.Create(CultureInfo.InvariantCulture, $"the {what} must be {min} to {max}");
    }

    private static bool Skip(ref ReadOnlySpan<byte> rest, byte expected)
    {
        if (rest.IsEmpty || rest[0] != expected) return false;
        rest = rest[1..];
        return true;
    }

    private static bool Number(ref ReadOnlySpan<byte> rest, int digits, out int value)
    {
        value = 0;
        if (rest.Length < digits) return false;
        foreach (var b in rest[..digits])
        {
            if (!TomlBytes.IsDigit(b)) return false;
            value = (value * 10) + (b - '0');
        }

        rest = rest[digits..];
        return true;
    }
}
