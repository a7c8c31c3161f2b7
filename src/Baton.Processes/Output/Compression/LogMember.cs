using System.Buffers.Binary;
using System.IO.Compression;

namespace Baton.Processes.Output.Compression;

/// <summary>
/// The form of a compressed log: a gzip file of many members, each of which says in an extra field how long it is and how much text it
/// holds. Every program that knows gzip reads it; who knows the field finds any place in it without unpacking what lies before.
/// </summary>
public static class LogMember
{
    /// <summary>Bytes of the header that tells the lengths.</summary>
    public const int HeaderBytes = PlainHeader + FieldBytes;

    /// <summary>Most text of a member, and most bytes of one, whatever a header claims.</summary>
    public const int MaxTextBytes = 1 << 20, MaxBytes = 2 << 20;

    // gzip's own header without optional fields; then two bytes of length, the field's name and length, and two numbers.
    private const int PlainHeader = 10, FieldBytes = 14, LeastTextBytes = 64 << 10;
    private const byte HasField = 4;

    private static ReadOnlySpan<byte> FieldStart => [12, 0, (byte)'B', (byte)'T', 8, 0];

    /// <summary>How much text a member of a file of that length holds: 64 KiB, and more where the file is very long.</summary>
    public static int TextBytesOf(long fileLength) => (int)Math.Clamp(fileLength / 1024, LeastTextBytes, MaxTextBytes);

    /// <summary>Puts a member into <paramref name="into"/>, which is emptied first.</summary>
    /// <param name="text">At most <see cref="MaxTextBytes"/>, not empty.</param>
    /// <param name="into">Room for it.</param>
    public static void Write(ReadOnlySpan<byte> text, MemoryStream into)
    {
        into.SetLength(0);
        into.Write(stackalloc byte[FieldBytes]);
        using (var gzip = new GZipStream(into, CompressionLevel.Optimal, leaveOpen: true)) gzip.Write(text);
        var member = into.GetBuffer().AsSpan(0, (int)into.Length);
        // The header moves to the front; the field takes the room behind it.
        member.Slice(FieldBytes, PlainHeader).CopyTo(member);
        member[3] = HasField;
        FieldStart.CopyTo(member[PlainHeader..]);
        BinaryPrimitives.WriteInt32LittleEndian(member[(HeaderBytes - 8)..], member.Length);
        BinaryPrimitives.WriteInt32LittleEndian(member[(HeaderBytes - 4)..], text.Length);
    }

    /// <summary>Reads a header; false when it is none of this form: another program wrote it, or it is damaged.</summary>
    public static bool TryReadHeader(ReadOnlySpan<byte> header, out int memberBytes, out int textBytes)
    {
        (memberBytes, textBytes) = (0, 0);
        if (header.Length < HeaderBytes || header[0] != 0x1F || header[1] != 0x8B || header[3] != HasField) return false;
        if (!header[PlainHeader..].StartsWith(FieldStart)) return false;
        memberBytes = BinaryPrimitives.ReadInt32LittleEndian(header[(HeaderBytes - 8)..]);
        textBytes = BinaryPrimitives.ReadInt32LittleEndian(header[(HeaderBytes - 4)..]);
        return memberBytes is > HeaderBytes and <= MaxBytes && textBytes is > 0 and <= MaxTextBytes;
    }

    /// <summary>Unpacks a whole member.</summary>
    /// <param name="member">Array that begins with it.</param>
    /// <param name="memberBytes">Its length.</param>
    /// <param name="text">As long as its text.</param>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    /// <exception cref="EndOfStreamException">It holds less text.</exception>
    public static void Read(byte[] member, int memberBytes, Span<byte> text)
    {
        using var gzip = new GZipStream(new MemoryStream(member, 0, memberBytes, writable: false), CompressionMode.Decompress);
        gzip.ReadExactly(text);
    }
}
