using Baton.Control.Mapping;
using Baton.Health.Breaker;
using Baton.Health.Figures;
using Baton.Health.Monitors;

namespace Baton.Control.Metrics;

/// <summary>Monitors: a family at a time over all of them, sent as it is written.</summary>
internal sealed class MonitorMetrics(ControlSources sources)
{
    private static readonly (BreakerPhase Phase, string Word)[] Phases = [.. Enum.GetValues<BreakerPhase>().Select(static phase => (phase, MonitorWords.Of(phase)))];
    private static readonly Histogram Durations = new("baton_monitor_duration_seconds", MonitorTally.Limits);

    private readonly IReadOnlyList<MonitorView> _monitors = sources.Monitors?.Views ?? [];

    private delegate void Each(MetricsWriter to, string family, MonitorView monitor, MetricLabel name);

    private delegate void EachTally(MetricsWriter to, string family, MonitorTally tally, MetricLabel name);

    /// <summary>Writes all of it, and waits for a slow reader.</summary>
    public async Task WriteAsync(MetricsWriter to, CancellationToken ct)
    {
        to.Family("baton_monitors", "gauge", "How many monitors there are.");
        to.Sample("baton_monitors", _monitors.Count);
        await WriteStatesAsync(to, ct);
        await WriteCountsAsync(to, ct);
    }

    private async Task WriteStatesAsync(MetricsWriter to, CancellationToken ct)
    {
        await FamilyAsync(to, "baton_monitor_up", "gauge", "1: its latest result was a success; absent while nothing is known.", static (to, family, monitor, name) =>
        {
            if (monitor.State.Health != MonitorHealth.Unknown) to.Sample(family, monitor.State.Health == MonitorHealth.Healthy ? 1 : 0, name);
        }, ct);
        await FamilyAsync(to, "baton_monitor_breaker_state", "gauge", "1 for the state that its breaker is in, 0 for the others.", static (to, family, monitor, name) =>
        {
            foreach (var (phase, word) in Phases) to.Sample(family, monitor.State.Breaker.Phase == phase ? 1 : 0, name, new MetricLabel("state", word));
        }, ct);
        await FamilyAsync(to, "baton_monitor_failures", "gauge", "Failures since its latest success.", static (to, family, monitor, name) => to.Sample(family, monitor.State.ConsecutiveFailures, name), ct);
        await FamilyAsync(to, "baton_monitor_certificate_expiry_time_seconds", "gauge", "When the certificate that its latest result saw expires, in seconds since 1970.", static (to, family, monitor, name) =>
        {
            if (monitor.State.Last?.CertificateExpires is { } expires) to.Sample(family, expires.ToUnixTimeSeconds(), name);
        }, ct);
    }

    private async Task WriteCountsAsync(MetricsWriter to, CancellationToken ct)
    {
        await TalliesAsync(to, "baton_monitor_probes_total", "counter", "Results that count, by outcome.", static (to, family, tally, name) =>
        {
            var (all, failures) = (tally.Durations.Sum(), tally.Failures);
            to.Sample(family, Math.Max(0, all - failures), name, new MetricLabel("outcome", "healthy"));
            to.Sample(family, failures, name, new MetricLabel("outcome", "unhealthy"));
        }, ct);
        await TalliesAsync(to, Durations.Family, "histogram", "How long results took, failures too.", static (to, _, tally, name) => Durations.Write(to, tally.Durations, tally.Sum, name), ct);
        await TalliesAsync(to, "baton_monitor_breaker_transitions_total", "counter", "How often its breaker came into a state.", static (to, family, tally, name) =>
        {
            foreach (var (phase, word) in Phases) to.Sample(family, tally.Transitions(phase), name, new MetricLabel("state", word));
        }, ct);
    }

    private Task TalliesAsync(MetricsWriter to, string family, string type, string help, EachTally write, CancellationToken ct) => FamilyAsync(to, family, type, help, (writer, name, monitor, label) =>
    {
        if (sources.MonitorFigures?.Find(monitor.Definition.Name) is { } tally) write(writer, name, tally, label);
    }, ct);

    private async Task FamilyAsync(MetricsWriter to, string family, string type, string help, Each write, CancellationToken ct)
    {
        to.Family(family, type, help);
        foreach (var monitor in _monitors)
        {
            write(to, family, monitor, new MetricLabel("monitor", monitor.Definition.Name));
            if (to.IsFull) await to.FlushAsync(ct);
        }
    }
}
