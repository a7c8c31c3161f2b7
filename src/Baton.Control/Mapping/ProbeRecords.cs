using Baton.Contracts;
using Baton.Probes.Thresholds;
using Baton.Supervision.Probing;
using Baton.Supervision.Secrets;
using Baton.Supervision.Showing;

namespace Baton.Control.Mapping;

/// <summary>Probes with their results, as the API shows them.</summary>
internal static class ProbeRecords
{
    private const string Healthy = "healthy", Unhealthy = "unhealthy";

    /// <summary>All of a service.</summary>
    public static ProbesRecord Of(IReadOnlyList<AskedProbe> probes, int? port, SecretMask mask) => new([.. probes.Select(probe => Of(probe, port, mask))]);

    private static ProbeRecord Of(AskedProbe probe, int? port, SecretMask mask)
    {
        var (timing, findings) = (probe.Timing, probe.History.Read());
        return new ProbeRecord
        {
            Kind = probe.Kind?.ToString().ToLowerInvariant() ?? "check",
            Type = ProbeWords.TypeOf(probe),
            Target = ProbeWords.TargetOf(probe, port, mask),
            IntervalSeconds = timing.Interval.TotalSeconds,
            TimeoutSeconds = timing.Timeout.TotalSeconds,
            FailureThreshold = timing.FailureThreshold,
            SuccessThreshold = timing.SuccessThreshold,
            State = findings.Standing switch { Standing.Passing => Healthy, Standing.Failing => Unhealthy, _ => "unknown" },
            Successes = findings.Successes,
            Failures = findings.Failures,
            Last = [.. findings.Newest.Select(one => new ProbeResultRecord(
                one.Time, one.IsSuccess ? Healthy : Unhealthy, one.Message, Math.Round(one.Duration.TotalMilliseconds, 1)))],
        };
    }
}
