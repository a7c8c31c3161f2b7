using Baton.Control.Tests.Monitors;
using Baton.Health.Breaker;
using Baton.Probes;

namespace Baton.Control.Tests.Metrics;

/// <summary>Monitors in <c>GET /metrics</c>, read by the parser of others.</summary>
public sealed class MonitorMetricsTests
{
    [Fact]
    public async Task Monitors_are_told_with_their_health_breaker_durations_transitions_and_certificates()
    {
        await using var control = await ControlFixture.StartWatchingAsync(WatchedMonitors.Define("web") with { Breaker = new BreakerSettings { FailureThreshold = 1 } }, WatchedMonitors.Define("quiet"));
        control.Watched!.Failing["web"] = WatchedMonitors.Well with { CertificateExpires = DateTimeOffset.FromUnixTimeSeconds(2_000_000_000) };
        await MonitorApiTests.CountedAsync(control, "web", 1);
        var before = await ParsedMetrics.ReadAsync(control);
        (string, string) web = ("monitor", "web");
        Assert.Equal(2, before["baton_monitors"]);
        Assert.Equal((1, 1, 0), (before["baton_monitor_up", web], before["baton_monitor_breaker_state", web, ("state", "closed")], before["baton_monitor_breaker_state", web, ("state", "open")]));

        control.Watched.Failing["web"] = new ProbeResult(false, TimeSpan.FromMilliseconds(700), "HTTP 503") { CertificateExpires = DateTimeOffset.FromUnixTimeSeconds(2_000_000_000) };
        await control.SendAsync("POST", "/api/v1/monitors/quiet/isolate");
        control.Time.Advance(TimeSpan.FromSeconds(30));
        await MonitorApiTests.CountedAsync(control, "web", 2);
        var metrics = await ParsedMetrics.ReadAsync(control);
        Assert.Equal((0, 1, 0), (metrics["baton_monitor_up", web], metrics["baton_monitor_breaker_state", web, ("state", "open")], metrics["baton_monitor_breaker_state", web, ("state", "closed")]));
        Assert.Equal((1, 1), (metrics["baton_monitor_failures", web], metrics["baton_monitor_breaker_transitions_total", web, ("state", "open")]));
        Assert.Equal((1, 1), (metrics["baton_monitor_probes_total", web, ("outcome", "healthy")], metrics["baton_monitor_probes_total", web, ("outcome", "unhealthy")]));
        Assert.Equal(2_000_000_000, metrics["baton_monitor_certificate_expiry_time_seconds", web]);
        Assert.Equal("histogram", metrics.Types["baton_monitor_duration_seconds"]);
        Assert.Equal((2, 0.72), (metrics["baton_monitor_duration_seconds_count", web], Math.Round(metrics["baton_monitor_duration_seconds_sum", web], 6)));
        Assert.Equal([0, 1, 1, 1, 2, 2, 2], metrics.Samples.Where(sample => sample.Name == "baton_monitor_duration_seconds_bucket" && sample.Labels["monitor"] == "web").Select(sample => sample.Value));
        Assert.Equal(1, metrics["baton_monitor_breaker_state", ("monitor", "quiet"), ("state", "isolated")]);
    }
}
