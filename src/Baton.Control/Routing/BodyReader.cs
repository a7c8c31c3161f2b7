using System.Buffers;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Baton.Contracts;
using Baton.Control.Problems;
using Microsoft.AspNetCore.Http;

namespace Baton.Control.Routing;

/// <summary>Reads the body of a request as JSON; its length is bounded by the server (<see cref="Limits.BodyBytes"/>).</summary>
internal static class BodyReader
{
    /// <summary>The record; <paramref name="otherwise"/> when there is no body.</summary>
    public static async Task<T> ReadAsync<T>(HttpContext context, JsonTypeInfo<T> info, T otherwise)
    {
        var reader = context.Request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(context.RequestAborted);
            if (!read.IsCompleted)
            {
                // Looked at, not taken: the next read gives all of it again, with more.
                reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
                continue;
            }

            var json = read.Buffer.ToArray();
            // Taken: else the server cannot go on with the connection, and closes it.
            reader.AdvanceTo(read.Buffer.End);
            return Parse(json, info, otherwise);
        }
    }

    /// <summary>Takes a body that nobody needs, so that what is too long is refused everywhere.</summary>
    public static async Task SkipAsync(HttpContext context)
    {
        var reader = context.Request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(context.RequestAborted);
            reader.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted) return;
        }
    }

    private static T Parse<T>(byte[] json, JsonTypeInfo<T> info, T otherwise)
    {
        if (json.Length == 0) return otherwise;
        try
        {
            var value = JsonSerializer.Deserialize(json, info) ?? throw ProblemException.Invalid("the body is null instead of an object");
            return RepeatedMember.Find(json) is { } path ? throw ProblemException.Invalid($"the body is not what this address takes, at {path}: it stands there more than once") : value;
        }
        catch (JsonException e)
        {
            if (Mistake(json) is { } mistake) throw ProblemException.Malformed($"the body is not valid JSON: {mistake}");
            var hint = e is TimeFormException ? $", which {TimeFormException.Hint}" : "; see docs/reference/api.md";
            throw ProblemException.Invalid($"the body is not what this address takes, at {e.Path ?? "$"}{hint}");
        }
    }

    /// <summary>Where it stops being JSON, both counted from 1; null when it is JSON.</summary>
    private static string? Mistake(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = WireJson.Default.Options.MaxDepth });
        try
        {
            while (reader.Read())
            {
            }

            return null;
        }
        catch (JsonException e)
        {
            return string.Create(CultureInfo.InvariantCulture, $"line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}");
        }
    }
}
