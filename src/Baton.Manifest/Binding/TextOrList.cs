using Baton.Manifest.Tree;

namespace Baton.Manifest.Binding;

/// <summary>What was written either as text or as a list; exactly one of the two is there.</summary>
/// <param name="Text">The text; null when a list was written.</param>
/// <param name="Items">The list, at least one item; null when text was written.</param>
/// <param name="Place">Where it stands.</param>
public sealed record TextOrList(string? Text, IReadOnlyList<string>? Items, Place Place);
