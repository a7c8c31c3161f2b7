using System.Buffers.Binary;

namespace Baton.Containers.Following;

/// <summary>A place in what a container writes to one stream, after a whole piece.</summary>
/// <param name="Stamp">Time of the piece, in nanoseconds since 1970; 0 before the first.</param>
/// <param name="Ordinal">How many pieces of the stream have had that very time.</param>
/// <param name="Written">Bytes of the stream that the follower has written then.</param>
/// <param name="Note">How many of the last of them are words of the follower's own.</param>
internal readonly record struct StreamCheckpoint(long Stamp, long Ordinal, long Written, long Note)
{
    /// <summary>Bytes that one takes on the disk.</summary>
    public const int Size = 40;

    private const long Salt = 0x4241_544F_4E50_4C43;

    private long Sum => unchecked(Salt ^ (Stamp * 31) ^ (Ordinal * 37) ^ (Written * 41) ^ (Note * 43));

    /// <summary>Writes it.</summary>
    public void WriteTo(Span<byte> bytes)
    {
        ReadOnlySpan<long> values = [Stamp, Ordinal, Written, Note, Sum];
        for (var i = 0; i < values.Length; i++) BinaryPrimitives.WriteInt64LittleEndian(bytes[(i * 8)..], values[i]);
    }

    /// <summary>Reads one; null where none was written, or not to its end.</summary>
    public static StreamCheckpoint? Read(ReadOnlySpan<byte> bytes)
    {
        var read = new StreamCheckpoint(At(bytes, 0), At(bytes, 1), At(bytes, 2), At(bytes, 3));
        return At(bytes, 4) == read.Sum && read is { Written: >= 0, Ordinal: >= 0, Note: >= 0 } ? read : null;
    }

    private static long At(ReadOnlySpan<byte> bytes, int index) => BinaryPrimitives.ReadInt64LittleEndian(bytes[(index * 8)..]);
}
