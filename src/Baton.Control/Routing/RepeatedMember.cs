using System.Text.Json;
using Baton.Contracts;

namespace Baton.Control.Routing;

/// <summary>
/// A member that an object of JSON has more than once: readers take one of them, and not all the same one, so whoever looks at a request on its way may see
/// another than is done. The serializer's own check does not tell where, and .NET 9 has none.
/// </summary>
internal static class RepeatedMember
{
    /// <summary>Path of the first one; null when there is none.</summary>
    /// <param name="json">Valid JSON.</param>
    public static string? Find(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = WireJson.Default.Options.MaxDepth });
        var open = new Stack<Members>();
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.StartObject) open.Push(new Members());
            else if (reader.TokenType == JsonTokenType.EndObject) open.Pop();
            else if (reader.TokenType == JsonTokenType.PropertyName && !open.Peek().Add(reader.GetString()!)) return $"$.{string.Join('.', open.Reverse().Select(one => one.Newest))}";
        }

        return null;
    }

    /// <summary>Names of the members of one object.</summary>
    private sealed class Members
    {
        private readonly HashSet<string> _names = new(StringComparer.Ordinal);

        public string Newest { get; private set; } = "";

        public bool Add(string name)
        {
            Newest = name;
            return _names.Add(name);
        }
    }
}
