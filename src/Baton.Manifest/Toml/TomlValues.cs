using Baton.Manifest.Text;
using Baton.Manifest.Tree;

namespace Baton.Manifest.Toml;

/// <summary>Reads values.</summary>
internal sealed class TomlValues(TomlCursor cursor)
{
    private readonly TomlKeys _keys = new(cursor);
    private readonly TomlStrings _strings = new(cursor);
    private readonly TomlTables _tables = new(cursor);
    // Items of the arrays that are being read, one array inside the other.
    private readonly List<Node> _items = [];

    /// <summary>Reads the value that is next; null after an error of form.</summary>
    /// <param name="depth">How deep the value lies.</param>
    public Node? Read(int depth)
    {
        var place = cursor.Place;
        cursor.CountValue(place);
        if (depth > Limits.MaxDepth) cursor.Fail(place, Limits.TooDeep);
        if (cursor.HasFailed) return null;
        var value = cursor.Peek switch
        {
            '"' or '\'' => new StringNode(_strings.Read(), place),
            '[' => ReadArray(place, depth),
            '{' => ReadInlineTable(place, depth),
            _ => TomlWords.Read(cursor, place),
        };
        return cursor.HasFailed ? null : value;
    }

    private ArrayNode? ReadArray(Place place, int depth)
    {
        var first = _items.Count;
        cursor.Skip(1);
        while (true)
        {
            cursor.SkipBlankLines();
            if (cursor.TrySkip((byte)']')) return new ArrayNode(TakeItems(first), place);
            if (cursor.Peek == TomlCursor.End) cursor.Fail(place, "the array is not closed; expected \"]\" before the end of the file");
            if (Read(depth + 1) is not { } item) return null;
            _items.Add(item);
            cursor.SkipBlankLines();
            if (!cursor.TrySkip((byte)',') && cursor.Peek != ']') cursor.Fail($"expected \",\" or \"]\" in the array, found {cursor.Next}");
        }
    }

    private Node[] TakeItems(int first)
    {
        var items = new Node[_items.Count - first];
        _items.CopyTo(first, items, 0, items.Length);
        _items.RemoveRange(first, items.Length);
        return items;
    }

    private TableNode? ReadInlineTable(Place place, int depth)
    {
        var table = new TableBuilder(place, TableOrigin.Header, depth);
        var isSecret = cursor.IsSecret;
        cursor.Skip(1);
        cursor.SkipBlanks();
        if (cursor.TrySkip((byte)'}')) return table.Build();
        do
        {
            cursor.SkipBlanks();
            if (cursor.Peek == '}') cursor.Fail("an inline table cannot end with a comma");
            if (cursor.HasFailed) return null;
            var key = _keys.ReadDotted();
            if (!_keys.SkipEquals()) return null;
            cursor.IsSecret = isSecret || TomlKeys.IsSecret(key);
            if (Read(depth + key.Length) is not { } value) return null;
            cursor.IsSecret = isSecret;
            _tables.Assign(table, key, value);
            cursor.SkipBlanks();
        }
        while (cursor.TrySkip((byte)','));
        if (cursor.TrySkip((byte)'}')) return table.Build();
        cursor.Fail($"expected \",\" or \"}}\" in the inline table, found {cursor.Next}; an inline table stands on one line");
        return null;
    }
}
