using System.Text.Json;
using System.Text.Json.Serialization;

namespace Baton.Client.Runtime;

/// <summary>An answer; exactly one is there.</summary>
internal sealed record RuntimeAnswer
{
    /// <summary>What was asked for; JSON's null when there is nothing to say, undefined when it is absent.</summary>
    [JsonPropertyName("Ok")]
    public JsonElement Ok { get; init; }

    /// <summary>Why not, the outermost first.</summary>
    [JsonPropertyName("Err")]
    public IReadOnlyList<string>? Err { get; init; }
}
