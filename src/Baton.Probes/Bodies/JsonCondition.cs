using System.Text.Json;
using Baton.Core;

namespace Baton.Probes.Bodies;

/// <summary>
/// What one value of a JSON text must be: <c>$.status == "ok"</c>, <c>$.queue.length &lt; 100</c>, or only that it is there:
/// <c>$.version</c>. Compared with <c>==</c> and <c>!=</c> are texts, numbers, true, false and null; with <c>&lt;</c>, <c>&lt;=</c>,
/// <c>&gt;</c> and <c>&gt;=</c> numbers alone. Values of different kinds are not equal, whatever they look like.
/// </summary>
internal sealed class JsonCondition
{
    /// <summary>Most characters: 1,000.</summary>
    public const int Longest = 1000;

    private const int LongestShown = 100;

    private static readonly string[] Operators = ["==", "!=", "<=", ">=", "<", ">"];

    private readonly JsonPath _path;
    private readonly string _pathText;
    private readonly string? _operator;
    private readonly JsonElement _wanted;

    private JsonCondition(string text)
    {
        if (text.Length is 0 or > Longest) throw new FormatException($"it must be 1 to {Longest} characters long");
        _path = JsonPath.Parse(text, out var length);
        _pathText = text[..length];
        var rest = text.AsSpan(length).Trim();
        if (rest.IsEmpty) return;
        var at = text.Length - text.AsSpan(length).TrimStart().Length;
        _operator = Array.Find(Operators, o => text.AsSpan(at).StartsWith(o)) ?? throw JsonPath.Wrong(at, "after the path comes ==, !=, <, <=, > or >=, or nothing");
        _wanted = Literal(text[(at + _operator.Length)..], at + _operator.Length);
        if (_operator[0] is '<' or '>' && _wanted.ValueKind != JsonValueKind.Number) throw JsonPath.Wrong(at, $"\"{_operator}\" compares with a number");
    }

    /// <exception cref="FormatException">It is none; the message says where.</exception>
    public static JsonCondition Parse(string text) => new(text);

    /// <summary>What is wrong with a text; null when it holds.</summary>
    public string? ProblemOf(ReadOnlyMemory<byte> text)
    {
        try
        {
            // Some programs write a byte order mark, which JSON does not know.
            using var document = JsonDocument.Parse(text.Span.StartsWith("\uFEFF"u8) ? text[3..] : text);
            return _path.Find(document.RootElement, out var problem) is { } found ? ProblemOf(found) : problem;
        }
        catch (JsonException e)
        {
            return $"its body is not JSON: {e.Message}";
        }
        catch (InvalidOperationException e)
        {
            // A text with half a surrogate pair cannot be read.
            return $"{_pathText} cannot be read: {e.Message}";
        }
    }

    private string? ProblemOf(JsonElement found) => _operator switch
    {
        null => null,
        "==" => AreEqual(found, _wanted) ? null : $"{_pathText} is {Shown(found)}, not {Shown(_wanted)}",
        "!=" => AreEqual(found, _wanted) ? $"{_pathText} is {Shown(found)}" : null,
        _ when found.ValueKind != JsonValueKind.Number => $"{_pathText} is {Shown(found)}, which is no number",
        _ => Holds(Compare(found, _wanted)) ? null : $"{_pathText} is {Shown(found)}, not {_operator} {Shown(_wanted)}",
    };

    private bool Holds(int order) => _operator switch
    {
        "<" => order < 0,
        "<=" => order <= 0,
        ">" => order > 0,
        _ => order >= 0,
    };

    private static bool AreEqual(JsonElement one, JsonElement other) => one.ValueKind == other.ValueKind && one.ValueKind switch
    {
        JsonValueKind.Number => Compare(one, other) == 0,
        JsonValueKind.String => one.GetString() == other.GetString(),
        JsonValueKind.Object or JsonValueKind.Array => false,
        _ => true,
    };

    // Exactly where both can be held exactly, which identifiers of 18 digits need.
    private static int Compare(JsonElement one, JsonElement other) => one.TryGetDecimal(out var first) && other.TryGetDecimal(out var second)
        ? first.CompareTo(second)
        : one.GetDouble().CompareTo(other.GetDouble());

    private static string Shown(JsonElement value)
    {
        var text = value.GetRawText();
        var shown = Shortened.To(text, LongestShown);
        return shown.Length < text.Length ? $"{shown}…" : text;
    }

    private static JsonElement Literal(string text, int at)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            if (document.RootElement.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array)) return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            // Told below.
        }

        throw JsonPath.Wrong(at, "compared with is a number, true, false, null, or a text in double quotes");
    }
}
