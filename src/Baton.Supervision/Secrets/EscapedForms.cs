using System.Text.Encodings.Web;

namespace Baton.Supervision.Secrets;

/// <summary>
/// A value as texts may hold it: as it is, and as strings of JSON and TOML write it. Writers do not agree on what they escape, so there are several forms.
/// </summary>
internal static class EscapedForms
{
    /// <summary>The value, then each form that differs from those before.</summary>
    public static IEnumerable<string> Of(string value)
    {
        var least = value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)
            .Replace("\n", "\\n", StringComparison.Ordinal).Replace("\r", "\\r", StringComparison.Ordinal).Replace("\t", "\\t", StringComparison.Ordinal);
        // These encoders also take what is no valid text, which a variable may hold.
        return new[] { value, least, least.Replace("/", "\\/", StringComparison.Ordinal), JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(value), JavaScriptEncoder.Default.Encode(value) }.Distinct();
    }
}
