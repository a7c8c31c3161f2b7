using System.Globalization;

namespace Baton.Core.Scheduling;

/// <summary>One of the five fields of a cron line: which numbers it takes, as bits.</summary>
/// <param name="Name">As people call it, for messages.</param>
/// <param name="Min">Lowest number.</param>
/// <param name="Max">Highest number, at most 63.</param>
/// <param name="Words">Words for the numbers from <paramref name="Min"/> on; none where there are none.</param>
internal sealed record CronField(string Name, int Min, int Max, params string[] Words)
{
    public static readonly CronField Minute = new("minute", 0, 59);
    public static readonly CronField Hour = new("hour", 0, 23);
    public static readonly CronField Day = new("day of month", 1, 31);
    public static readonly CronField Month = new("month", 1, 12, "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");

    /// <summary>0 and 7 are both Sunday.</summary>
    public static readonly CronField Weekday = new("day of week", 0, 7, "SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");

    /// <summary>The bits of a field; null and why it is none.</summary>
    public ulong? Parse(string text, out string? problem)
    {
        problem = null;
        ulong all = 0;
        foreach (var part in text.Split(','))
        {
            if (Part(part, out problem) is not { } bits) return null;
            all |= bits;
        }

        return all;
    }

    private ulong? Part(string part, out string? problem)
    {
        var (range, step) = part.Split('/', 2) is [var head, var tail] ? (head, tail) : (part, null);
        var by = 1;
        if (step is not null && !(int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out by) && by >= 1 && by <= Max))
            return Fail($"the step of \"{part}\" must be a number from 1 to {Max}", out problem);
        if (Range(range, out problem) is not (var first, var last)) return null;
        if (first > last) return Fail($"the range \"{range}\" runs backwards; write \"{range.Split('-')[0]}-{Max},{Min}-{range.Split('-')[^1]}\"", out problem);
        if (step is not null && range != "*" && !range.Contains('-', StringComparison.Ordinal))
            return Fail($"\"{part}\" is a step without a range; write \"{range}-{Max}/{step}\"", out problem);
        ulong bits = 0;
        for (var number = first; number <= last; number += by) bits |= 1UL << number;
        return bits;
    }

    private (int First, int Last)? Range(string range, out string? problem)
    {
        problem = null;
        if (range == "*") return (Min, Max);
        var ends = range.Split('-');
        if (ends.Length <= 2 && NumberOf(ends[0]) is { } first && NumberOf(ends[^1]) is { } last) return (first, last);
        var words = Words.Length > 0 ? $" or {Words[0]} to {Words[^1]}" : "";
        problem = $"the {Name} \"{range}\" must be *, a number from {Min} to {Max}{words}, or a range of these";
        return null;
    }

    private int? NumberOf(string text)
    {
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return number >= Min && number <= Max ? number : null;
        var word = Array.FindIndex(Words, word => word.Equals(text, StringComparison.OrdinalIgnoreCase));
        return word < 0 ? null : Min + word;
    }

    private static ulong? Fail(string why, out string? problem)
    {
        problem = why;
        return null;
    }
}
