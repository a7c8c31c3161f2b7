using Baton.Control.Routing;
using Baton.Health.Breaker;
using Baton.Health.History;
using Baton.Health.Manifests;
using Baton.Health.Monitors;
using Baton.Probes;
using Baton.Supervision.Secrets;

namespace Baton.Control.StatusPages;

/// <summary>How a monitor does now, in words for everybody: from memory alone, and of its texts none.</summary>
/// <param name="request">Who looks.</param>
/// <param name="section">What the manifest in force says.</param>
/// <param name="past">What was before, by name.</param>
internal sealed class PresentReading(ControlRequest request, HealthSection section, IReadOnlyDictionary<string, PublicPast> past)
{
    private readonly DateTimeOffset _now = request.Sources.Time.GetUtcNow();
    private readonly SecretMask _mask = new(request.Options.Inherited());

    /// <summary>One monitor.</summary>
    public PublicMonitor Of(MonitorDefinition definition)
    {
        var state = request.Sources.Monitors?.Find(definition.Name)?.State ?? MonitorState.New;
        var history = request.Sources.MonitorHistory(definition.Name);
        var standing = StandingOf(definition, state);
        return new PublicMonitor(definition.Name, definition.Title ?? definition.Name, definition.Group, standing)
        {
            Trouble = standing is PublicStanding.Down or PublicStanding.Maintenance && state.Last is { IsSuccess: false } failure ? WordsOf(failure, definition) : null,
            Open = standing == PublicStanding.Down ? OpenOf(state, history) : null,
            Day = UptimeOf(history, UptimeSpan.Day),
            Week = UptimeOf(history, UptimeSpan.Week),
            Month = UptimeOf(history, UptimeSpan.Month),
            Past = past.GetValueOrDefault(definition.Name, PublicPast.None),
        };
    }

    private PublicStanding StandingOf(MonitorDefinition definition, MonitorState state)
    {
        if (state.Breaker.Phase == BreakerPhase.Isolated) return PublicStanding.Unwatched;
        if (state.Health == MonitorHealth.Healthy) return PublicStanding.Up;
        if (section.Maintenance.ActiveAt(_now, definition) is not null) return PublicStanding.Maintenance;
        return state.Health == MonitorHealth.Unhealthy ? PublicStanding.Down : PublicStanding.Unknown;
    }

    private PublicIncident OpenOf(MonitorState state, RecordedMonitor? history) =>
        history?.OpenIncident is { } incident ? PublicIncident.Of(incident, _mask) : new PublicIncident(state.Since ?? _now, null, null);

    private static Uptime UptimeOf(RecordedMonitor? history, UptimeSpan span) => history?.Uptime(span) ?? default;

    private static string WordsOf(ProbeResult failure, MonitorDefinition definition) => failure.Failure?.Kind switch
    {
        _ when definition.IsPush => "It has not reported in time.",
        FailureKind.Timeout => "It does not answer in time.",
        FailureKind.Refused or FailureKind.Unreachable or FailureKind.Closed => "It cannot be reached.",
        FailureKind.Dns => "Its name cannot be found.",
        FailureKind.Tls or FailureKind.Expiry => "Its certificate is not good.",
        FailureKind.Latency => "It answers slowly.",
        _ => "It does not answer as it should.",
    };
}
