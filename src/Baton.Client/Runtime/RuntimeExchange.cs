using System.Text.Json;

namespace Baton.Client.Runtime;

/// <summary>Requests as lines and answers as values, and each failure with how far the exchange had come.</summary>
/// <param name="connection">Where to; disposed with this.</param>
internal sealed class RuntimeExchange(RuntimeConnection connection) : IDisposable
{
    private static readonly JsonDocumentOptions Shallow = new() { MaxDepth = 16 };

    /// <summary>Connects.</summary>
    public static async Task<RuntimeExchange> OpenAsync(RuntimeAddress address, TimeProvider time) =>
        new(await AtAsync(RuntimeStage.Connecting, () => RuntimeConnection.OpenAsync(address, time)));

    /// <summary>The connection, for what is not a line.</summary>
    public RuntimeConnection Connection => connection;

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

    // Taken apart as a document: the first use of generated metadata costs a process more than the whole exchange.
    private static JsonElement Read(ReadOnlyMemory<byte> line) => Parse(() =>
    {
        using var answer = JsonDocument.Parse(line, Shallow);
        if (answer.RootElement.ValueKind != JsonValueKind.Object) throw new JsonException("the answer is no object");
        if (answer.RootElement.TryGetProperty("Err", out var causes)) throw new RuntimeFailureException(RuntimeStage.Refused, CausesOf(causes));
        return answer.RootElement.TryGetProperty("Ok", out var value) ? value.Clone() : throw new JsonException("neither \"Ok\" nor \"Err\" is in the answer");
    });

    private static List<string> CausesOf(JsonElement chain)
    {
        if (chain.ValueKind != JsonValueKind.Array) throw new JsonException("the causes are no list");
        return [.. chain.EnumerateArray().Select(cause => cause.GetString() ?? throw new JsonException("a cause is no text"))];
    }
}
