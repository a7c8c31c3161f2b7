using System.Globalization;
using Baton.Control.Problems;
using Microsoft.AspNetCore.Http;

namespace Baton.Control.Routing;

/// <summary>
/// Reads the parameters of the robot's API as its clients know it: those that are not known are left alone, of one that is given more than
/// once the last counts, and one that cannot be read is refused.
/// </summary>
internal static class RobotQuery
{
    /// <summary>A parameter that is yes or no; no when it is absent.</summary>
    public static bool Flag(HttpRequest request, string name) => Last(request, name)?.ToLowerInvariant() switch
    {
        null or "false" or "0" or "no" or "off" => false,
        "true" or "1" or "yes" or "on" => true,
        _ => throw ProblemException.Invalid($"query parameter \"{name}\" must be true, false, 1, 0, yes, no, on or off"),
    };

    /// <summary>A whole number from <paramref name="min"/> to <paramref name="max"/>.</summary>
    public static int Number(HttpRequest request, string name, int min, int max, int otherwise)
    {
        if (Last(request, name) is not { } text) return otherwise;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max) return number;
        throw ProblemException.Invalid($"query parameter \"{name}\" must be a whole number from {min} to {max}");
    }

    private static string? Last(HttpRequest request, string name) => request.Query[name] is { Count: > 0 } values ? values[^1] : null;
}
