namespace Baton.Manifest.Binding;

/// <summary>Finds the word that somebody probably meant.</summary>
public static class NearestWord
{
    /// <summary>Longest word that is compared; nobody mistypes longer ones by a letter or two.</summary>
    private const int Longest = 64;

    /// <summary>
    /// The candidate with the fewest changes (a letter added, left out, replaced, or two neighbours swapped; case counts as no change),
    /// the first of equals; null when none is near: up to 3 changes, and no more than a third of the longer word, but at least 1.
    /// </summary>
    public static string? Of(string word, IEnumerable<string> candidates)
    {
        if (word.Length is 0 or > Longest) return null;
        string? nearest = null;
        var fewest = int.MaxValue;
        foreach (var candidate in candidates)
        {
            if (candidate.Length is 0 or > Longest) continue;
            var allowed = Math.Min(3, Math.Max(1, Math.Max(word.Length, candidate.Length) / 3));
            if (Math.Abs(word.Length - candidate.Length) > allowed) continue;
            var changes = Changes(word.ToUpperInvariant(), candidate.ToUpperInvariant());
            if (changes <= allowed && changes < fewest) (nearest, fewest) = (candidate, changes);
        }

        return nearest;
    }

    /// <summary><c>; did you mean "word"?</c>, or nothing when none is near.</summary>
    public static string Hint(string word, IEnumerable<string> candidates) =>
        Of(word, candidates) is { } nearest ? $"; did you mean \"{nearest}\"?" : "";

    /// <summary>The Damerau-Levenshtein distance in which no part is changed twice.</summary>
    private static int Changes(string from, string to)
    {
        Span<int> beforeLast = stackalloc int[to.Length + 1];
        Span<int> last = stackalloc int[to.Length + 1];
        Span<int> row = stackalloc int[to.Length + 1];
        for (var j = 0; j <= to.Length; j++) row[j] = j;
        for (var i = 1; i <= from.Length; i++)
        {
            last.CopyTo(beforeLast);
            row.CopyTo(last);
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var replace = last[j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1);
                row[j] = Math.Min(replace, Math.Min(last[j], row[j - 1]) + 1);
                var isSwap = i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1];
                if (isSwap) row[j] = Math.Min(row[j], beforeLast[j - 2] + 1);
            }
        }

        return row[to.Length];
    }
}
