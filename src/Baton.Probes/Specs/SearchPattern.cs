using System.Text.RegularExpressions;

namespace Baton.Probes.Specs;

/// <summary>The regular expressions of probes: of the kind that needs no backtracking, so that no text makes them slow beyond measure.</summary>
internal static class SearchPattern
{
    // Of the machines that such patterns make, a few need a second for a text: one that does is told, and does not count as found.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <exception cref="ArgumentException">It is no regular expression.</exception>
    /// <exception cref="NotSupportedException">It is one that cannot be searched without backtracking, or not in bounded memory.</exception>
    public static Regex Of(string pattern) => new(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, Patience);

    /// <summary>What is wrong with a pattern, for a problem of its field; null when nothing is.</summary>
    public static string? ProblemOf(string pattern)
    {
        if (pattern.Length is 0 or > ProbeSpec.LogLine.LongestPattern) return $"must be 1 to {ProbeSpec.LogLine.LongestPattern}, and is {pattern.Length} characters long";
        try
        {
            _ = Of(pattern);
            return null;
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return $"is not a regular expression that can be used: {e.Message}";
        }
    }
}
