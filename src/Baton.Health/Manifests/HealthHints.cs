using System.Globalization;
using Baton.Health.Alarms;
using Baton.Health.Monitors;

namespace Baton.Health.Manifests;

/// <summary>What is allowed in a manifest's monitors and hardly meant.</summary>
public static class HealthHints
{
    // Of a thousand monitors by one template nobody reads more.
    private const int Most = 20;

    /// <summary>Sentences for people who check a manifest.</summary>
    /// <param name="health">What it says of monitors.</param>
    /// <param name="now">The present (UTC).</param>
    public static IReadOnlyList<string> Of(HealthSection health, DateTimeOffset now) =>
        [.. health.Maintenance.All.Select(window => OfWindow(window, health, now)).Concat(health.Monitors.Select(OfMonitor)).OfType<string>().Take(Most)];

    private static string? OfWindow(MaintenanceWindow window, HealthSection health, DateTimeOffset now)
    {
        if (window.End <= now) return $"maintenance window \"{window.Name}\" is over since {window.End.Value.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)}Z: take it out, or say when it comes again with \"schedule\"";
        return health.Monitors.Count == 0 ? $"maintenance window \"{window.Name}\" is about no monitor, since there is none" : null;
    }

    private static string? OfMonitor(MonitorDefinition monitor)
    {
        var (retries, threshold) = (monitor.Confirmation.Retries, monitor.Breaker.FailureThreshold);
        if (monitor.IsPush || monitor.Breaker.Ratio is not null || retries < threshold) return null;
        return string.Create(CultureInfo.InvariantCulture,
            $"monitor \"{monitor.Name}\" is confirmed down by {retries + 1} failures in a row, but its breaker opens after {threshold}: people are told only after trials that fail; let confirm_retries be less than breaker.failure_threshold");
    }
}
