using System.IO.Compression;
using Baton.Core;

namespace Baton.Control.Pages;

/// <summary>One file of the dashboard, held in memory once somebody has asked for it.</summary>
internal sealed class PageFile
{
    // Below this a packet holds it in either form.
    private const int WorthPacking = 1024;

    private readonly Lazy<byte[]?> _packed;

    /// <param name="type">Its media type.</param>
    /// <param name="bytes">What it holds.</param>
    public PageFile(string type, byte[] bytes)
    {
        (Type, Bytes) = (type, bytes);
        var hash = Sha256.HexOf(bytes);
        (Tag, PackedTag) = ($"\"{hash}\"", $"\"{hash}-gzip\"");
        _packed = new Lazy<byte[]?>(Pack);
    }

    /// <summary>Its media type.</summary>
    public string Type { get; }

    /// <summary>What it holds.</summary>
    public byte[] Bytes { get; }

    /// <summary>Value of <c>ETag</c>: the SHA-256 of what it holds.</summary>
    public string Tag { get; }

    /// <summary>Value of <c>ETag</c> where it is sent packed: the bytes differ, so the tag does.</summary>
    public string PackedTag { get; }

    /// <summary>The same by gzip; null where that gains nothing.</summary>
    public byte[]? Packed => _packed.Value;

    private byte[]? Pack()
    {
        if (Bytes.Length < WorthPacking) return null;
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true)) gzip.Write(Bytes);
        return packed.Length < Bytes.Length ? packed.ToArray() : null;
    }
}
