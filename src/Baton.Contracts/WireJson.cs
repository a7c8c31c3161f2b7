using System.Text.Json.Serialization;
using Baton.Contracts.Health;

namespace Baton.Contracts;

/// <summary>
/// How the records look as JSON: names in snake_case, what is null absent, times in RFC 3339 with milliseconds and <c>Z</c>.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    MaxDepth = 16,
    Converters = [typeof(UtcTimeConverter)])]
[JsonSerializable(typeof(Problem))]
[JsonSerializable(typeof(ServiceRecord))]
[JsonSerializable(typeof(SystemRecord))]
[JsonSerializable(typeof(SessionRecord))]
[JsonSerializable(typeof(EventRecord))]
[JsonSerializable(typeof(LoggedEvent))]
[JsonSerializable(typeof(WhyRecord))]
[JsonSerializable(typeof(ServicesRequest))]
[JsonSerializable(typeof(WaitRequest))]
[JsonSerializable(typeof(EnableRequest))]
[JsonSerializable(typeof(KillRequest))]
[JsonSerializable(typeof(ServicesResult))]
[JsonSerializable(typeof(ShutdownRequest))]
[JsonSerializable(typeof(UpgradeRequest))]
[JsonSerializable(typeof(PlanRequest))]
[JsonSerializable(typeof(PlanRecord))]
[JsonSerializable(typeof(ReloadRequest))]
[JsonSerializable(typeof(ReloadRecord))]
[JsonSerializable(typeof(ScaleRequest))]
[JsonSerializable(typeof(IReadOnlyList<ReplicasRecord>))]
[JsonSerializable(typeof(IReadOnlyList<WhyRecord>))]
[JsonSerializable(typeof(GraphRecord))]
[JsonSerializable(typeof(LaunchRecord))]
[JsonSerializable(typeof(ProjectRecord))]
[JsonSerializable(typeof(FindingRecord))]
[JsonSerializable(typeof(ManifestRecord))]
[JsonSerializable(typeof(DownRecord))]
[JsonSerializable(typeof(StreamEnd))]
[JsonSerializable(typeof(StreamGap))]
[JsonSerializable(typeof(StreamCut))]
[JsonSerializable(typeof(Page<ServiceRecord>))]
[JsonSerializable(typeof(Page<LogLine>))]
[JsonSerializable(typeof(EventPage))]
[JsonSerializable(typeof(SilenceRequest))]
[JsonSerializable(typeof(MonitorNoteRequest))]
[JsonSerializable(typeof(MonitorIncidentRecord))]
[JsonSerializable(typeof(SilenceRecord))]
[JsonSerializable(typeof(Page<SilenceRecord>))]
[JsonSerializable(typeof(NotifyTestRequest))]
[JsonSerializable(typeof(NotifyTestRecord))]
[JsonSerializable(typeof(Page<NotifyRecord>))]
[JsonSerializable(typeof(Page<RunRecord>))]
[JsonSerializable(typeof(ProbesRecord))]
[JsonSerializable(typeof(DevicesRecord))]
[JsonSerializable(typeof(DefinitionRecord))]
[JsonSerializable(typeof(EnvironmentRecord))]
[JsonSerializable(typeof(FiguresRecord))]
[JsonSerializable(typeof(ServicesPart))]
[JsonSerializable(typeof(ServicesChanged))]
[JsonSerializable(typeof(ServicesGone))]
[JsonSerializable(typeof(IReadOnlyList<LogLine>))]
[JsonSerializable(typeof(Page<MonitorRecord>))]
[JsonSerializable(typeof(MonitorHistoryRecord))]
[JsonSerializable(typeof(Page<MonitorIncidentRecord>))]
[JsonSerializable(typeof(MonitorSummary))]
[JsonSerializable(typeof(MonitorActRequest))]
[JsonSerializable(typeof(PushRequest))]
[JsonSerializable(typeof(PushRecord))]
public sealed partial class WireJson : JsonSerializerContext;
