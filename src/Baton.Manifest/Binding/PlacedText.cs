using Baton.Manifest.Tree;

namespace Baton.Manifest.Binding;

/// <summary>Text and where it stands.</summary>
public sealed record PlacedText(string Text, Place Place)
{
    /// <summary>The text.</summary>
    public override string ToString() => Text;

    /// <summary>The texts, each once, in their order.</summary>
    public static IReadOnlyList<string> Distinct(IReadOnlyList<PlacedText> items)
    {
        if (items.Count == 0) return [];
        if (items.Count > 8) return items.Select(item => item.Text).Distinct().ToArray();
        var texts = new List<string>(items.Count);
        // Short as nearly all such lists are: looking through is cheaper than an index.
        for (var i = 0; i < items.Count; i++)
        {
            if (!texts.Contains(items[i].Text)) texts.Add(items[i].Text);
        }

        return texts;
    }
}
