namespace Baton.Health.History.Latency;

/// <summary>Whole numbers in as few bytes as they need: seven bits each, the lowest first, a set high bit when more follow.</summary>
internal static class Varint
{
    /// <summary>Bytes of the greatest number that is read back.</summary>
    public const int MostBytes = 8;

    /// <summary>Writes a number from 0 to 2^56 - 1; how many bytes it took.</summary>
    public static int Write(Span<byte> to, long value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(value, 1L << (7 * MostBytes));
        var at = 0;
        for (; value >= 0x80; value >>= 7) to[at++] = (byte)(0x80 | (value & 0x7F));
        to[at++] = (byte)value;
        return at;
    }

    /// <summary>Reads a number and goes on behind it; false when there is none, or too long a one.</summary>
    public static bool TryRead(ref ReadOnlySpan<byte> from, out long value)
    {
        value = 0;
        for (var at = 0; at < Math.Min(from.Length, MostBytes); at++)
        {
            value |= (long)(from[at] & 0x7F) << (7 * at);
            if (from[at] >= 0x80) continue;
            from = from[(at + 1)..];
            return true;
        }

        return false;
    }
}
