using System.Globalization;

namespace Baton.Cli.Output;

/// <summary>Points in time as people read them where they are.</summary>
internal static class LocalTime
{
    /// <summary><c>12:03:07</c>, and with the date when that is not today's: <c>2026-11-20 12:03:07</c>.</summary>
    public static string Of(DateTimeOffset at, TimeProvider time)
    {
        var here = TimeZoneInfo.ConvertTime(at, time.LocalTimeZone);
        return here.ToString(here.Date == time.GetLocalNow().Date ? "HH:mm:ss" : "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
    }
}
