using System.Buffers;
using System.Text.Json;
using Baton.Core;
using Baton.Manifest;

namespace Baton.Daemon.State;

/// <summary>
/// The file <c>enabled.json</c> of a state directory: what people said of services' being enabled, as
/// <c>{"version":1,"services":{"NAME":true}}</c>. Read strictly: half of what people said would be worse than a word of what happened to it.
/// </summary>
internal static class EnabledFile
{
    private const string Name = "enabled.json";
    private const int MaxBytes = 4 * 1024 * 1024;

    /// <summary>
    /// What it says, by name; empty when there is none. One that cannot be understood is set aside as <c>enabled.json.broken</c>, and the
    /// sentence for people says so.
    /// </summary>
    /// <exception cref="BatonException">Unavailable: it cannot be read or set aside.</exception>
    public static (Dictionary<string, bool> Services, string? Problem) Read(string stateDirectory)
    {
        var path = Path.Combine(stateDirectory, Name);
        if (!File.Exists(path)) return ([], null);
        var content = FileContent.Read(path, MaxBytes);
        if (content.Bytes is { } bytes && Parse(bytes) is { } services) return (services, null);
        try
        {
            File.Move(path, path + ".broken", overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BatonException(ErrorCode.Unavailable, $"cannot read \"{path}\", which says what is enabled, nor set it aside: {e.Message}", e);
        }

        return ([], $"\"{path}\" could not be read ({content.Problem ?? "it is not as Baton writes it"}) and was set aside as \"{path}.broken\": what the manifest says of \"enabled\" holds again");
    }

    /// <summary>What it says, for those who only look: empty also when it cannot be understood, and then nothing is set aside.</summary>
    public static IReadOnlyDictionary<string, bool> Look(string stateDirectory)
    {
        var path = Path.Combine(stateDirectory, Name);
        return File.Exists(path) && FileContent.Read(path, MaxBytes).Bytes is { } bytes && Parse(bytes) is { } services ? services : new Dictionary<string, bool>();
    }

    /// <summary>What was said of a service, or else of the whole that it is a replica of; null: nothing.</summary>
    public static bool? Of(IReadOnlyDictionary<string, bool> said, string service, string? whole) =>
        said.TryGetValue(service, out var isEnabled) || (whole is not null && said.TryGetValue(whole, out isEnabled)) ? isEnabled : null;

    /// <summary>Writes all of it, to last.</summary>
    /// <exception cref="BatonException">Unavailable: it could not be written; what was there still is.</exception>
    public static void Write(string stateDirectory, IReadOnlyDictionary<string, bool> services)
    {
        var text = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(text, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteNumber("version", 1);
            json.WriteStartObject("services");
            foreach (var (name, isEnabled) in services.OrderBy(entry => entry.Key, StringComparer.Ordinal)) json.WriteBoolean(name, isEnabled);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        var path = Path.Combine(stateDirectory, Name);
        try
        {
            WholeFile.Replace(path, text.WrittenSpan, isLasting: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BatonException(ErrorCode.Unavailable, $"cannot remember what is enabled in \"{path}\": {e.Message}", e);
        }
    }

    private static Dictionary<string, bool>? Parse(byte[] bytes)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes);
            return IsKnown(document.RootElement) ? ServicesOf(document.RootElement.GetProperty("services")) : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Told by the caller. The latter is a text that is no UTF-8, or holds half a character: that shows only when it is read.
            return null;
        }
    }

    private static bool IsKnown(JsonElement root) =>
        root.ValueKind == JsonValueKind.Object
        && root.EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal).SequenceEqual(["services", "version"])
        && root.GetProperty("version") is { ValueKind: JsonValueKind.Number } version && version.TryGetInt32(out var number) && number == 1
        && root.GetProperty("services").ValueKind == JsonValueKind.Object;

    private static Dictionary<string, bool>? ServicesOf(JsonElement services)
    {
        var result = new Dictionary<string, bool>();
        foreach (var member in services.EnumerateObject())
        {
            if (!Names.IsValid(member.Name) || member.Value.ValueKind is not (JsonValueKind.True or JsonValueKind.False)) return null;
            if (!result.TryAdd(member.Name, member.Value.GetBoolean())) return null;
        }

        return result;
    }
}
