using Baton.Manifest.Tree;

namespace Baton.Manifest.Toml;

/// <summary>Reads values without quotes or brackets: booleans, numbers, dates and times.</summary>
internal static class TomlWords
{
    private const int DateLength = 10;

    /// <summary>Reads the word that is next; null after an error of form.</summary>
    public static Node? Read(TomlCursor cursor, Place place)
    {
        var from = cursor.Offset;
        cursor.Skip(TomlBytes.WordLength(cursor.Rest));
        var word = cursor.Since(from);
        if (word.IsEmpty)
        {
            cursor.Fail(place, $"expected a value, found {cursor.Next}");
            return null;
        }

        if (word.SequenceEqual("true"u8)) return new BooleanNode(true, place);
        if (word.SequenceEqual("false"u8)) return new BooleanNode(false, place);
        if (IsDateOrTime(word))
        {
            SkipTimeAfterBlank(cursor, word);
            return TomlDates.Read(cursor, cursor.Since(from), place);
        }

        if (TomlNumbers.LooksLikeOne(word)) return TomlNumbers.Read(cursor, word, place);
        cursor.Fail(place, $"expected a value, found {cursor.Shown(word)}; text needs quotes");
        return null;
    }

    private static bool IsDateOrTime(ReadOnlySpan<byte> word) =>
        TomlBytes.IsDigit(word[0]) && ((word.Length > 4 && word[4] == '-') || (word.Length > 2 && word[2] == ':'));

    /// <summary>A blank may stand between date and time: what follows it belongs to the date when it begins with a digit.</summary>
    private static void SkipTimeAfterBlank(TomlCursor cursor, ReadOnlySpan<byte> date)
    {
        var rest = cursor.Rest;
        if (date.Length != DateLength || rest.Length < 2 || rest[0] != ' ' || !TomlBytes.IsDigit(rest[1])) return;
        cursor.Skip(1 + TomlBytes.WordLength(rest[1..]));
    }
}
