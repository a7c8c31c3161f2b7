using System.Globalization;
using System.Text;
using Baton.Client.Http;

namespace Baton.Client.Blocking;

/// <summary>
/// One request and its answer without anything asynchronous, for a program that has nothing else to do: starting the machinery of
/// asynchronous sockets and state machines costs a process that lives for one request more than the request.
/// </summary>
internal static class BlockingExchange
{
    /// <summary>Longest head, as for the daemon.</summary>
    private const int MaxHeadBytes = 16 * 1024;

    /// <summary>Sends a GET and reads the whole answer: its head, and its body as bytes.</summary>
    public static BlockingAnswer Get(HttpEndpoint endpoint, string target)
    {
        using var connection = UnixConnection.Open(endpoint.SocketPath ?? throw endpoint.BadPath());
        connection.Send(new HttpRequest("GET", target, endpoint.Host).ToBytes());
        return Parse(ReadToEnd(connection), endpoint.Name);
    }

    /// <summary>Takes a whole answer apart.</summary>
    internal static BlockingAnswer Parse(ReadOnlyMemory<byte> answer, string address)
    {
        var headEnd = answer.Span.IndexOf("\r\n\r\n"u8);
        if (headEnd is < 0 or > MaxHeadBytes)
        {
            if (headEnd > 0 || answer.Length > MaxHeadBytes) throw new InvalidAnswerException($"a head of more than {MaxHeadBytes} bytes");
            throw Truncated(address);
        }

        var head = ResponseHead.Parse(answer.Span[..(headEnd + 4)]);
        var body = answer[(headEnd + 4)..];
        if (head.IsChunked) return new BlockingAnswer(head, Dechunk(body, address));
        var length = head.ContentLength ?? throw new InvalidAnswerException("neither Content-Length nor chunks");
        return body.Length >= length ? new BlockingAnswer(head, body[..(int)length]) : throw Truncated(address);
    }

    // The request says "Connection: close", so the answer ends with the connection.
    private static ReadOnlyMemory<byte> ReadToEnd(UnixConnection connection)
    {
        const int limit = HttpEndpoint.MaxAnswerBytes + MaxHeadBytes;
        var bytes = new byte[64 * 1024];
        var length = 0;
        while (true)
        {
            if (length == bytes.Length)
            {
                if (length >= limit) throw new InvalidAnswerException($"an answer of more than {limit} bytes");
                Array.Resize(ref bytes, Math.Min(limit, length * 2));
            }

            var read = connection.Receive(bytes.AsSpan(length));
            if (read == 0) return bytes.AsMemory(0, length);
            length += read;
        }
    }

    private static byte[] Dechunk(ReadOnlyMemory<byte> body, string address)
    {
        var bytes = new byte[body.Length];
        var length = 0;
        while (true)
        {
            var lineEnd = body.Span.IndexOf("\r\n"u8);
            if (lineEnd < 0) throw Truncated(address);
            var size = ChunkSize(body.Span[..lineEnd]);
            body = body[(lineEnd + 2)..];
            if (size == 0) return bytes[..length];
            if (body.Length < size + 2) throw Truncated(address);
            if (!body.Span.Slice(size, 2).SequenceEqual("\r\n"u8)) throw new InvalidAnswerException("a chunk is longer than its size");
            body.Span[..size].CopyTo(bytes.AsSpan(length));
            length += size;
            body = body[(size + 2)..];
        }
    }

    private static int ChunkSize(ReadOnlySpan<byte> line)
    {
        var extension = line.IndexOf((byte)';');
        var digits = Encoding.ASCII.GetString((extension < 0 ? line : line[..extension]).TrimEnd(" \t"u8));
        if (digits.Length is > 0 and <= 7 && int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var size)) return size;
        throw new InvalidAnswerException("a chunk without a size");
    }

    private static ConnectionLostException Truncated(string address) => new(address, "the answer ended early");
}
