using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Baton.Contracts;
using Baton.Control.Mapping;
using Baton.Core.Notices;

namespace Baton.Control.Streams;

/// <summary>
/// Events as they stand in a stream, written once for all readers: of an event that happens now all of them want the same bytes within
/// milliseconds. A fixed number of the newest is kept. Safe to use from all threads.
/// </summary>
internal sealed class EventFrames
{
    private const int Kept = 512;

    private readonly Frame?[] _frames = new Frame?[Kept];

    /// <summary>The event with its name, number and the blank line behind it.</summary>
    public ReadOnlySpan<byte> Of(Notice notice)
    {
        ref var place = ref _frames[notice.Seq % Kept];
        if (Volatile.Read(ref place) is { } known && ReferenceEquals(known.Notice, notice)) return known.Bytes;
        var frame = new Frame(notice, Write(notice));
        Volatile.Write(ref place, frame);
        return frame.Bytes;
    }

    private static byte[] Write(Notice notice)
    {
        var body = new ArrayBufferWriter<byte>(256);
        Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"id: {notice.Seq}\nevent: notice\ndata: "), body);
        using (var writer = new Utf8JsonWriter(body, Answer.Writing)) JsonSerializer.Serialize(writer, EventRecords.Of(notice), WireJson.Default.EventRecord);
        body.Write("\n\n"u8);
        return body.WrittenSpan.ToArray();
    }

    private sealed record Frame(Notice Notice, byte[] Bytes);
}
