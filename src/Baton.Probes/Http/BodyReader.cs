using System.Buffers;

namespace Baton.Probes.Http;

/// <summary>Reads a body to its end or to its cap, which is 64 KiB.</summary>
internal static class BodyReader
{
    public const int Cap = 64 * 1024;

    private const int Piece = 4096;

    /// <summary>Reads and forgets: a body that does not come to its end is a failure too.</summary>
    public static async Task SkipAsync(Stream body, CancellationToken cancel)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Piece);
        try
        {
            for (int total = 0, read; total < Cap && (read = await body.ReadAsync(buffer, cancel)) > 0;) total += read;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Whether what was read contains <paramref name="wanted"/>.</summary>
    public static async Task<bool> ContainsAsync(Stream body, ReadOnlyMemory<byte> wanted, CancellationToken cancel)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Cap);
        try
        {
            var length = await body.ReadAtLeastAsync(buffer.AsMemory(0, Cap), Cap, throwOnEndOfStream: false, cancel);
            return buffer.AsSpan(0, length).IndexOf(wanted.Span) >= 0;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
