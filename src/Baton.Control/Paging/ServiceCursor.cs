using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Baton.Control.Problems;
using Baton.Core;
using Baton.Supervision.Services;

namespace Baton.Control.Paging;

/// <summary>
/// A place in the list of services: the last one shown, by name, and by number in case that it is gone when the cursor comes back.
/// </summary>
internal static class ServiceCursor
{
    private const int MaxLength = 128;

    /// <summary>The cursor behind the service number <paramref name="index"/>.</summary>
    public static string After(IReadOnlyList<ServiceView> services, int index) =>
        Base64Url.EncodeToString(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{index}/{services[index].Name}")));

    /// <summary>Number of the first service behind the cursor.</summary>
    public static int Start(IReadOnlyList<ServiceView> services, string? cursor)
    {
        if (cursor is null) return 0;
        if (cursor.Length > MaxLength || !Base64Url.IsValid(cursor)) throw Invalid();
        var parts = Encoding.ASCII.GetString(Base64Url.DecodeFromChars(cursor)).Split('/');
        if (parts.Length != 2 || !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var index)) throw Invalid();
        for (var i = 0; i < services.Count; i++)
        {
            if (services[i].Name == parts[1]) return i + 1;
        }

        return Math.Min(index, services.Count);
    }

    private static BatonException Invalid() => ProblemException.Invalid("the cursor is not one that this API gave");
}
