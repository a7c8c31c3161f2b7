using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Baton.Manifest.Text;
using Baton.Manifest.Tree;

namespace Baton.Manifest.Json;

/// <summary>Builds the tree from the framework's tokens. An error of form leaves it as a <see cref="JsonException"/>.</summary>
internal sealed class JsonTree(SourceText source, Diagnostics diagnostics)
{
    private int _values;
    // What is read stands behind a key that is secret by its name: messages do not repeat it.
    private bool _isSecret;

    /// <summary>Why reading was given up although the form is right; null when it was not.</summary>
    public Diagnostic? Refusal { get; private set; }

    /// <summary>The root object; null, and a problem told, when the file holds something else.</summary>
    public TableNode? ReadRoot(ref Utf8JsonReader json)
    {
        json.Read();
        var root = ReadValue(ref json);
        // The next read refuses whatever follows the value.
        json.Read();
        if (root is TableNode table) return table;
        diagnostics.Add(root.Place, $"expected an object, found {root.Kind}");
        return null;
    }

    private Node ReadValue(ref Utf8JsonReader json)
    {
        var place = PlaceOf(ref json);
        if (json.CurrentDepth > Limits.MaxDepth) throw Refuse(place, Limits.TooDeep);
        // With all problems kept that are, going on is of no use either; the refusal then only counts as one more.
        if (++_values > Limits.MaxValues || diagnostics.IsFull) throw Refuse(place, Limits.TooManyValues);
        return json.TokenType switch
        {
            JsonTokenType.StartObject => ReadObject(ref json, place),
            JsonTokenType.StartArray => ReadArray(ref json, place),
            JsonTokenType.String => new StringNode(ReadText(ref json, place), place),
            JsonTokenType.Number => ReadNumber(ref json, place),
            JsonTokenType.True => new BooleanNode(true, place),
            JsonTokenType.False => new BooleanNode(false, place),
            JsonTokenType.Null => new NullNode(place),
            _ => throw new UnreachableException(),
        };
    }

    private TableNode ReadObject(ref Utf8JsonReader json, Place place)
    {
        var isSecret = _isSecret;
        var entries = new List<Entry>();
        var seen = new Dictionary<string, Place>(StringComparer.Ordinal);
        while (Next(ref json) && json.TokenType != JsonTokenType.EndObject)
        {
            var keyPlace = PlaceOf(ref json);
            var key = ReadText(ref json, keyPlace);
            Next(ref json);
            _isSecret = isSecret || SecretName.IsSecret(key);
            var value = ReadValue(ref json);
            _isSecret = isSecret;
            if (seen.TryAdd(key, keyPlace)) entries.Add(new Entry(key, keyPlace, value));
            else diagnostics.Add(keyPlace, $"key {Quoted.Text(key)} is defined twice (first at {seen[key].Line}:{seen[key].Column})");
        }

        return new TableNode([.. entries], place);
    }

    private ArrayNode ReadArray(ref Utf8JsonReader json, Place place)
    {
        var items = new List<Node>();
        while (Next(ref json) && json.TokenType != JsonTokenType.EndArray) items.Add(ReadValue(ref json));
        return new ArrayNode([.. items], place);
    }

    private Node ReadNumber(ref Utf8JsonReader json, Place place)
    {
        var text = json.ValueSpan;
        if (text.IndexOfAny((byte)'.', (byte)'e', (byte)'E') < 0)
        {
            if (json.TryGetInt64(out var whole)) return new IntegerNode(whole, place);
            diagnostics.Add(place, $"the integer {Shown(text)} is out of range ({long.MinValue} to {long.MaxValue})");
            return new IntegerNode(text[0] == '-' ? long.MinValue : long.MaxValue, place);
        }

        if (!json.TryGetDouble(out var value) || !double.IsFinite(value))
        {
            diagnostics.Add(place, $"the number {Shown(text)} is out of range");
        }

        return new FloatNode(value, place);
    }

    private string Shown(ReadOnlySpan<byte> text) => _isSecret ? Quoted.Hidden : Quoted.Text(text);

    private string ReadText(ref Utf8JsonReader json, Place place)
    {
        try
        {
            return json.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // The file is valid UTF-8, so only an escape can be wrong: half of a surrogate pair.
            diagnostics.Add(place, "the string holds half of a surrogate pair (\\uD800 to \\uDFFF without its other half)");
            return Encoding.UTF8.GetString(json.ValueSpan);
        }
    }

    /// <summary>The next token; the file is whole, so a missing one leaves as an error of form.</summary>
    private static bool Next(ref Utf8JsonReader json) => json.Read() ? true : throw new UnreachableException();

    private Place PlaceOf(ref Utf8JsonReader json) => source.PlaceOf(source.Start + (int)json.TokenStartIndex);

    private JsonException Refuse(Place place, string message)
    {
        Refusal = new Diagnostic(place, message);
        return new JsonException(message);
    }
}
