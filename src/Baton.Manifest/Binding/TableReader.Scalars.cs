using Baton.Manifest.Text;
using Baton.Manifest.Tree;

namespace Baton.Manifest.Binding;

/// <content>Text, booleans and words.</content>
public sealed partial class TableReader
{
    /// <summary>Text that must be there and must not be empty. NUL is refused: no path, argument or variable can hold it.</summary>
    /// <returns>The text; empty when a problem was told.</returns>
    public string RequiredString(string key)
    {
        if (OptionalString(key) is { } text) return text;
        if (!Has(key)) ReportMissing(key);
        return "";
    }

    /// <summary>Text that may be missing. NUL is refused, and so is empty text unless allowed.</summary>
    /// <returns>The text; null when the key is missing or a problem was told.</returns>
    public string? OptionalString(string key, bool allowEmpty = false) =>
        Ask(key) is { } value ? TextOf(value, "a string", allowEmpty) : null;

    /// <summary>True when the key is there and null, as JSON can say "none" with. It counts as asking for it.</summary>
    public bool IsNull(string key) => Ask(key) is NullNode;

    /// <summary>true or false; nothing else means either.</summary>
    public bool Boolean(string key, bool defaultValue) => OptionalBoolean(key) ?? defaultValue;

    /// <summary>true or false; null when the key is missing or a problem was told.</summary>
    public bool? OptionalBoolean(string key)
    {
        var value = Ask(key);
        if (value is null or BooleanNode) return (value as BooleanNode)?.Value;
        ReportType(value, "a boolean (true or false)");
        return null;
    }

    /// <summary>One word of a closed set, written exactly.</summary>
    /// <returns>The word; null when the key is missing or a problem was told.</returns>
    // No meanings beside the words: a generic method over another assembly's enum is compiled anew in every process.
    public string? Word(string key, params string[] words)
    {
        if (Ask(key) is not { } value || TextOf(value, "a string", allowEmpty: true) is not { } text) return null;
        if (Array.IndexOf(words, text) >= 0) return text;
        var expected = string.Join(", ", words.Select(word => $"\"{word}\""));
        Diagnostics.Add(value.Place, $"expected one of {expected}, found {Quoted.Text(text)}{NearestWord.Hint(text, words)}");
        return null;
    }

    private string? TextOf(Node value, string expected, bool allowEmpty, bool isLiteral = false)
    {
        if (value is not StringNode { Value: var text })
        {
            ReportType(value, expected);
            return null;
        }

        var problem = text.Contains('\0') ? "the string must not hold NUL"
            : text.Length == 0 && !allowEmpty ? "the string must not be empty"
            : null;
        if (problem is not null)
        {
            Diagnostics.Add(value.Place, problem);
            return null;
        }

        return Interpolation is null || isLiteral ? text : Interpolated(value, text, allowEmpty);
    }

    private string? Interpolated(Node value, string text, bool allowEmpty)
    {
        var result = Interpolation!.Apply(text, out var problem);
        if (result is { Length: 0 } && !allowEmpty && text.Length > 0) problem = $"{Quoted.Text(text)} is empty: what it names holds nothing";
        if (problem is null) return result;
        Diagnostics.Add(value.Place, problem);
        return null;
    }
}
