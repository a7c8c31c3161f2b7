using System.Text.Json.Serialization;

namespace Baton.Containers.Engine;

/// <summary>The engine's wire, without reflection.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ContainerWish))]
[JsonSerializable(typeof(MadeContainer))]
[JsonSerializable(typeof(ListedContainer[]))]
[JsonSerializable(typeof(SeenContainer))]
[JsonSerializable(typeof(ContainerStats))]
[JsonSerializable(typeof(ExecWish))]
[JsonSerializable(typeof(ExecStart))]
[JsonSerializable(typeof(SeenExec))]
[JsonSerializable(typeof(PullNews))]
[JsonSerializable(typeof(EngineProblem))]
[JsonSerializable(typeof(Dictionary<string, string[]>))]
[JsonSerializable(typeof(Runs.ContainerRecord))]
internal sealed partial class EngineJson : JsonSerializerContext;
