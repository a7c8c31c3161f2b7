using System.Text.Json.Serialization;

namespace Baton.Contracts.Robot;

/// <summary>How the records of the robot's API look as JSON: names in snake_case, what is null present, fractions always with a point.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    MaxDepth = 16,
    Converters = [typeof(FractionConverter)])]
[JsonSerializable(typeof(RobotList))]
[JsonSerializable(typeof(RobotEntry))]
[JsonSerializable(typeof(RobotStatus))]
[JsonSerializable(typeof(RobotActed))]
[JsonSerializable(typeof(RobotLogs))]
[JsonSerializable(typeof(RobotHealthAnswer))]
[JsonSerializable(typeof(RobotProblem))]
public sealed partial class RobotJson : JsonSerializerContext;
