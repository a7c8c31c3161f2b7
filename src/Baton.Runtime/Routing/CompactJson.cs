using System.Text.Json;

namespace Baton.Runtime.Routing;

/// <summary>Writes JSON again without blanks, token by token, each as it stood there.</summary>
/// <param name="to">Where it is written; it has room for all, since blanks only go.</param>
internal ref struct CompactJson(Span<byte> to)
{
    private readonly Span<byte> _to = to;
    private bool _needsComma;

    /// <summary>Bytes written; -1: there was no room.</summary>
    public int Length { get; private set; }

    /// <summary>Adds the token that a reader stands at.</summary>
    public void Add(ref Utf8JsonReader reader)
    {
        var isEnd = reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray;
        if (_needsComma && !isEnd) Put(","u8);
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                Put("{"u8);
                break;
            case JsonTokenType.EndObject:
                Put("}"u8);
                break;
            case JsonTokenType.StartArray:
                Put("["u8);
                break;
            case JsonTokenType.EndArray:
                Put("]"u8);
                break;
            default:
                AddText(ref reader);
                break;
        }

        _needsComma = reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray or JsonTokenType.PropertyName);
    }

    private void AddText(ref Utf8JsonReader reader)
    {
        var isQuoted = reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName;
        if (isQuoted) Put("\""u8);
        Put(reader.ValueSpan);
        if (isQuoted) Put("\""u8);
        if (reader.TokenType == JsonTokenType.PropertyName) Put(":"u8);
    }

    private void Put(ReadOnlySpan<byte> bytes)
    {
        if (Length < 0 || _to.Length - Length < bytes.Length)
        {
            Length = -1;
            return;
        }

        bytes.CopyTo(_to[Length..]);
        Length += bytes.Length;
    }
}
