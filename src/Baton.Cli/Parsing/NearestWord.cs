namespace Baton.Cli.Parsing;

/// <summary>Finds what somebody may have meant.</summary>
internal static class NearestWord
{
    // Words typed by people are short; a long one is not worth a table.
    private const int MaxLength = 64;

    /// <summary>The candidate that needs the fewest changed letters, at most one in three; null when none is near.</summary>
    public static string? Of(string word, IEnumerable<string> candidates)
    {
        if (word.Length > MaxLength) return null;
        string? best = null;
        var fewest = Math.Max(1, word.Length / 3) + 1;
        foreach (var candidate in candidates)
        {
            var distance = Distance(word, candidate);
            if (distance < fewest) (best, fewest) = (candidate, distance);
        }

        return best;
    }

    // Letters to insert, remove, change or swap with their neighbour (optimal string alignment), with the last two rows kept.
    private static int Distance(string from, string to)
    {
        var (before, above, row) = (new int[to.Length + 1], new int[to.Length + 1], new int[to.Length + 1]);
        for (var j = 0; j <= to.Length; j++) above[j] = j;
        for (var i = 1; i <= from.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var change = above[j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1);
                row[j] = Math.Min(change, Math.Min(above[j], row[j - 1]) + 1);
                var isSwapped = i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1];
                if (isSwapped) row[j] = Math.Min(row[j], before[j - 2] + 1);
            }

            (before, above, row) = (above, row, before);
        }

        return above[to.Length];
    }
}
