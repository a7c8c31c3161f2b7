using System.Text.Json.Serialization;

namespace Baton.Health.Alarms;

/// <summary>How <see cref="AlarmMemory"/> is written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(AlarmMemory))]
internal sealed partial class AlarmJson : JsonSerializerContext;
