using System.Buffers.Binary;
using System.Text;

namespace Baton.Processes.Guardian.Wire;

/// <summary>
/// Puts one frame together, in memory that is used again: 4 bytes of length (of what follows them), 1 byte of kind, the body. Numbers are
/// little-endian; a text is its length in bytes (4) and its UTF-8, a null text the length -1; a list is its count (4) and its items.
/// </summary>
internal sealed class WireWriter
{
    private byte[] _bytes = new byte[1024];
    private int _length;

    /// <summary>The protocol that the other end reads.</summary>
    public int Protocol { get; set; } = GuardianWire.Protocol;

    /// <summary>The frame as it is.</summary>
    public ReadOnlySpan<byte> Frame => _bytes.AsSpan(0, _length);

    /// <summary>Begins a new frame in place of the last.</summary>
    public void Begin(WireKind kind)
    {
        _length = 4;
        Byte((byte)kind);
    }

    /// <summary>Writes the length into its place.</summary>
    /// <exception cref="WireException">It is longer than <see cref="WireReader.LongestFrame"/>.</exception>
    public void End()
    {
        if (_length - 4 > WireReader.LongestFrame) throw new WireException($"a message of {_length} bytes is too long");
        BinaryPrimitives.WriteInt32LittleEndian(_bytes, _length - 4);
        // One large launch must not keep its memory for ever.
    }

    /// <summary>Gives back the memory of an unusually large frame.</summary>
    public void Shrink()
    {
        if (_bytes.Length > 64 * 1024) _bytes = new byte[1024];
        _length = 0;
    }

    public void Byte(byte value) => Take(1)[0] = value;

    public void Bool(bool value) => Byte(value ? (byte)1 : (byte)0);

    public void Int(int value) => BinaryPrimitives.WriteInt32LittleEndian(Take(4), value);

    public void Long(long value) => BinaryPrimitives.WriteInt64LittleEndian(Take(8), value);

    public void OptionalInt(int? value)
    {
        Bool(value is not null);
        if (value is { } given) Int(given);
    }

    public void Text(string? value)
    {
        if (value is null)
        {
            Int(-1);
            return;
        }

        var length = Encoding.UTF8.GetByteCount(value);
        Int(length);
        Encoding.UTF8.GetBytes(value, Take(length));
    }

    public void Id(RunId id)
    {
        Text(id.Service);
        Int(id.Run);
    }

    public void Texts(IReadOnlyCollection<string> values)
    {
        Int(values.Count);
        foreach (var value in values) Text(value);
    }

    private Span<byte> Take(int count)
    {
        if (_length + count > _bytes.Length) Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + count));
        _length += count;
        return _bytes.AsSpan(_length - count, count);
    }
}
