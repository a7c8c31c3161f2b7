using System.Buffers.Binary;
using System.Numerics;

namespace Baton.Journal.Records;

/// <summary>CRC-32C, which processors compute by themselves.</summary>
internal static class Checksum
{
    /// <summary>Of one stretch of bytes.</summary>
    public static uint Of(ReadOnlySpan<byte> data) => ~Add(uint.MaxValue, data);

    /// <summary>Of two, one after the other.</summary>
    public static uint Of(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second) => ~Add(Add(uint.MaxValue, first), second);

    private static uint Add(uint crc, ReadOnlySpan<byte> data)
    {
        for (; data.Length >= 8; data = data[8..]) crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(data));
        foreach (var b in data) crc = BitOperations.Crc32C(crc, b);
        return crc;
    }
}
