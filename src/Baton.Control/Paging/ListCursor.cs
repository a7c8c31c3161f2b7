using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Baton.Control.Problems;
using Baton.Core;

namespace Baton.Control.Paging;

/// <summary>
/// A place in a list of things with names: the last one shown, by name, and by number in case that it is gone when the cursor comes back.
/// </summary>
internal static class ListCursor
{
    private const int MaxLength = 128;

    /// <summary>The cursor behind the thing number <paramref name="index"/>.</summary>
    public static string After(int index, string name) =>
        Base64Url.EncodeToString(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{index}/{name}")));

    /// <summary>Number of the first thing behind the cursor.</summary>
    /// <param name="count">How many there are.</param>
    /// <param name="nameAt">Their names, by number.</param>
    /// <param name="cursor">The cursor; null: from the first on.</param>
    public static int Start(int count, Func<int, string> nameAt, string? cursor)
    {
        if (cursor is null) return 0;
        if (cursor.Length > MaxLength || !Base64Url.IsValid(cursor)) throw Invalid();
        var parts = Encoding.ASCII.GetString(Base64Url.DecodeFromChars(cursor)).Split('/');
        if (parts.Length != 2 || !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var index)) throw Invalid();
        for (var i = 0; i < count; i++)
        {
            if (nameAt(i) == parts[1]) return i + 1;
        }

        return Math.Min(index, count);
    }

    private static BatonException Invalid() => ProblemException.Invalid("the cursor is not one that this API gave");
}
