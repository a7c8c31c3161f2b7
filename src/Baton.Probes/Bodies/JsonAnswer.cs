using System.Text.Json;

namespace Baton.Probes.Bodies;

/// <summary>The body of an answer, where it is a small JSON object.</summary>
internal static class JsonAnswer
{
    /// <summary>A longer body is not kept: 4 KiB.</summary>
    public const int Longest = 4096;

    // What shows it wraps it in some levels of its own, and has a bound as well.
    private const int Deepest = 8;

    /// <summary>The object as compact text; null when the body is none, is longer, nests deeper than 8, or holds text that cannot be written.</summary>
    public static string? Of(CappedBody body)
    {
        if (!body.IsWhole || body.Bytes.Length > Longest) return null;
        try
        {
            using var document = JsonDocument.Parse(body.Bytes, new JsonDocumentOptions { MaxDepth = Deepest });
            if (document.RootElement.ValueKind != JsonValueKind.Object) return null;
            using var written = new MemoryStream();
            using (var writer = new Utf8JsonWriter(written)) document.RootElement.WriteTo(writer);
            return System.Text.Encoding.UTF8.GetString(written.GetBuffer().AsSpan(0, (int)written.Length));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // No JSON, or half of a character pair written with an escape: it is shown to nobody, and the probe is what it is.
            return null;
        }
    }
}
