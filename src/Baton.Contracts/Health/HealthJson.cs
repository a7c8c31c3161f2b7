using System.Text.Json.Serialization;
using Baton.Contracts.Robot;

namespace Baton.Contracts.Health;

/// <summary>How the records of the health monitors' paths look as JSON: names in snake_case, what is null present, fractions always with a point.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    MaxDepth = 16,
    Converters = [typeof(FractionConverter)])]
[JsonSerializable(typeof(SeedRoot))]
[JsonSerializable(typeof(SeedAlive))]
[JsonSerializable(typeof(SeedAnswering))]
[JsonSerializable(typeof(SeedStatus))]
[JsonSerializable(typeof(SeedProblem))]
[JsonSerializable(typeof(MainRoot))]
[JsonSerializable(typeof(MainStatus))]
[JsonSerializable(typeof(MainMonitor))]
public sealed partial class HealthJson : JsonSerializerContext;

/// <summary>The same with what is null absent: in the gateway's <c>/health</c> a monitor has details or an error.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    MaxDepth = 16)]
[JsonSerializable(typeof(MainAlive))]
public sealed partial class MainAliveJson : JsonSerializerContext;
