using System.Text.Json;
using Baton.Contracts;

namespace Baton.Client.Blocking;

/// <summary>
/// Reads a page of services by hand. The generated reader gives the same, but the first use of its metadata costs a process about
/// 30 ms of compilation, more than all the rest of <c>baton ps</c>.
/// </summary>
internal static class ServicePageReader
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 16 };

    /// <summary>Adds the page's services to <paramref name="into"/>; returns the cursor of the next page.</summary>
    /// <exception cref="InvalidAnswerException">It is not a page of services.</exception>
    public static string? Read(ReadOnlySpan<byte> json, List<ServiceRecord> into)
    {
        try
        {
            return ReadPage(new Utf8JsonReader(json, Options), into);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            // The last two: a value of another type, or out of its range.
            throw new InvalidAnswerException(e.Message, e);
        }
    }

    private static string? ReadPage(Utf8JsonReader reader, List<ServiceRecord> into)
    {
        string? next = null;
        var hasItems = false;
        Expect(ref reader, JsonTokenType.StartObject);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            if (reader.ValueTextEquals("items"u8))
            {
                ReadItems(ref reader, into);
                hasItems = true;
            }
            else if (reader.ValueTextEquals("next"u8)) next = reader.Read() ? reader.GetString() : null;
            else reader.Skip();
        }

        // Whatever follows the page makes the reader throw.
        reader.Read();
        return hasItems ? next : throw new JsonException("a page without items");
    }

    private static void ReadItems(ref Utf8JsonReader reader, List<ServiceRecord> into)
    {
        Expect(ref reader, JsonTokenType.StartArray);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.StartObject) throw new JsonException("a service is expected");
            var fields = new ServiceFields();
            while (reader.Read() && reader.TokenType != JsonTokenType.EndObject) fields.Read(ref reader);
            into.Add(fields.Build());
        }
    }

    private static void Expect(ref Utf8JsonReader reader, JsonTokenType token)
    {
        if (!reader.Read() || reader.TokenType != token) throw new JsonException($"{token} is expected");
    }
}
