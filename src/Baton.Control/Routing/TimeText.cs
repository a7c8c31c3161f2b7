using System.Globalization;

namespace Baton.Control.Routing;

/// <summary>Times as parameters of a query.</summary>
internal static class TimeText
{
    private static readonly string[] Forms = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'"];

    /// <summary>The time (UTC) that a text means; null when it means none.</summary>
    public static DateTime? Read(string text, DateTimeOffset now)
    {
        if (DateTimeOffset.TryParseExact(text, Forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)) return time.UtcDateTime;
        if (text.Length < 2 || !long.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return null;
        long? unit = text[^1] switch { 's' => 1, 'm' => 60, 'h' => 3600, 'd' => 86_400, _ => null };
        // Further back than the calendar is as far back as it goes.
        return unit is not { } seconds ? null : number < now.ToUnixTimeSeconds() / seconds ? now.UtcDateTime.AddSeconds(-number * seconds) : DateTime.UnixEpoch;
    }
}
