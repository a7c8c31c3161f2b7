using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
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

            return Parse(read.Buffer.ToArray(), info, otherwise);
        }
    }

    private static T Parse<T>(byte[] json, JsonTypeInfo<T> info, T otherwise)
    {
        if (json.Length == 0) return otherwise;
        try
        {
            return JsonSerializer.Deserialize(json, info) ?? throw ProblemException.Invalid("the body is null instead of an object");
        }
        catch (JsonException e)
        {
            if (!IsJson(json)) throw ProblemException.Malformed("the body is not valid JSON");
            throw ProblemException.Invalid($"the body is not what this address takes, at {e.Path ?? "$"}; see docs/reference/api.md");
        }
    }

    private static bool IsJson(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        try
        {
            while (reader.Read())
            {
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
