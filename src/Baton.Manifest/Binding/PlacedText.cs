using Baton.Manifest.Tree;

namespace Baton.Manifest.Binding;

/// <summary>Text and where it stands.</summary>
public readonly record struct PlacedText(string Text, Place Place)
{
    /// <summary>The text.</summary>
    public override string ToString() => Text;
}
