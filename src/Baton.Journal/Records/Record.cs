using System.Buffers.Binary;
using System.Text;
using Baton.Core.Notices;

namespace Baton.Journal.Records;

/// <summary>A whole record as it lies in memory; texts are read only when somebody wants them.</summary>
/// <param name="record">The record with its head.</param>
internal readonly ref struct Record(ReadOnlySpan<byte> record)
{
    private readonly ReadOnlySpan<byte> _body = record[RecordFormat.HeadBytes..];

    public RecordKind Kind => (RecordKind)_body[0];

    public long Seq => BinaryPrimitives.ReadInt64LittleEndian(_body[2..]);

    /// <summary>When, in milliseconds since 1970 (UTC).</summary>
    public long Time => BinaryPrimitives.ReadInt64LittleEndian(_body[10..]);

    /// <summary>Number of the fact that led to it, 0 for none; in the mark of a beginning the last number that was written before.</summary>
    public long Cause => BinaryPrimitives.ReadInt64LittleEndian(_body[18..]);

    public ReadOnlySpan<byte> Subject => _body.Slice(RecordFormat.FixedBytes, SubjectLength);

    public ReadOnlySpan<byte> What => _body.Slice(RecordFormat.FixedBytes + SubjectLength, WhatLength);

    /// <summary>The fact.</summary>
    public Notice ToNotice()
    {
        var detail = _body[1] == 0 ? null : Encoding.UTF8.GetString(_body[(RecordFormat.FixedBytes + SubjectLength + WhatLength)..]);
        var time = DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(Time, DateTimeOffset.MinValue.ToUnixTimeMilliseconds(), DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()));
        return new Notice(Seq, time, Encoding.UTF8.GetString(Subject), Encoding.UTF8.GetString(What), Cause == 0 ? null : Cause, detail);
    }

    private int SubjectLength => BinaryPrimitives.ReadUInt16LittleEndian(_body[26..]);

    private int WhatLength => BinaryPrimitives.ReadUInt16LittleEndian(_body[28..]);
}
