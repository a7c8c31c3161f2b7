using System.Buffers.Binary;

namespace Baton.Journal.Records;

/// <summary>
/// The first 32 bytes of a segment: <c>BATONJNL</c>, version (4), number of its first record (8), when that was written (8), CRC-32C of
/// all before (4).
/// </summary>
internal static class SegmentHeader
{
    public const int Bytes = 32;

    /// <summary>The version that is written, and the newest that is understood.</summary>
    public const int Version = 1;

    private static ReadOnlySpan<byte> Magic => "BATONJNL"u8;

    public static void Write(Span<byte> to, long firstSeq, DateTimeOffset time)
    {
        Magic.CopyTo(to);
        BinaryPrimitives.WriteInt32LittleEndian(to[8..], Version);
        BinaryPrimitives.WriteInt64LittleEndian(to[12..], firstSeq);
        BinaryPrimitives.WriteInt64LittleEndian(to[20..], time.ToUnixTimeMilliseconds());
        BinaryPrimitives.WriteUInt32LittleEndian(to[28..], Checksum.Of(to[..28]));
    }

    /// <summary>
    /// Version and time of a header. A damaged one tells neither: its records are found all the same, and it counts as of the present
    /// version and of old.
    /// </summary>
    public static (int Version, long Time) Read(ReadOnlySpan<byte> data)
    {
        if (data.Length < Bytes || !data.StartsWith(Magic) || BinaryPrimitives.ReadUInt32LittleEndian(data[28..]) != Checksum.Of(data[..28])) return (Version, 0);
        return (BinaryPrimitives.ReadInt32LittleEndian(data[8..]), BinaryPrimitives.ReadInt64LittleEndian(data[20..]));
    }
}
