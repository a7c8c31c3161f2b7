namespace Baton.Manifest.Tree;

/// <summary>Lays one table over another. Pure; every value keeps the place it was written at.</summary>
public static class TableMerge
{
    /// <summary>
    /// The entries of <paramref name="below"/> in their order, then those that only <paramref name="above"/> has. Where both have one, two
    /// tables are laid over each other in turn, and anything else of <paramref name="above"/> takes the other's place, arrays too.
    /// </summary>
    public static TableNode Over(TableNode below, TableNode above)
    {
        var entries = new List<Entry>(below.Entries.Count + above.Entries.Count);
        var indexByKey = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var entry in below.Entries)
        {
            indexByKey[entry.Key] = entries.Count;
            entries.Add(entry);
        }

        foreach (var entry in above.Entries)
        {
            if (!indexByKey.TryGetValue(entry.Key, out var index)) entries.Add(entry);
            else if (entry.Value is TableNode upper && entries[index].Value is TableNode lower) entries[index] = entries[index] with { Value = Over(lower, upper) };
            else entries[index] = entry;
        }

        return new TableNode(entries, below.Place);
    }
}
