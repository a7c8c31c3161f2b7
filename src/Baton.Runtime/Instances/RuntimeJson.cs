using System.Text.Json.Serialization;

namespace Baton.Runtime.Instances;

/// <summary>How <see cref="RuntimeDocument"/> is written.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(RuntimeDocument))]
internal sealed partial class RuntimeJson : JsonSerializerContext;
