namespace Baton.Core.Scheduling;

/// <summary>
/// A cron line: five fields (minute, hour, day of month, month, day of week) or a word as <c>@hourly</c>. Where both days are given, either is enough.
/// Compared by what it means.
/// </summary>
public sealed class CronLine : IEquatable<CronLine>
{
    private const int MostDays = 366 * 41;

    private static readonly Dictionary<string, string> Macros = new()
    {
        ["@hourly"] = "0 * * * *",
        ["@daily"] = "0 0 * * *",
        ["@midnight"] = "0 0 * * *",
        ["@weekly"] = "0 0 * * 0",
        ["@monthly"] = "0 0 1 * *",
        ["@yearly"] = "0 0 1 1 *",
        ["@annually"] = "0 0 1 1 *",
    };

    private readonly ulong _minutes, _hours, _days, _months, _weekdays;
    private readonly bool _isAnyDay, _isAnyWeekday;

    private CronLine(ulong[] fields, bool isAnyDay, bool isAnyWeekday, bool isInterval)
    {
        (_minutes, _hours, _days, _months) = (fields[0], fields[1], fields[2], fields[3]);
        _weekdays = (fields[4] | (fields[4] >> 7)) & 0x7f;
        (_isAnyDay, _isAnyWeekday, IsInterval) = (isAnyDay, isAnyWeekday, isInterval);
    }

    /// <summary>
    /// Its hour begins with <c>*</c>: it is meant every so often, and so it comes in both of two hours that a clock shows twice, and in none that the
    /// clock leaves out. Another line is meant once a day at that time: it comes once, and at the first minute after a time that is left out.
    /// </summary>
    public bool IsInterval { get; }

    /// <inheritdoc/>
    public bool Equals(CronLine? other) => other is not null
        && (_minutes, _hours, _days, _months, _weekdays).Equals((other._minutes, other._hours, other._days, other._months, other._weekdays))
        && (_isAnyDay, _isAnyWeekday, IsInterval).Equals((other._isAnyDay, other._isAnyWeekday, other.IsInterval));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as CronLine);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_minutes, _hours, _days, _months, _weekdays);

    /// <summary>Reads a line; null and why it is none, with what to write.</summary>
    public static CronLine? Parse(string text, out string? problem)
    {
        var line = text.Trim();
        if (line.StartsWith('@'))
        {
            if (!Macros.TryGetValue(line.ToLowerInvariant(), out var meant))
            {
                problem = line.Equals("@reboot", StringComparison.OrdinalIgnoreCase)
                    ? "\"@reboot\" is no time; a service with oneshot = true runs once with \"baton up\""
                    : $"there is no \"{line}\"; there are: {string.Join(", ", Macros.Keys)}";
                return null;
            }

            line = meant;
        }

        var parts = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length == 5) return OfFields(parts, out problem);
        problem = $"a cron line has five fields (minute, hour, day of month, month, day of week), as in \"30 4 * * MON\"; \"{text}\" has {parts.Length}";
        return null;
    }

    private static CronLine? OfFields(string[] parts, out string? problem)
    {
        CronField[] kinds = [CronField.Minute, CronField.Hour, CronField.Day, CronField.Month, CronField.Weekday];
        var fields = new ulong[5];
        for (var i = 0; i < 5; i++)
        {
            if (kinds[i].Parse(parts[i], out problem) is not { } bits) return null;
            fields[i] = bits;
        }

        var line = new CronLine(fields, parts[2].StartsWith('*'), parts[4].StartsWith('*'), parts[1].StartsWith('*'));
        problem = line.FirstDay(new DateOnly(2000, 1, 1)) is null ? "it never comes: no month that it names has that day" : null;
        return problem is null ? line : null;
    }

    /// <summary>The line holds at this minute of a calendar, whatever clock shows it.</summary>
    public bool Holds(DateTime local) => HoldsOn(DateOnly.FromDateTime(local)) && Has(_hours, local.Hour) && Has(_minutes, local.Minute);

    /// <summary>The first time strictly after an instant; null when that is beyond the calendar.</summary>
    /// <param name="after">The instant.</param>
    /// <param name="zone">Whose clock the line means.</param>
    public DateTimeOffset? Next(DateTimeOffset after, TimeZoneInfo zone)
    {
        // A day earlier, since a clock that is put back shows times of the day before again.
        var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(after, zone).DateTime).AddDays(-1);
        while (FirstDay(day) is { } found)
        {
            if (FirstOn(found, after, zone) is { } first)
            {
                // A clock that is put forward over midnight can bring a time of the next day before one of this day.
                return FirstDay(found.AddDays(1)) is { } following && following == found.AddDays(1) && FirstOn(following, after, zone) is { } other && other < first ? other : first;
            }

            if (found == DateOnly.MaxValue) return null;
            day = found.AddDays(1);
        }

        return null;
    }

    private DateTimeOffset? FirstOn(DateOnly day, DateTimeOffset after, TimeZoneInfo zone)
    {
        DateTimeOffset? first = null;
        for (var hour = 0; hour < 24; hour++)
        {
            // No clock is moved by more than a day; what is found two hours on cannot come earlier where none is moved.
            if (!Has(_hours, hour)) continue;
            for (var minute = 0; minute < 60; minute++)
            {
                if (!Has(_minutes, minute)) continue;
                var local = day.ToDateTime(new TimeOnly(hour, minute));
                if (first is { } known && local - known.DateTime > TimeSpan.FromHours(3)) return first;
                foreach (var instant in InstantsOf(local, zone))
                {
                    if (instant > after && (first is null || instant < first)) first = instant;
                }
            }
        }

        return first;
    }

    private IEnumerable<DateTimeOffset> InstantsOf(DateTime local, TimeZoneInfo zone)
    {
        if (zone.IsInvalidTime(local)) return IsInterval ? [] : [AfterGap(local, zone)];
        if (!zone.IsAmbiguousTime(local)) return [new DateTimeOffset(local, zone.GetUtcOffset(local))];
        var both = zone.GetAmbiguousTimeOffsets(local).Select(offset => new DateTimeOffset(local, offset)).Order();
        return IsInterval ? both : both.Take(1);
    }

    /// <summary>The first minute that the clock shows after a time that it leaves out.</summary>
    private static DateTimeOffset AfterGap(DateTime local, TimeZoneInfo zone)
    {
        do local = local.AddMinutes(1);
        while (zone.IsInvalidTime(local));
        return new DateTimeOffset(local, zone.GetUtcOffset(local));
    }

    private DateOnly? FirstDay(DateOnly from)
    {
        for (var i = 0; i < MostDays && from < DateOnly.MaxValue; i++, from = from.AddDays(1))
        {
            if (HoldsOn(from)) return from;
        }

        return null;
    }

    private bool HoldsOn(DateOnly day)
    {
        if (!Has(_months, day.Month)) return false;
        var (isDay, isWeekday) = (Has(_days, day.Day), Has(_weekdays, (int)day.DayOfWeek));
        return _isAnyDay || _isAnyWeekday ? isDay && isWeekday : isDay || isWeekday;
    }

    private static bool Has(ulong bits, int number) => (bits & (1UL << number)) != 0;
}
