namespace Baton.Manifest.Binding;

/// <summary>A table of an array that carries its name inside.</summary>
/// <param name="Name">The name, with its place; empty when it has none that can be used, and that was told.</param>
/// <param name="Table">To bind the table with.</param>
public sealed record NamedItem(PlacedText Name, TableReader Table);
