using Baton.Manifest.Tree;

namespace Baton.Manifest.Binding;

/// <summary>An entry of a map of text, and where its key and its value stand.</summary>
public sealed record PlacedEntry(string Key, string Text, Place KeyPlace, Place Place);
