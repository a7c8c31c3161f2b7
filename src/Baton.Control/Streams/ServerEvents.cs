using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Baton.Contracts;
using Baton.Control.Mapping;
using Baton.Control.Metrics;
using Baton.Control.Routing;
using Microsoft.AspNetCore.Http;

namespace Baton.Control.Streams;

/// <summary>
/// Writes server-sent events. A reader that takes its time holds up only its own stream: writing waits for it, with no more than one
/// batch in memory.
/// </summary>
internal sealed class ServerEvents : IDisposable
{
    private readonly PipeWriter _out;
    private readonly Utf8JsonWriter _json;

    private readonly HttpFigures _figures;

    private ServerEvents(HttpContext context, HttpFigures figures)
    {
        _figures = figures;
        _out = context.Response.BodyWriter;
        _json = new Utf8JsonWriter(_out, Answer.Writing);
    }

    /// <summary>Answers with a stream.</summary>
    public static async Task<ServerEvents> StartAsync(ControlRequest request)
    {
        var response = request.Context.Response;
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["X-Request-Id"] = request.Context.TraceIdentifier;
        var events = new ServerEvents(request.Context, request.Sources.Http);
        // At once, so that the reader knows that it is connected before the first event happens.
        await response.StartAsync(request.Gone);
        await response.BodyWriter.FlushAsync(request.Gone);
        request.Sources.Http.StreamBegan();
        return events;
    }

    /// <summary>Adds an event; <see cref="FlushAsync"/> sends it.</summary>
    public void Add<T>(string name, string? id, T data, JsonTypeInfo<T> info)
    {
        using (Begin(name, id)) JsonSerializer.Serialize(_json, data, info);
    }

    /// <summary>Begins an event, whose data is what is written to <see cref="Json"/> until the result is disposed.</summary>
    public Ending Begin(string name, string? id)
    {
        if (id is not null) Write("id: ", id);
        Write("event: ", name);
        _out.Write("data: "u8);
        _json.Reset(_out);
        return new Ending(this);
    }

    /// <summary>Writes the data of the event begun.</summary>
    public Utf8JsonWriter Json => _json;

    /// <summary>A comment that keeps the connection from looking dead, to both ends.</summary>
    public void AddIdle() => _out.Write(": idle\n\n"u8);

    /// <summary>The last event: why the daemon closes the stream.</summary>
    public void AddEnd(Stopping stopping) => Add("end", null, new StreamEnd(stopping.Reason, stopping.IsFollowed ? true : null), WireJson.Default.StreamEnd);

    /// <summary>Sends what was added; waits for a reader that is slow.</summary>
    public ValueTask<FlushResult> FlushAsync(CancellationToken ct) => _out.FlushAsync(ct);

    /// <inheritdoc/>
    public void Dispose()
    {
        _figures.StreamEnded();
        _json.Dispose();
    }

    private void Write(string field, string value)
    {
        Encoding.ASCII.GetBytes(field, _out);
        Encoding.ASCII.GetBytes(value, _out);
        _out.Write("\n"u8);
    }

    /// <summary>Ends an event.</summary>
    internal readonly struct Ending(ServerEvents events) : IDisposable
    {
        public void Dispose()
        {
            events._json.Flush();
            events._out.Write("\n\n"u8);
        }
    }
}
