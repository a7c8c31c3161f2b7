using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Baton.Manifest.Schema;

namespace Baton.Supervision.Manifests.Schema;

/// <summary>
/// The form of a manifest as JSON Schema (draft 2020-12), for editors. It holds keys, types, words, ranges and defaults; what depends on
/// several keys or on the disk only <c>baton check</c> knows.
/// </summary>
public static class ManifestSchema
{
    /// <summary>The words for the formats, as they are asked for.</summary>
    public static IReadOnlyList<string> Formats { get; } = ["native", "watchdog", "registry"];

    /// <summary>The schema of a format, indented, with a newline at its end; null for another word.</summary>
    /// <param name="format">The word.</param>
    /// <param name="others">Keys of the root that are others' to read, where the format takes tables of the project.</param>
    public static string? Of(string format, params IReadOnlyList<SchemaKey> others) => format switch
    {
        "native" => Text(With(NativeSchema.Root, others), "baton.toml", hasVariables: true),
        "watchdog" => Text(WatchdogSchema.Root, "services.toml", hasVariables: false),
        "registry" => Text(With(RegistrySchema.Root, others), "service_registry.json", hasVariables: false),
        _ => null,
    };

    private static SchemaType With(SchemaType root, IReadOnlyList<SchemaKey> others) =>
        root is SchemaType.Table table ? table with { Keys = [.. table.Keys, .. others] } : throw new ArgumentException("a root is a table", nameof(root));

    private static string Text(SchemaType root, string title, bool hasVariables)
    {
        var buffer = new ArrayBufferWriter<byte>();
        // Nobody puts this into a page of HTML, and people read it.
        var options = new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using (var json = new Utf8JsonWriter(buffer, options))
        {
            json.WriteStartObject();
            json.WriteString("$schema", "https://json-schema.org/draft/2020-12/schema");
            json.WriteString("title", title);
            new SchemaWriter(json, hasVariables).WriteRoot(root);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan) + "\n";
    }
}
