using System.Globalization;

namespace Baton.Cli.Parsing;

/// <summary>Options that several commands share, and how their values are read.</summary>
internal static class CommonOptions
{
    /// <summary>The longest wait, in seconds.</summary>
    public const double MaxTimeout = 3600;

    public static readonly OptionShape Help = new("--help", "Show this text", Letter: 'h');
    public static readonly OptionShape State = new("--state", "State directory of the daemon; else .baton here or in the nearest folder above", "DIR");
    public static readonly OptionShape Format = new("--output", "How to print: table (default) or json", "FORMAT", 'o');
    public static readonly OptionShape Only = new("--only", "Leave running what depends on them");
    public static readonly OptionShape Timeout = new("--timeout", "How long to wait, in seconds (default 300, at most 3600); the act goes on", "SECONDS");

    /// <summary>True when JSON is wanted.</summary>
    public static bool WantsJson(ParsedLine line) => line.Value(Format) switch
    {
        null or "table" => false,
        "json" => true,
        var other => throw CommandException.Usage($"option --output is \"table\" or \"json\", not \"{other}\""),
    };

    /// <summary>Seconds to wait; null when not said.</summary>
    public static double? TimeoutSeconds(ParsedLine line) => TimeoutSeconds(line, Timeout);

    /// <summary>The same of an option with another text.</summary>
    public static double? TimeoutSeconds(ParsedLine line, OptionShape option)
    {
        if (line.Value(option) is not { } text) return null;
        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and <= MaxTimeout)
            return seconds;
        throw CommandException.Usage($"option --timeout is a number of seconds above 0, at most 3600, not \"{text}\"");
    }

    /// <summary>A whole number from <paramref name="min"/> to <paramref name="max"/>; null when not said.</summary>
    public static int? WholeNumber(ParsedLine line, OptionShape option, int min, int max)
    {
        if (line.Value(option) is not { } text) return null;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max) return number;
        throw CommandException.Usage(string.Create(CultureInfo.InvariantCulture, $"option {option.Name} is a whole number from {min} to {max}, not \"{text}\""));
    }

    /// <summary>A span of time above 0; null when not said.</summary>
    public static TimeSpan? Span(ParsedLine line, OptionShape option)
    {
        if (line.Value(option) is not { } text) return null;
        return PointInTimeText.Span(text) is { } span && span > TimeSpan.Zero ? span : throw CommandException.Usage($"option {option.Name} is a time as 90s, 10m, 2h or 3d, not \"{text}\"");
    }

    /// <summary>A time: with its zone as in RFC 3339, without it where the user is, or how long ago; null when not said.</summary>
    public static DateTimeOffset? PointInTime(ParsedLine line, OptionShape option, TimeProvider time)
    {
        if (line.Value(option) is not { } text) return null;
        return PointInTimeText.Read(text, time) ?? throw CommandException.Usage(
            $"option {option.Name} is a time as 2026-11-21T12:00:00Z, \"2026-11-21 12:00\" or 2026-11-21, or how long ago as 90s, 10m, 2h or 3d, not \"{text}\"");
    }
}
