using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;

namespace Baton.Runtime.Wire;

/// <summary>
/// Reads a line of the control socket, in the shapes of all generations of clients: a request without fields is its name or <c>{"Name":null}</c>, one with
/// fields <c>{"Name":{...}}</c>, and where an older client sends the number of an instance alone, that is taken too.
/// </summary>
internal static class ControlRequestReader
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 128 };

    /// <summary>What the line asks for; null, and why, when it is no request.</summary>
    /// <param name="line">The line without its end.</param>
    /// <param name="problem">For the client: what is wrong, and where.</param>
    public static ControlRequest? Read(ReadOnlySpan<byte> line, out string problem)
    {
        problem = "";
        if (!Utf8.IsValid(line))
        {
            problem = At("the line is not UTF-8", 0);
            return null;
        }

        var json = new Utf8JsonReader(line, Options);
        try
        {
            var request = ReadRequest(ref json);
            // Reads on to the end: what stands behind the value is refused.
            json.Read();
            return request;
        }
        catch (JsonException e)
        {
            problem = At(WithoutPlace(e.Message), e.BytePositionInLine ?? json.BytesConsumed);
        }
        catch (InvalidOperationException)
        {
            problem = At("a text holds half of a surrogate pair", json.BytesConsumed);
        }

        return null;
    }

    private static ControlRequest ReadRequest(ref Utf8JsonReader json)
    {
        json.Read();
        if (json.TokenType == JsonTokenType.String) return WithoutFields(json.GetString()!);
        if (json.TokenType != JsonTokenType.StartObject) throw new JsonException("a request is a text or an object");
        json.Read();
        if (json.TokenType != JsonTokenType.PropertyName) throw new JsonException("a request has exactly one key");
        var name = json.GetString()!;
        json.Read();
        var request = ReadNamed(ref json, name);
        json.Read();
        return json.TokenType == JsonTokenType.EndObject ? request : throw new JsonException("a request has exactly one key");
    }

    private static ControlRequest WithoutFields(string name) => name switch
    {
        "Version" => new ControlRequest.Version(),
        "Baton" => new ControlRequest.OwnVersion(),
        "Info" => new ControlRequest.Info(),
        "Clear" => new ControlRequest.Clear(),
        "Add" or "AddWithBinary" or "Start" or "Stop" or "Remove" or "Link" or "Unlink" or "Stdout" => throw new JsonException($"`{name}` says nothing more"),
        _ => throw Unknown(name),
    };

    private static ControlRequest ReadNamed(ref Utf8JsonReader json, string name) => name switch
    {
        "Version" or "Baton" or "Info" or "Clear" => json.TokenType == JsonTokenType.Null ? WithoutFields(name) : throw new JsonException($"`{name}` takes null"),
        "Stop" => new ControlRequest.Stop(WireValue.Id(ref json)),
        "Remove" => new ControlRequest.Remove(WireValue.Id(ref json)),
        "Stdout" => new ControlRequest.Stdout(WireValue.Id(ref json)),
        "Start" when json.TokenType == JsonTokenType.String => new ControlRequest.Start(WireValue.Id(ref json), null),
        "Start" => RequestFields.Read(ref json, RequestFields.OfStart).ToStart(),
        "Add" => RequestFields.Read(ref json, RequestFields.OfAdd).ToAdd(),
        "AddWithBinary" => RequestFields.Read(ref json, RequestFields.OfAddWithBinary).ToAddWithBinary(),
        "Link" => RequestFields.Read(ref json, RequestFields.OfLink).ToLink(),
        "Unlink" => RequestFields.Read(ref json, RequestFields.OfLink).ToUnlink(),
        _ => throw Unknown(name),
    };

    private static JsonException Unknown(string name) => new($"there is no request `{name}`");

    private static string At(string problem, long place) => string.Create(CultureInfo.InvariantCulture, $"{problem} at line 1 column {place}");

    /// <summary>The framework's texts end with a place of their own.</summary>
    private static string WithoutPlace(string message) => message.IndexOf(" LineNumber:", StringComparison.Ordinal) is > 0 and var end ? message[..end] : message;
}
