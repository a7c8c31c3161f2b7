using System.Globalization;

namespace Baton.Cli.Output;

/// <summary>Numbers as people read them: short, with units.</summary>
internal static class Figures
{
    /// <summary>A span in its two greatest units, <c>2m 3s</c>; a negative one (clocks differ) is <c>0s</c>.</summary>
    public static string Age(TimeSpan span)
    {
        if (span < TimeSpan.Zero) span = TimeSpan.Zero;
        if (span.TotalMinutes < 1) return Text($"{span.Seconds}s");
        if (span.TotalHours < 1) return Text($"{span.Minutes}m {span.Seconds}s");
        return span.TotalDays < 1 ? Text($"{span.Hours}h {span.Minutes}m") : Text($"{span.Days}d {span.Hours}h");
    }

    /// <summary>Bytes with a binary unit, <c>12.3M</c>; below 1 KiB as they are.</summary>
    public static string Bytes(long bytes)
    {
        const string units = "KMGTPE";
        if (bytes < 1024) return Text($"{bytes}");
        double value = bytes;
        var unit = -1;
        // 1023.95 would print as 1024.0: the limit is where rounding reaches the next unit.
        while (value >= 1023.95)
        {
            value /= 1024;
            unit++;
        }

        return unit < 0 ? Text($"{value / 1024:0.0}K") : Text($"{value:0.0}{units[unit]}");
    }

    /// <summary>Percent of one processor, <c>0.3%</c>.</summary>
    public static string Percent(double percent) => Text($"{percent:0.0}%");

    /// <summary>A number.</summary>
    public static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Text(ref System.Runtime.CompilerServices.DefaultInterpolatedStringHandler text) =>
        string.Create(CultureInfo.InvariantCulture, ref text);
}
