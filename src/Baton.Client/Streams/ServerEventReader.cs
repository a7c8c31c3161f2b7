using System.Buffers;
using System.Text;
using Baton.Client.Http;

namespace Baton.Client.Streams;

/// <summary>Takes a body of server-sent events apart. Comments are skipped; an event cut by the end of the body is not one.</summary>
internal sealed class ServerEventReader(HttpExchange exchange)
{
    /// <summary>Longest event; those of the daemon are far smaller.</summary>
    internal const int MaxEventBytes = 16 * 1024 * 1024;

    private readonly ArrayBufferWriter<byte> _data = new(4096);
    private byte[] _buffer = new byte[16 * 1024];
    private int _start;
    private int _end;

    /// <summary>The next event; null when the stream ended as it should.</summary>
    public async ValueTask<ServerEvent?> ReadAsync(CancellationToken ct)
    {
        var name = "message";
        string? id = null;
        _data.ResetWrittenCount();
        var hasData = false;
        while (await ReadLineAsync(ct) is { } line)
        {
            if (line.Length == 0 && hasData) return new ServerEvent(name, id, _data.WrittenMemory);
            if (line.Length == 0) name = "message";
            var (field, value) = Split(line.Span);
            if (field.SequenceEqual("event"u8)) name = Encoding.UTF8.GetString(value);
            else if (field.SequenceEqual("id"u8)) id = Encoding.UTF8.GetString(value);
            else if (field.SequenceEqual("data"u8))
            {
                if (_data.WrittenCount + value.Length > MaxEventBytes) throw TooLong();
                if (hasData) _data.Write("\n"u8);
                _data.Write(value);
                hasData = true;
            }
        }

        return null;
    }

    private readonly ref struct Field(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        private readonly ReadOnlySpan<byte> _name = name;
        private readonly ReadOnlySpan<byte> _value = value;

        public void Deconstruct(out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
        {
            name = _name;
            value = _value;
        }
    }

    private static Field Split(ReadOnlySpan<byte> line)
    {
        var colon = line.IndexOf((byte)':');
        if (colon < 0) return new Field(line, default);
        var value = line[(colon + 1)..];
        return new Field(line[..colon], value.StartsWith(" "u8) ? value[1..] : value);
    }

    private static InvalidAnswerException TooLong() => new($"an event of more than {MaxEventBytes} bytes");

    /// <summary>One line without its end, valid until the next; null at the end of the body.</summary>
    private async ValueTask<ReadOnlyMemory<byte>?> ReadLineAsync(CancellationToken ct)
    {
        var looked = 0;
        while (true)
        {
            var at = _buffer.AsSpan(_start + looked, _end - _start - looked).IndexOf((byte)'\n');
            if (at >= 0)
            {
                var line = _buffer.AsMemory(_start, looked + at);
                _start += line.Length + 1;
                return line.Span.EndsWith("\r"u8) ? line[..^1] : line;
            }

            looked = _end - _start;
            if (!await FillAsync(ct)) return null;
        }
    }

    private async ValueTask<bool> FillAsync(CancellationToken ct)
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }

        if (_end == _buffer.Length)
        {
            if (_end >= MaxEventBytes) throw TooLong();
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        var read = await exchange.ReadAsync(_buffer.AsMemory(_end), ct);
        _end += read;
        return read > 0;
    }
}
