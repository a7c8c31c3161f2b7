using System.Globalization;
using Baton.Manifest.Binding;
using Baton.Manifest.Text;

namespace Baton.Health.Manifests;

/// <summary>Reads <c>HOST:PORT</c>, with an address of version 6 in brackets.</summary>
internal static class HostAndPort
{
    /// <param name="table">The monitor.</param>
    /// <param name="key">The key.</param>
    /// <param name="usual">The port where none is written; null when one must be.</param>
    /// <returns>Both; null when the key is missing or a problem was told.</returns>
    public static (string Host, int Port)? Read(TableReader table, string key, int? usual)
    {
        if (table.OptionalString(key) is not { } text) return null;
        var colon = text.LastIndexOf(':');
        var hasPort = colon > 0 && !text.EndsWith(']') && text.IndexOf(':', StringComparison.Ordinal) is var first && (first == colon || text[colon - 1] == ']');
        if (hasPort && int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port)) return (text[..colon].Trim('[', ']'), port);
        if (!hasPort && usual is { } known) return (text.Trim('[', ']'), known);
        table.Report(key, $"{Quoted.Text(text)} is not HOST:PORT, as in {key} = \"db.example.org:5432\"");
        return null;
    }
}
