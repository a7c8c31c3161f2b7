using System.Text.Json.Serialization;

namespace Baton.Client.Runtime;

/// <summary>A request with data; exactly one is set. Those without are a JSON string of their name.</summary>
internal sealed record RuntimeRequest
{
    [JsonPropertyName("Add")]
    public AddRequest? Add { get; init; }

    [JsonPropertyName("AddWithBinary")]
    public AddWithBinaryRequest? AddWithBinary { get; init; }

    [JsonPropertyName("Start")]
    public StartRequest? Start { get; init; }

    [JsonPropertyName("Stop")]
    public string? Stop { get; init; }

    [JsonPropertyName("Remove")]
    public string? Remove { get; init; }

    [JsonPropertyName("Stdout")]
    public string? Stdout { get; init; }

    [JsonPropertyName("Link")]
    public LinkRequest? Link { get; init; }

    [JsonPropertyName("Unlink")]
    public LinkRequest? Unlink { get; init; }
}

/// <summary>A program that the server has.</summary>
internal sealed record AddRequest(string Id, string Path, bool Privileged);

/// <summary>A program that follows, with its SHA-256 as 32 numbers.</summary>
internal sealed record AddWithBinaryRequest(string Id, long Length, IReadOnlyList<int> Hash, bool Privileged);

/// <summary>Which instance, and how it shares the processor; null as another process would.</summary>
internal sealed record StartRequest(string Id, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Priority);

/// <summary>A link; without a sender, one for whoever sends.</summary>
internal sealed record LinkRequest(string TypeName, string To, string? From);
