using Baton.Manifest.Tree;

namespace Baton.Manifest.Toml;

/// <summary>Reads a document line by line: headers, and keys with their values.</summary>
internal sealed class TomlDocument(TomlCursor cursor)
{
    private readonly TomlKeys _keys = new(cursor);
    private readonly TomlValues _values = new(cursor);
    private readonly TomlTables _tables = new(cursor);
    private bool _isSecretSection;

    /// <summary>The root; null after an error of form.</summary>
    public TableNode? Read()
    {
        var root = new TableBuilder(cursor.Place, TableOrigin.Header, depth: 0);
        var section = root;
        while (cursor.Peek != TomlCursor.End)
        {
            cursor.SkipBlanks();
            if (cursor.Peek == '[') section = ReadHeader(root);
            else if (cursor.Peek is not ('#' or '\n' or '\r' or TomlCursor.End)) ReadEntry(section);
            EndLine();
        }

        return cursor.HasFailed ? null : root.Build();
    }

    private TableBuilder ReadHeader(TableBuilder root)
    {
        var place = cursor.Place;
        var isArray = cursor.TrySkip("[["u8);
        if (!isArray) cursor.Skip(1);
        var key = _keys.ReadDotted();
        if (!(isArray ? cursor.TrySkip("]]"u8) : cursor.TrySkip((byte)']')))
        {
            cursor.Fail($"expected \"{(isArray ? "]]" : "]")}\" at the end of the table's name, found {cursor.Next}");
        }

        if (cursor.HasFailed) return root;
        _isSecretSection = TomlKeys.IsSecret(key);
        return isArray ? _tables.AppendToArray(root, key, place) : _tables.Open(root, key, place);
    }

    private void ReadEntry(TableBuilder section)
    {
        var key = _keys.ReadDotted();
        if (!_keys.SkipEquals()) return;
        cursor.IsSecret = _isSecretSection || TomlKeys.IsSecret(key);
        if (_values.Read(section.Depth + key.Length) is { } value) _tables.Assign(section, key, value);
    }

    private void EndLine()
    {
        cursor.SkipBlanks();
        cursor.SkipComment();
        if (cursor.Peek != TomlCursor.End && !cursor.TrySkipNewline()) cursor.Fail($"expected the end of the line, found {cursor.Next}");
    }
}
