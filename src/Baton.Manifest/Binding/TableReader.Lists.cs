using Baton.Manifest.Text;
using Baton.Manifest.Tree;

namespace Baton.Manifest.Binding;

/// <content>Lists and maps of text.</content>
public sealed partial class TableReader
{
    /// <summary>An array of strings, none empty unless allowed; each wrong item is told.</summary>
    /// <returns>The good items in order; empty when the key is missing.</returns>
    public IReadOnlyList<PlacedText> StringList(string key, bool allowEmptyItems = false)
    {
        var value = Ask(key);
        if (value is null) return [];
        if (value is ArrayNode array) return ItemsOf(array, allowEmptyItems);
        ReportType(value, "an array of strings");
        return [];
    }

    /// <summary>A table whose values are all strings; they may be empty, each wrong one is told.</summary>
    /// <returns>The good entries in the order of the file; empty when the key is missing.</returns>
    public IReadOnlyList<PlacedEntry> StringMap(string key)
    {
        var value = Ask(key);
        if (value is null) return [];
        if (value is not TableNode table)
        {
            ReportType(value, "a table of strings");
            return [];
        }

        var entries = new List<PlacedEntry>(table.Entries.Count);
        foreach (var entry in table.Entries)
        {
            if (entry.Key.Length == 0 || entry.Key.Contains('\0')) Diagnostics.Add(entry.KeyPlace, "the key must not be empty or hold NUL");
            else if (TextOf(entry.Value, $"a string for {Quoted.Text(entry.Key)}", allowEmpty: true) is { } text)
            {
                entries.Add(new PlacedEntry(entry.Key, text, entry.KeyPlace, entry.Value.Place));
            }
        }

        return entries;
    }

    /// <summary>true or false, or an array of strings.</summary>
    /// <returns>One of the two; neither when the key is missing or a problem was told.</returns>
    public (bool? IsTrue, IReadOnlyList<PlacedText>? Items) BooleanOrList(string key)
    {
        var value = Ask(key);
        if (value is BooleanNode boolean) return (boolean.Value, null);
        if (value is ArrayNode array) return (null, ItemsOf(array, allowEmptyItems: false));
        if (value is not null) ReportType(value, "true, false or an array of strings");
        return default;
    }

    /// <summary>Text, or an array of strings that is not empty; as commands are written.</summary>
    /// <param name="key">The key.</param>
    /// <param name="isTextLiteral">Nothing is put into text; it is into the items of an array.</param>
    /// <returns>Null when the key is missing or a problem was told.</returns>
    public TextOrList? StringOrList(string key, bool isTextLiteral = false)
    {
        var value = Ask(key);
        switch (value)
        {
            case null:
                return null;
            case ArrayNode { Items.Count: 0 }:
                Diagnostics.Add(value.Place, "the array must not be empty");
                return null;
            case ArrayNode array:
                return TextsOf(array) is { } texts ? new TextOrList(null, texts, array.Place) : null;
            default:
                var text = TextOf(value, "a string or an array of strings", allowEmpty: false, isTextLiteral);
                return text is null ? null : new TextOrList(text, null, value.Place);
        }
    }

    /// <summary>The items, which may be empty; null when one is wrong, and each of those was told.</summary>
    private string[]? TextsOf(ArrayNode array)
    {
        var texts = new string[array.Items.Count];
        var isGood = true;
        for (var i = 0; i < texts.Length; i++)
        {
            if (TextOf(array.Items[i], "a string", allowEmpty: true) is { } text) texts[i] = text;
            else isGood = false;
        }

        return isGood ? texts : null;
    }

    private List<PlacedText> ItemsOf(ArrayNode array, bool allowEmptyItems)
    {
        var items = new List<PlacedText>(array.Items.Count);
        foreach (var item in array.Items)
        {
            if (TextOf(item, "a string", allowEmptyItems) is { } text) items.Add(new PlacedText(text, item.Place));
        }

        return items;
    }
}
