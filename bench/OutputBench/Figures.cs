using System.Globalization;

namespace Baton.OutputBench;

/// <summary>Figures as the bench prints them.</summary>
internal static class Figures
{
    /// <summary>The median, then all in order.</summary>
    public static string Show(IReadOnlyList<double> figures)
    {
        var sorted = figures.Order().ToList();
        return string.Create(CultureInfo.InvariantCulture, $"{sorted[sorted.Count / 2]:F0} ({string.Join(' ', sorted.Select(f => f.ToString("F0", CultureInfo.InvariantCulture)))})");
    }
}
