using Baton.Manifest.Tree;

namespace Baton.Manifest.Binding;

/// <summary>A table under a name that people chose.</summary>
/// <param name="Entry">The name, with its place, and the table.</param>
/// <param name="Table">To bind the table with.</param>
public sealed record NamedTable(Entry Entry, TableReader Table)
{
    /// <summary>The name.</summary>
    public string Name => Entry.Key;
}
