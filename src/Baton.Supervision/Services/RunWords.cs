using System.Globalization;

namespace Baton.Supervision.Services;

/// <summary>The number of a run in the details of notices, written and read in one place.</summary>
public static class RunWords
{
    private const string Run = "run ";

    /// <summary>The run that a detail of <c>starting</c> begins with; null when it names none.</summary>
    public static int? Read(string? detail)
    {
        if (detail is null || !detail.StartsWith(Run, StringComparison.Ordinal)) return null;
        var end = detail.IndexOf(';', StringComparison.Ordinal);
        return int.TryParse(detail.AsSpan(Run.Length, (end < 0 ? detail.Length : end) - Run.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var run) ? run : null;
    }

    /// <summary>Why a service is in its state; where a run begins, which one.</summary>
    internal static string? With(Service s, string? reason) => s.Phase != Phase.Starting ? reason
        : reason is null ? string.Create(CultureInfo.InvariantCulture, $"{Run}{s.Run}") : string.Create(CultureInfo.InvariantCulture, $"{Run}{s.Run}; {reason}");
}
