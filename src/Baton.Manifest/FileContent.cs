using Baton.Manifest.Native;

namespace Baton.Manifest;

/// <summary>What a file holds, or why that cannot be had; exactly one of the two is there.</summary>
public sealed record FileContent(byte[]? Bytes, string? Problem)
{
    /// <summary>Reads a regular file (a link to one is fine) of at most <paramref name="limit"/> bytes; other files could keep the reader waiting for ever.</summary>
    public static FileContent Read(string path, int limit)
    {
        var bytes = RegularFile.Read(path, limit, out var problem);
        return new FileContent(bytes, problem);
    }
}
