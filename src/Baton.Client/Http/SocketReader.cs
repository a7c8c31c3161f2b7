using System.Net.Sockets;

namespace Baton.Client.Http;

/// <summary>Reads heads, lines and bytes from a socket through one small buffer; what exceeds a bound is refused, not stored.</summary>
internal sealed class SocketReader(Socket socket, string address)
{
    /// <summary>Longest head of an answer; the link to the next page of a thousand logs is the longest thing in it.</summary>
    internal const int MaxHeadBytes = 64 * 1024;

    /// <summary>Longest single line (chunk sizes, trailers).</summary>
    private const int MaxLineBytes = 1024;

    private static readonly byte[] HeadEnd = "\r\n\r\n"u8.ToArray();
    private static readonly byte[] LineEnd = "\r\n"u8.ToArray();

    private byte[] _buffer = new byte[8 * 1024];
    private int _start;
    private int _end;

    /// <summary>Everything up to and with the empty line; valid until the next read.</summary>
    public ValueTask<ReadOnlyMemory<byte>> ReadHeadAsync(CancellationToken ct) => ReadToAsync(HeadEnd, MaxHeadBytes, ct);

    /// <summary>One line without its end; valid until the next read.</summary>
    public async ValueTask<ReadOnlyMemory<byte>> ReadLineAsync(CancellationToken ct) => (await ReadToAsync(LineEnd, MaxLineBytes, ct))[..^2];

    /// <summary>Some bytes; 0 when the other side has closed.</summary>
    public async ValueTask<int> ReadAsync(Memory<byte> into, CancellationToken ct)
    {
        if (into.IsEmpty) return 0;
        if (_start == _end) return await ReceiveAsync(into, ct);
        var count = Math.Min(into.Length, _end - _start);
        _buffer.AsMemory(_start, count).CopyTo(into);
        _start += count;
        return count;
    }

    /// <summary>What to throw when the other side closed too early.</summary>
    public ConnectionLostException Truncated() => new(address, "it was closed before the answer ended");

    private async ValueTask<ReadOnlyMemory<byte>> ReadToAsync(byte[] mark, int limit, CancellationToken ct)
    {
        while (true)
        {
            var at = _buffer.AsSpan(_start, Math.Min(limit, _end - _start)).IndexOf(mark);
            if (at >= 0)
            {
                var found = _buffer.AsMemory(_start, at + mark.Length);
                _start += found.Length;
                return found;
            }

            if (_end - _start >= limit) throw new InvalidAnswerException($"a head or line of more than {limit} bytes");
            await FillAsync(ct);
        }
    }

    private async ValueTask FillAsync(CancellationToken ct)
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }

        if (_end == _buffer.Length) Array.Resize(ref _buffer, _buffer.Length * 2);
        var read = await ReceiveAsync(_buffer.AsMemory(_end), ct);
        if (read == 0) throw Truncated();
        _end += read;
    }

    /// <summary>How long the other side may say nothing before it is given up; infinite where an answer may take as long as it takes.</summary>
    public TimeSpan Patience { get; set; } = HttpEndpoint.SilenceLimit;

    private async ValueTask<int> ReceiveAsync(Memory<byte> into, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Patience);
        try
        {
            return await socket.ReceiveAsync(into, SocketFlags.None, limit.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new SilentDaemonException(address, Patience);
        }
        catch (SocketException e)
        {
            throw new ConnectionLostException(address, e.Message, e);
        }
    }
}
