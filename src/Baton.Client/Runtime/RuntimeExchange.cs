using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Baton.Client.Runtime;

/// <summary>Requests as lines and answers as values, and each failure with how far the exchange had come.</summary>
/// <param name="connection">Where to; disposed with this.</param>
internal sealed class RuntimeExchange(RuntimeConnection connection) : IDisposable
{
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Connects.</summary>
    public static async Task<RuntimeExchange> OpenAsync(RuntimeAddress address, TimeProvider time) =>
        new(await AtAsync(RuntimeStage.Connecting, () => RuntimeConnection.OpenAsync(address, time)));

    /// <summary>The connection, for what is not a line.</summary>
    public RuntimeConnection Connection => connection;

    /// <summary>The line of a request with data.</summary>
    /// <exception cref="RuntimeFailureException">A text in it is not UTF-8.</exception>
    public static ReadOnlyMemory<byte> LineOf(RuntimeRequest request)
    {
        RequireUtf8("path", request.Add?.Path);
        RequireUtf8("type", (request.Link ?? request.Unlink)?.TypeName);
        var bytes = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(bytes, Relaxed)) JsonSerializer.Serialize(writer, request, RuntimeJson.Default.RuntimeRequest);
        bytes.Write("\n"u8);
        return bytes.WrittenMemory;
    }

    /// <summary>Sends a line and returns what is answered.</summary>
    /// <param name="line">The request, with its end.</param>
    /// <param name="patience">How long the answer may take.</param>
    public async Task<JsonElement> AskAsync(ReadOnlyMemory<byte> line, TimeSpan patience)
    {
        await SendAsync(line, RuntimeStage.SendingRequest);
        return await AnswerAsync(RuntimeStage.ReceivingResponse, patience);
    }

    /// <summary>Sends a line; false when the server says that it cannot be done.</summary>
    public async Task<bool> IsTakenAsync(ReadOnlyMemory<byte> line, TimeSpan patience)
    {
        try
        {
            await AskAsync(line, patience);
            return true;
        }
        catch (RuntimeFailureException e) when (e.Stage == RuntimeStage.Refused)
        {
            return false;
        }
    }

    /// <summary>Sends bytes.</summary>
    public Task SendAsync(ReadOnlyMemory<byte> bytes, RuntimeStage stage) => AtAsync(stage, async () =>
    {
        await connection.SendAsync(bytes);
        return 0;
    });

    /// <summary>Waits for the next answer.</summary>
    public async Task<JsonElement> AnswerAsync(RuntimeStage stage, TimeSpan patience)
    {
        connection.Patience = patience;
        return Read(await AtAsync(stage, connection.ReadLineAsync));
    }

    /// <summary>Does a step; what the connection throws is told with the stage.</summary>
    public static async Task<T> AtAsync<T>(RuntimeStage stage, Func<Task<T>> step)
    {
        try
        {
            return await step();
        }
        catch (Exception e) when (RuntimeConnection.IsFailure(e))
        {
            throw new RuntimeFailureException(stage, [RuntimeConnection.Reason(e)], e);
        }
    }

    /// <summary>Takes a value apart that came as JSON.</summary>
    public static T Parse<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The latter: a text in it is not UTF-8.
            throw new RuntimeFailureException(RuntimeStage.ParsingResponse, [e.Message], e);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => connection.Dispose();

    // What was typed and is not UTF-8 has come here with this character in its place: the server would look for another file than the one that was meant.
    private static void RequireUtf8(string what, string? text)
    {
        if (text is not null && text.EnumerateRunes().Contains(Rune.ReplacementChar)) throw new RuntimeFailureException(RuntimeStage.EncodingRequest, [$"the {what} is not UTF-8"]);
    }

    private static JsonElement Read(ReadOnlyMemory<byte> line)
    {
        var answer = Parse(() => JsonSerializer.Deserialize(line.Span, RuntimeJson.Default.RuntimeAnswer) ?? throw new JsonException("the answer is null"));
        if (answer.Err is { } causes) throw new RuntimeFailureException(RuntimeStage.Refused, [.. causes.Select(cause => cause ?? "null")]);
        return Parse(() => answer.Ok.ValueKind == JsonValueKind.Undefined ? throw new JsonException("neither \"Ok\" nor \"Err\" is in the answer") : answer.Ok);
    }
}
