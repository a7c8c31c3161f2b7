using System.Globalization;
using Baton.Manifest.Text;
using Baton.Manifest.Tree;

namespace Baton.Manifest.Binding;

/// <content>Instants.</content>
public sealed partial class TableReader
{
    private static readonly string[] InstantForms = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK"];

    /// <summary>An instant: a date and time of TOML with an offset, or text of that form.</summary>
    /// <returns>The instant; null when the key is missing or a problem was told.</returns>
    public DateTimeOffset? OptionalInstant(string key)
    {
        if (Ask(key) is not { } value) return null;
        var text = value switch
        {
            DateTimeNode x => x.Text,
            StringNode => TextOf(value, "a date and time", allowEmpty: false),
            _ => "",
        };
        if (text is null) return null;
        if (value is not (DateTimeNode or StringNode)) ReportType(value, "a date and time");
        else if (HasOffset(text) && DateTimeOffset.TryParseExact(text, InstantForms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var instant)) return instant;
        else Diagnostics.Add(value.Place, $"{Quoted.Text(text)} is no instant: write date, time and offset, as in 2026-12-24T22:00:00+01:00, or with Z for UTC");
        return null;
    }

    private static bool HasOffset(string text) => text.EndsWith('Z') || (text.Length > 16 && text[^6] is '+' or '-' && text[^3] == ':');
}
