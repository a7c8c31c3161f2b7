using Baton.Health.Monitors;

namespace Baton.Health.Manifests;

/// <summary>What variables of the earlier health monitor say.</summary>
/// <param name="Monitors">The monitors that they describe.</param>
/// <param name="LogLevel">What Baton's own log holds.</param>
/// <param name="Warning">What was said and is not understood; null when all is.</param>
internal sealed record SeedReading(IReadOnlyList<MonitorDefinition> Monitors, OwnLogLevel LogLevel = OwnLogLevel.All, string? Warning = null);
