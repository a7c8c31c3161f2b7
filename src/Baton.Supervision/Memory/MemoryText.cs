using System.Text;
using System.Text.Unicode;

namespace Baton.Supervision.Memory;

/// <summary>Texts of bounded length in UTF-8, without an allocation on writing.</summary>
internal static class MemoryText
{
    /// <summary>Writes as many whole characters as fit; the number of bytes, -1 for no text.</summary>
    public static int Write(string? text, Span<byte> to)
    {
        if (text is null) return -1;
        Utf8.FromUtf16(text, to, out _, out var written);
        return written;
    }

    /// <summary>What was written; null for no text.</summary>
    public static string? Read(int length, ReadOnlySpan<byte> from) => length < 0 ? null : Encoding.UTF8.GetString(from[..length]);
}
