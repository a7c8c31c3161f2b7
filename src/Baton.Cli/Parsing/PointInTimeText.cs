using System.Globalization;

namespace Baton.Cli.Parsing;

/// <summary>Times as people type them.</summary>
internal static class PointInTimeText
{
    private static readonly string[] WithZone = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", "yyyy-MM-dd HH:mm:ss.FFFFFFFzzz", "yyyy-MM-dd HH:mm:ss.FFFFFFF'Z'"];
    private static readonly string[] WithoutZone = ["yyyy-MM-dd", "yyyy-MM-dd HH:mm", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd HH:mm:ss.FFFFFFF", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF"];

    /// <summary>The time that a text means; null when it means none.</summary>
    public static DateTimeOffset? Read(string text, TimeProvider time)
    {
        if (DateTimeOffset.TryParseExact(text, WithZone, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var zoned)) return zoned;
        if (DateTime.TryParseExact(text, WithoutZone, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local) && local.Year is > 1 and < 9999)
            return new DateTimeOffset(local, time.LocalTimeZone.GetUtcOffset(local));
        return Span(text) is { } ago ? time.GetUtcNow() - ago : null;
    }

    /// <summary>The span that a text means, as <c>90s</c>, <c>10m</c>, <c>2h</c>, <c>3d</c>; null when it means none.</summary>
    public static TimeSpan? Span(string text)
    {
        const long mostSeconds = 50L * 366 * 86_400;
        if (text.Length < 2 || !long.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return null;
        long? unit = text[^1] switch { 's' => 1, 'm' => 60, 'h' => 3600, 'd' => 86_400, _ => null };
        return unit is { } seconds && number <= mostSeconds / seconds ? TimeSpan.FromSeconds(number * seconds) : null;
    }
}
