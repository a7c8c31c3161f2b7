using System.Globalization;
using System.Text.Json;

namespace Baton.Probes.Bodies;

/// <summary>
/// A path to one value of a JSON text: <c>$.a.b[0]['any name']</c>. No wildcards, slices or filters: it leads to one value or to none.
/// Of members of one name the last one is meant.
/// </summary>
internal sealed class JsonPath
{
    /// <summary>Most steps: 32.</summary>
    private const int MostSteps = 32;

    private readonly List<(string? Name, int Index)> _steps = [];

    private JsonPath()
    {
    }

    /// <summary>Reads the path at the beginning of <paramref name="text"/>.</summary>
    /// <param name="text">The path, and what comes after it.</param>
    /// <param name="length">How long the path is.</param>
    /// <exception cref="FormatException">It is none; the message says where.</exception>
    public static JsonPath Parse(string text, out int length)
    {
        var at = 0;
        if (!text.StartsWith('$')) throw Wrong(0, "a path begins with \"$\"");
        at++;
        var path = new JsonPath();
        while (at < text.Length && text[at] is '.' or '[')
        {
            if (path._steps.Count == MostSteps) throw Wrong(at, $"a path has at most {MostSteps} steps");
            path._steps.Add(text[at] == '.' ? (Member(text, ref at), 0) : text.AsSpan(at).StartsWith("['") ? (Quoted(text, ref at), 0) : (null, Index(text, ref at)));
        }

        length = at;
        return path;

        static bool IsOfName(char c) => char.IsLetterOrDigit(c) || c is '_' or '-';

        static string Member(string text, ref int at)
        {
            var from = ++at;
            while (at < text.Length && IsOfName(text[at])) at++;
            return at > from ? text[from..at] : throw Wrong(from, "after \".\" comes a name of letters, digits, \"_\" and \"-\"; write others as ['NAME']");
        }
    }

    /// <summary>The value that it leads to.</summary>
    /// <param name="root">Where it begins.</param>
    /// <param name="problem">Why it leads nowhere, when it does.</param>
    public JsonElement? Find(JsonElement root, out string problem)
    {
        var (at, way) = (root, "$");
        foreach (var (name, index) in _steps)
        {
            problem = name is null ? Miss(at, way, index) : Miss(at, way, name);
            if (problem.Length > 0) return null;
            at = name is null ? at[index] : at.GetProperty(name);
            way += name is null ? $"[{index}]" : $".{name}";
        }

        problem = "";
        return at;
    }

    /// <summary>A mistake in a text that is being read.</summary>
    public static FormatException Wrong(int at, string what) => new($"{what} (character {at + 1})");

    private static string Quoted(string text, ref int at)
    {
        var end = text.IndexOf("']", at + 2, StringComparison.Ordinal);
        if (end < 0) throw Wrong(at, "\"['\" without \"']\"");
        var name = text[(at + 2)..end];
        at = end + 2;
        return name;
    }

    private static int Index(string text, ref int at)
    {
        var end = text.IndexOf(']', at);
        if (end < 0 || !int.TryParse(text.AsSpan(at + 1, end - at - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var index))
            throw Wrong(at, "in \"[…]\" comes a number from 0 on, or a name as 'NAME'");
        at = end + 1;
        return index;
    }

    private static string Miss(JsonElement at, string way, string name) => at.ValueKind != JsonValueKind.Object
        ? $"{way} is {Kind(at)}, which has no member \"{name}\""
        : at.TryGetProperty(name, out _) ? "" : $"{way} has no member \"{name}\"";

    private static string Miss(JsonElement at, string way, int index) => at.ValueKind != JsonValueKind.Array
        ? $"{way} is {Kind(at)}, which has no [{index}]"
        : index < at.GetArrayLength() ? "" : $"{way} has {at.GetArrayLength()} elements and no [{index}]";

    private static string Kind(JsonElement of) => of.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        _ => of.GetRawText(),
    };
}
