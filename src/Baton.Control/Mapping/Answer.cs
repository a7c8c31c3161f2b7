using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Baton.Control.Lists;
using Microsoft.AspNetCore.Http;

namespace Baton.Control.Mapping;

/// <summary>Writes answers as JSON.</summary>
internal static class Answer
{
    /// <summary>
    /// Only what JSON must escape is escaped: quotes and other scripts stay readable. That is safe since no answer is ever taken for a
    /// page: its type says JSON, and <c>nosniff</c> forbids to guess.
    /// </summary>
    public static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes a record as the body.</summary>
    public static Task WriteAsync<T>(HttpContext context, T value, JsonTypeInfo<T> info, string type = "application/json")
    {
        var body = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(body, Writing)) JsonSerializer.Serialize(writer, value, info);
        return WriteAsync(context, body.WrittenMemory, type);
    }

    /// <summary>Writes a page that many ask for again and again; who has it already is told only that.</summary>
    public static Task WriteTaggedAsync(HttpContext context, WrittenPage page)
    {
        var headers = context.Response.Headers;
        headers.ETag = page.Tag;
        if (!IsKnown(context, page.Tag)) return WriteAsync(context, page.Body, caching: "private, no-cache");
        context.Response.StatusCode = StatusCodes.Status304NotModified;
        headers.CacheControl = "private, no-cache";
        headers["X-Request-Id"] = context.TraceIdentifier;
        return Task.CompletedTask;
    }

    private static bool IsKnown(HttpContext context, string tag)
    {
        foreach (var value in context.Request.Headers.IfNoneMatch)
        {
            if (value is not null && (value == "*" || value.Split(',').Any(one => one.AsSpan().Trim().SequenceEqual(tag)))) return true;
        }

        return false;
    }

    /// <summary>Writes a finished body.</summary>
    public static Task WriteAsync(HttpContext context, ReadOnlyMemory<byte> body, string type = "application/json", string caching = "no-store")
    {
        var response = context.Response;
        response.ContentType = type;
        response.ContentLength = body.Length;
        response.Headers["X-Request-Id"] = context.TraceIdentifier;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.CacheControl = caching;
        return response.Body.WriteAsync(body, context.RequestAborted).AsTask();
    }
}
