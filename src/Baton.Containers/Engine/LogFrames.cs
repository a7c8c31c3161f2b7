using System.Buffers.Binary;
using System.Text;

namespace Baton.Containers.Engine;

/// <summary>Reads what a container writes from the engine's framing: a byte that names the stream, three of zero, the length, the bytes.</summary>
/// <param name="source">The engine's answer.</param>
internal sealed class LogFrames(Stream source)
{
    // The engine cuts lines at 16 KiB; this is what is kept of one frame at a time.
    private const int MostBytes = 1 << 20;

    // The engine's own words: it cannot go on, and says why in the place of what the container wrote.
    private const byte EngineTrouble = 3;

    private readonly byte[] _header = new byte[8];
    private byte[] _buffer = new byte[32 * 1024];

    /// <summary>The next frame, good until the next call; null at the end.</summary>
    /// <exception cref="InvalidDataException">That is no frame, or the engine says that it cannot go on.</exception>
    public async Task<(bool IsError, ReadOnlyMemory<byte> Bytes)?> ReadAsync(CancellationToken cancel)
    {
        var read = await source.ReadAtLeastAsync(_header, _header.Length, throwOnEndOfStream: false, cancel).ConfigureAwait(false);
        if (read < _header.Length) return null;
        var length = BinaryPrimitives.ReadUInt32BigEndian(_header.AsSpan(4));
        if (_header[0] > EngineTrouble || length > MostBytes) throw new InvalidDataException("the engine sends what is no frame");
        if (length > _buffer.Length) _buffer = new byte[length];
        var bytes = _buffer.AsMemory(0, (int)length);
        if (await source.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancel).ConfigureAwait(false) < bytes.Length) return null;
        if (_header[0] == EngineTrouble) throw new InvalidDataException($"the engine cannot go on: {Encoding.UTF8.GetString(bytes.Span).Trim()}");
        return (_header[0] == 2, bytes);
    }
}
