using Baton.Contracts.Health;
using Baton.Control.Routing;
using Baton.Health.Breaker;
using Baton.Health.History;
using Baton.Health.History.Series;
using Baton.Health.Monitors;
using Baton.Supervision.Secrets;

namespace Baton.Control.Mapping;

/// <summary>Monitors as the API shows them, all of one answer by the same clocks and the same mask.</summary>
/// <param name="request">Who asks.</param>
/// <param name="all">All monitors, to find who names another as its parent.</param>
internal sealed class MonitorRecords(ControlRequest request, IReadOnlyList<MonitorView> all)
{
    /// <summary>How many of the newest results are kept.</summary>
    public const int MostRecent = 60;

    private readonly SecretMask _mask = new(request.Options.Inherited());
    private readonly ILookup<string, string> _dependents = all.Where(view => view.Definition.Parent is not null).ToLookup(view => view.Definition.Parent!, view => view.Definition.Name, StringComparer.Ordinal);
    private readonly ILookup<string, string> _services = request.Sources.Supervisor.Services.SelectMany(service => service.Monitors, (service, monitor) => (service.Name, Monitor: monitor)).ToLookup(pair => pair.Monitor, pair => pair.Name, StringComparer.Ordinal);
    private readonly DateTimeOffset _at = request.Sources.Time.GetUtcNow();
    private readonly TimeSpan _now = request.Sources.Monitors?.Now ?? TimeSpan.Zero;

    /// <summary>One monitor.</summary>
    /// <param name="view">It.</param>
    /// <param name="recent">With how many of its newest results.</param>
    public MonitorRecord Of(MonitorView view, int recent)
    {
        var (definition, state) = (view.Definition, view.State);
        var history = request.Sources.MonitorHistory(definition.Name);
        var failure = state.Last is { IsSuccess: false } last ? last : null;
        return new MonitorRecord
        {
            Name = definition.Name,
            Kind = MonitorWords.KindOf(definition.Probe),
            Target = MonitorWords.TargetOf(definition.Probe, _mask),
            Health = MonitorWords.Of(state.Health),
            Since = state.Since,
            Breaker = Of(state.Breaker),
            LastCheck = state.LastCheck,
            Probing = state.IsProbing,
            NextCheck = state.Breaker.Phase == BreakerPhase.Isolated ? null : OnTheWall(view.Due),
            ResponseTimeMs = state.Last is { IsSuccess: true } success ? Milliseconds(success.Duration) : null,
            Error = failure is null ? null : _mask.Apply(failure.Detail),
            FailureKind = failure?.Failure is { } why ? MonitorWords.Of(why.Kind) : null,
            CertificateExpires = state.Last?.CertificateExpires,
            ConsecutiveFailures = state.ConsecutiveFailures,
            TotalChecks = state.Total,
            SuccessfulChecks = state.Successful,
            Uptime = UptimeOf(history),
            IntervalSeconds = definition.Timing.Interval.TotalSeconds,
            TimeoutSeconds = definition.Timing.Timeout.TotalSeconds,
            Tags = definition.Tags,
            Group = definition.Group,
            Parent = definition.Parent,
            Dependents = [.. _dependents[definition.Name]],
            Services = [.. _services[definition.Name]],
            Recent = recent == 0 ? null : [.. (history?.Recent ?? []).TakeLast(recent).Select(Of)],
        };
    }

    /// <summary>A time in which it was down.</summary>
    public MonitorIncidentRecord Of(Incident incident) => new(incident.Number, incident.Begin, _mask.Apply(incident.Reason), incident.End, incident.Note);

    /// <summary>What came of its probes in a span.</summary>
    public static MonitorHistoryRecord Of(MonitorSeries series) => new(series.Step.TotalSeconds, [.. series.Points.Select(point => new MonitorPointRecord(
        point.Begin, point.Successes, point.Failures, Milliseconds(point.P50), Milliseconds(point.P95), Milliseconds(point.P99),
        point.LowestState is { } grade ? MonitorGrade.WordOf(grade) : null))]);

    private MonitorResultRecord Of(SingleResult result) => new(result.At, result.IsSuccess, Milliseconds(result.Took), result.Text is { } text ? _mask.Apply(text) : null);

    private MonitorBreakerRecord Of(BreakerState breaker) =>
        new(MonitorWords.Of(breaker.Phase), breaker.Failures, breaker.Opens, breaker.Phase == BreakerPhase.Open ? OnTheWall(breaker.Until) : null);

    private DateTimeOffset OnTheWall(TimeSpan instant) => _at + (instant - _now);

    private static MonitorUptimeRecord UptimeOf(RecordedMonitor? history) => new(
        Of(history, UptimeSpan.Hour), Of(history, UptimeSpan.Day), Of(history, UptimeSpan.Week), Of(history, UptimeSpan.Month), Of(history, UptimeSpan.SinceStart));

    private static double? Of(RecordedMonitor? history, UptimeSpan span) => history?.Uptime(span).Percent is { } percent ? Math.Round(percent, 3) : null;

    private static double Milliseconds(TimeSpan span) => Math.Round(span.TotalMilliseconds, 2);

    private static double? Milliseconds(TimeSpan? span) => span is { } known ? Milliseconds(known) : null;
}
