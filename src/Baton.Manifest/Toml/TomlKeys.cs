using Baton.Manifest.Text;
using Baton.Manifest.Tree;

namespace Baton.Manifest.Toml;

/// <summary>One part of a dotted key.</summary>
// A class, as what else lies in lists by the thousand: the framework's lists of our structs are compiled anew in every process.
internal sealed record KeyPart(string Text, Place Place);

/// <summary>Reads keys: bare, quoted, and dotted ones made of those.</summary>
internal sealed class TomlKeys(TomlCursor cursor)
{
    private readonly TomlStrings _strings = new(cursor);

    /// <summary>Reads a key of one part or more and the blanks around it; after an error of form the result means nothing.</summary>
    public KeyPart[] ReadDotted()
    {
        var first = ReadSpacedPart();
        if (cursor.Peek != '.') return [first];
        var parts = new List<KeyPart> { first };
        while (cursor.TrySkip((byte)'.'))
        {
            parts.Add(ReadSpacedPart());
            if (parts.Count > Limits.MaxDepth) cursor.Fail(parts[^1].Place, Limits.TooDeep);
        }

        return parts.ToArray();
    }

    /// <summary>Whether what the key holds is a secret, by any of its parts.</summary>
    public static bool IsSecret(KeyPart[] key) => Array.Exists(key, part => SecretName.IsSecret(part.Text));

    /// <summary>Goes over <c>=</c> and the blanks after it; false after an error of form.</summary>
    public bool SkipEquals()
    {
        if (!cursor.TrySkip((byte)'=')) cursor.Fail($"expected \"=\" after the key, found {cursor.Next}");
        cursor.SkipBlanks();
        return !cursor.HasFailed;
    }

    private KeyPart ReadSpacedPart()
    {
        cursor.SkipBlanks();
        var part = ReadPart();
        cursor.SkipBlanks();
        return part;
    }

    private KeyPart ReadPart()
    {
        var place = cursor.Place;
        if (cursor.Peek is '"' or '\'') return new KeyPart(ReadQuoted(), place);
        var start = cursor.Offset;
        cursor.Skip(TomlBytes.BareKeyLength(cursor.Rest));
        if (cursor.Offset == start)
        {
            cursor.Fail($"expected a key, found {cursor.Next}; keys of other than letters, digits, '_' and '-' need quotes");
        }

        return new KeyPart(cursor.HasFailed ? "" : cursor.Words.TextOf(cursor.Since(start)), place);
    }

    private string ReadQuoted()
    {
        if (cursor.Rest.StartsWith("\"\"\""u8) || cursor.Rest.StartsWith("'''"u8)) cursor.Fail("a key cannot be a multi-line string");
        return cursor.HasFailed ? "" : _strings.Read();
    }
}
