using System.Text.Json.Serialization;

namespace Baton.Client.Runtime;

/// <summary>How requests and answers of a control socket look as JSON.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    MaxDepth = 16)]
[JsonSerializable(typeof(RuntimeRequest))]
[JsonSerializable(typeof(RuntimeAnswer))]
internal sealed partial class RuntimeJson : JsonSerializerContext;
