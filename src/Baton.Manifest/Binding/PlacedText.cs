using Baton.Manifest.Tree;

namespace Baton.Manifest.Binding;

/// <summary>Text and where it stands.</summary>
public sealed record PlacedText(string Text, Place Place)
{
    /// <summary>The text.</summary>
    public override string ToString() => Text;
}
