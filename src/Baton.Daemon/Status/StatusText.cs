using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Baton.Supervision.Services;

namespace Baton.Daemon.Status;

/// <summary>Writes the text of <c>status.json</c>, for other programs; its shape is in <c>docs/reference/status.md</c>.</summary>
internal static class StatusText
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Everything but version and time, as an object: what tells whether something has changed.</summary>
    /// <param name="into">Emptied first.</param>
    /// <param name="state">What the daemon is doing.</param>
    /// <param name="pid">Its process; null when it has ended.</param>
    /// <param name="services">All services.</param>
    public static void WriteBody(ArrayBufferWriter<byte> into, string state, int? pid, IReadOnlyList<ServiceView> services)
    {
        into.ResetWrittenCount();
        using var json = new Utf8JsonWriter(into, Writing);
        json.WriteStartObject();
        json.WriteString("state"u8, state);
        if (pid is { } own) json.WriteNumber("pid"u8, own);
        json.WriteStartArray("services"u8);
        foreach (var service in services) WriteService(json, service);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>The whole text, with a newline at its end.</summary>
    public static void WriteWhole(ArrayBufferWriter<byte> into, DateTimeOffset time, ReadOnlySpan<byte> body)
    {
        into.ResetWrittenCount();
        into.Write("{\"version\":1,\"written_at\":\""u8);
        Span<byte> stamp = stackalloc byte[24];
        time.UtcDateTime.TryFormat(stamp, out var length, TimeFormat, System.Globalization.CultureInfo.InvariantCulture);
        into.Write(stamp[..length]);
        into.Write("\","u8);
        into.Write(body[1..]);
        into.Write("\n"u8);
    }

    private static void WriteService(Utf8JsonWriter json, ServiceView service)
    {
        json.WriteStartObject();
        json.WriteString("name"u8, service.Name);
        if (service.DisplayName is { } display) json.WriteString("display_name"u8, display);
        json.WriteString("state"u8, PhaseWords.Of(service.State));
        json.WriteBoolean("ready"u8, service.IsReady);
        if (service.Pid is { } pid) json.WriteNumber("pid"u8, pid);
        json.WriteNumber("run"u8, service.Run);
        json.WriteNumber("restarts"u8, service.Restarts);
        Span<byte> since = stackalloc byte[24];
        service.Since.UtcDateTime.TryFormat(since, out var length, TimeFormat, System.Globalization.CultureInfo.InvariantCulture);
        json.WriteString("since"u8, since[..length]);
        if (service.Reason is { } reason) json.WriteString("reason"u8, reason);
        json.WriteEndObject();
    }
}
