using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Baton.Contracts;
using Baton.Control.Mapping;
using Baton.Supervision.Services;

namespace Baton.Control.Streams;

/// <summary>Services as JSON, each written once for all streams: a view never changes, and there is another one after each change. Safe to use from all threads.</summary>
internal static class ServiceFrames
{
    private static readonly ConditionalWeakTable<ServiceView, byte[]> Written = [];

    /// <summary>The record of a service.</summary>
    public static ReadOnlySpan<byte> Of(ServiceView view) => Written.GetValue(view, Write);

    private static byte[] Write(ServiceView view)
    {
        var body = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(body, Answer.Writing)) JsonSerializer.Serialize(writer, ServiceRecords.Of(view), WireJson.Default.ServiceRecord);
        return body.WrittenSpan.ToArray();
    }
}
