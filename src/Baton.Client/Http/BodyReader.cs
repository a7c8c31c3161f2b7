using System.Globalization;
using System.Text;

namespace Baton.Client.Http;

/// <summary>
/// Reads the body of an answer as its head says it is delimited; one that ends early is a lost connection, never a short body.
/// </summary>
internal abstract class BodyReader
{
    /// <summary>Reads some bytes; 0 at the end of the body.</summary>
    public abstract ValueTask<int> ReadAsync(Memory<byte> into, CancellationToken ct);

    public static BodyReader For(ResponseHead head, SocketReader reader)
    {
        if (head.Status is 204 or 304) return new Sized(reader, 0);
        if (head.IsChunked) return new Chunked(reader);
        // A body that ends with the connection cannot be told from one that was cut: the daemon never sends such.
        return new Sized(reader, head.ContentLength ?? throw new InvalidAnswerException("neither Content-Length nor chunks"));
    }

    private sealed class Sized(SocketReader reader, long left) : BodyReader
    {
        private long _left = left;

        public override async ValueTask<int> ReadAsync(Memory<byte> into, CancellationToken ct)
        {
            if (_left == 0 || into.IsEmpty) return 0;
            var read = await reader.ReadAsync(into[..(int)Math.Min(into.Length, _left)], ct);
            if (read == 0) throw reader.Truncated();
            _left -= read;
            return read;
        }
    }

    private sealed class Chunked(SocketReader reader) : BodyReader
    {
        private long _left;
        private bool _isFirst = true;
        private bool _isDone;

        public override async ValueTask<int> ReadAsync(Memory<byte> into, CancellationToken ct)
        {
            if (_left == 0 && !_isDone) await NextChunkAsync(ct);
            if (_isDone || into.IsEmpty) return 0;
            var read = await reader.ReadAsync(into[..(int)Math.Min(into.Length, _left)], ct);
            if (read == 0) throw reader.Truncated();
            _left -= read;
            return read;
        }

        private async ValueTask NextChunkAsync(CancellationToken ct)
        {
            if (!_isFirst && (await reader.ReadLineAsync(ct)).Length > 0) throw new InvalidAnswerException("a chunk is longer than its size");
            _isFirst = false;
            _left = Size((await reader.ReadLineAsync(ct)).Span);
            if (_left > 0) return;
            // Trailers, of which we want none; bounded in number.
            for (var lines = 0; (await reader.ReadLineAsync(ct)).Length > 0; lines++)
            {
                if (lines == 32) throw new InvalidAnswerException("too many trailers");
            }

            _isDone = true;
        }

        private static long Size(ReadOnlySpan<byte> line)
        {
            var extension = line.IndexOf((byte)';');
            var digits = Encoding.ASCII.GetString((extension < 0 ? line : line[..extension]).TrimEnd(" \t"u8));
            if (digits.Length is > 0 and <= 8
                && long.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var size)) return size;
            throw new InvalidAnswerException("a chunk without a size");
        }
    }
}
