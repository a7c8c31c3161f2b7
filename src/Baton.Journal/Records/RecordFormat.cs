using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Baton.Core.Notices;

namespace Baton.Journal.Records;

/// <summary>
/// One record: marker (4 bytes), length of the body (4), CRC-32C of length and body (4), body. All numbers are little-endian. The marker
/// begins with bytes that no UTF-8 text holds, so that after damage the next record is found, and no text can pass for one.
/// </summary>
internal static class RecordFormat
{
    /// <summary>Bytes before the body.</summary>
    public const int HeadBytes = 12;

    /// <summary>The longest body; a longer detail is cut.</summary>
    public const int MaxBodyBytes = 32 * 1024;

    /// <summary>Bytes of a body before its texts: kind, whether there is a detail, number, time, cause, two lengths.</summary>
    public const int FixedBytes = 1 + 1 + 8 + 8 + 8 + 2 + 2;

    private const int MaxWordBytes = 1024;
    private const string Cut = "…";

    /// <summary>What every record begins with.</summary>
    public static ReadOnlySpan<byte> Marker => [0xFF, 0xB7, 0xFE, 0x4A];

    /// <summary>Appends a fact.</summary>
    public static void Write(IBufferWriter<byte> to, Notice notice)
    {
        var subject = Fit(notice.Subject, MaxWordBytes);
        var what = Fit(notice.What, MaxWordBytes);
        var detail = notice.Detail is { } text ? Fit(text, MaxBodyBytes - FixedBytes - subject.Length - what.Length) : null;
        Write(to, RecordKind.Fact, notice.Seq, notice.Time.ToUnixTimeMilliseconds(), notice.Cause ?? 0, subject, what, detail);
    }

    /// <summary>Appends the mark of a daemon that begins: its numbers come after <paramref name="last"/>, and those before it ended with <paramref name="written"/>.</summary>
    public static void WriteBegin(IBufferWriter<byte> to, long last, long written, DateTimeOffset time) =>
        Write(to, RecordKind.Begin, last, time.ToUnixTimeMilliseconds(), written, [], [], null);

    /// <summary>What lies at the beginning of <paramref name="data"/>.</summary>
    /// <param name="data">Bytes of a segment.</param>
    /// <param name="length">Length of a whole record, its head included; else 0.</param>
    public static RecordLook Look(ReadOnlySpan<byte> data, out int length)
    {
        length = 0;
        var known = Math.Min(data.Length, Marker.Length);
        if (!data[..known].SequenceEqual(Marker[..known])) return RecordLook.Damaged;
        if (data.Length < HeadBytes) return RecordLook.Incomplete;
        var body = BinaryPrimitives.ReadUInt32LittleEndian(data[4..]);
        if (body is < FixedBytes or > MaxBodyBytes) return RecordLook.Damaged;
        var whole = HeadBytes + (int)body;
        if (data.Length < whole) return RecordLook.Incomplete;
        if (BinaryPrimitives.ReadUInt32LittleEndian(data[8..]) != Checksum.Of(data[4..8], data[HeadBytes..whole])) return RecordLook.Damaged;
        var fixedPart = data[HeadBytes..];
        if (FixedBytes + BinaryPrimitives.ReadUInt16LittleEndian(fixedPart[26..]) + BinaryPrimitives.ReadUInt16LittleEndian(fixedPart[28..]) > body)
            return RecordLook.Damaged;
        length = whole;
        return RecordLook.Whole;
    }

    private static void Write(IBufferWriter<byte> to, RecordKind kind, long seq, long time, long cause, ReadOnlySpan<byte> subject, ReadOnlySpan<byte> what, byte[]? detail)
    {
        var body = FixedBytes + subject.Length + what.Length + (detail?.Length ?? 0);
        var span = to.GetSpan(HeadBytes + body)[..(HeadBytes + body)];
        Marker.CopyTo(span);
        BinaryPrimitives.WriteInt32LittleEndian(span[4..], body);
        var at = span[HeadBytes..];
        at[0] = (byte)kind;
        at[1] = detail is null ? (byte)0 : (byte)1;
        BinaryPrimitives.WriteInt64LittleEndian(at[2..], seq);
        BinaryPrimitives.WriteInt64LittleEndian(at[10..], time);
        BinaryPrimitives.WriteInt64LittleEndian(at[18..], cause);
        BinaryPrimitives.WriteUInt16LittleEndian(at[26..], (ushort)subject.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(at[28..], (ushort)what.Length);
        subject.CopyTo(at[FixedBytes..]);
        what.CopyTo(at[(FixedBytes + subject.Length)..]);
        detail?.CopyTo(at[(FixedBytes + subject.Length + what.Length)..]);
        BinaryPrimitives.WriteUInt32LittleEndian(span[8..], Checksum.Of(span[4..8], span[HeadBytes..]));
        to.Advance(HeadBytes + body);
    }

    /// <summary>The text in at most so many bytes, cut between characters with a sign that it was.</summary>
    private static byte[] Fit(string text, int most)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        if (bytes.Length <= most) return bytes;
        var end = most - Encoding.UTF8.GetByteCount(Cut);
        while (end > 0 && (bytes[end] & 0xC0) == 0x80) end--;
        return [.. bytes.AsSpan(0, end), .. Encoding.UTF8.GetBytes(Cut)];
    }
}
