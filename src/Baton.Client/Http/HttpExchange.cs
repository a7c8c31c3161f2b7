using System.Net.Sockets;

namespace Baton.Client.Http;

/// <summary>One request and its answer, on a connection of its own.</summary>
internal sealed class HttpExchange(Socket socket, string address) : IDisposable
{
    private readonly SocketReader _reader = new(socket, address);
    private BodyReader? _body;

    /// <inheritdoc cref="SocketReader.Patience"/>
    public TimeSpan Patience
    {
        get => _reader.Patience;
        set => _reader.Patience = value;
    }

    /// <summary>Status and headers; set by <see cref="RunAsync"/>.</summary>
    public ResponseHead Head { get; private set; } = ResponseHead.None;

    /// <summary>Sends the request and reads the head of the answer.</summary>
    public async Task RunAsync(HttpRequest request, CancellationToken ct)
    {
        try
        {
            ReadOnlyMemory<byte> bytes = request.ToBytes();
            while (bytes.Length > 0) bytes = bytes[await socket.SendAsync(bytes, SocketFlags.None, ct)..];
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.ConnectionReset or SocketError.Shutdown)
        {
            // The daemon may have answered (too large, too many connections) and closed without reading all: the answer says more.
        }

        Head = ResponseHead.Parse((await _reader.ReadHeadAsync(ct)).Span);
        _body = BodyReader.For(Head, _reader);
    }

    /// <summary>Reads some of the body; 0 at its end.</summary>
    public ValueTask<int> ReadAsync(Memory<byte> into, CancellationToken ct) => _body!.ReadAsync(into, ct);

    /// <summary>Reads the whole body, which must not be longer than <paramref name="limit"/>.</summary>
    public async Task<ReadOnlyMemory<byte>> ReadAllAsync(int limit, CancellationToken ct)
    {
        if (Head.ContentLength > limit) throw new InvalidAnswerException($"a body of {Head.ContentLength} bytes, more than {limit}");
        var bytes = new byte[Head.ContentLength ?? 4096];
        var length = 0;
        while (true)
        {
            if (length == bytes.Length && Head.ContentLength is null)
            {
                if (length >= limit) throw new InvalidAnswerException($"a body of more than {limit} bytes");
                Array.Resize(ref bytes, Math.Min(limit, bytes.Length * 2));
            }

            var read = await ReadAsync(bytes.AsMemory(length), ct);
            if (read == 0) return bytes.AsMemory(0, length);
            length += read;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => socket.Dispose();
}
