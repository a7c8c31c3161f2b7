using System.Text.Json;

namespace Baton.Client.Runtime;

/// <summary>All that a runtime part tells of its instances and links, in its order.</summary>
public sealed class RuntimeInfo
{
    private RuntimeInfo(JsonElement json) => Json = json;

    /// <summary>As it came, with what this version does not know: <c>runtimes</c> and <c>links</c>.</summary>
    public JsonElement Json { get; }

    /// <summary>The instances.</summary>
    public required IReadOnlyList<RuntimeInstance> Instances { get; init; }

    /// <summary>The links, by type.</summary>
    public required IReadOnlyList<RuntimeLinks> Links { get; init; }

    /// <exception cref="JsonException">It has another shape.</exception>
    /// <exception cref="InvalidOperationException">A text in it is not UTF-8.</exception>
    internal static RuntimeInfo Read(JsonElement json)
    {
        RequireUtf8(json);
        return new RuntimeInfo(json)
        {
            Instances = [.. ObjectOf(json, "runtimes").EnumerateObject().Select(InstanceOf)],
            Links = [.. ObjectOf(json, "links").EnumerateObject().Select(LinksOf)],
        };
    }

    // Texts are decoded when they are read, and whoever prints it all must not stumble over one.
    private static void RequireUtf8(JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.String) _ = json.GetString();
        if (json.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in json.EnumerateArray()) RequireUtf8(item);
        }

        if (json.ValueKind != JsonValueKind.Object) return;
        foreach (var member in json.EnumerateObject())
        {
            _ = member.Name;
            RequireUtf8(member.Value);
        }
    }

    private static RuntimeInstance InstanceOf(JsonProperty entry) => new(
        entry.Name,
        Text(Member(entry.Value, "binary") ?? throw Missing("binary")),
        Flag(Member(entry.Value, "running") ?? throw Missing("running")),
        Member(entry.Value, "privileged") is { } privileged && Flag(privileged));

    private static RuntimeLinks LinksOf(JsonProperty entry) => entry.Value.ValueKind == JsonValueKind.Array
        ? new RuntimeLinks(entry.Name, [.. entry.Value.EnumerateArray().Select(Text)])
        : throw new JsonException("the targets of a type are no list");

    private static JsonElement ObjectOf(JsonElement json, string name) =>
        Member(json, name) is { ValueKind: JsonValueKind.Object } found ? found : throw Missing(name);

    private static JsonElement? Member(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var found) ? found : null;

    private static string Text(JsonElement json) => json.ValueKind == JsonValueKind.String ? json.GetString()! : throw new JsonException("a text is expected");

    private static bool Flag(JsonElement json) =>
        json.ValueKind is JsonValueKind.True or JsonValueKind.False ? json.GetBoolean() : throw new JsonException("true or false is expected");

    private static JsonException Missing(string name) => new($"\"{name}\" is missing or no object");
}
