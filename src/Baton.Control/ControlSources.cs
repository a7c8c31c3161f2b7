using Baton.Control.Endpoints.Health;
using Baton.Control.Gateway;
using Baton.Control.Metrics;
using Baton.Control.StatusPages;
using Baton.Control.Streams;
using Baton.Core.Notices;
using Baton.Health.Figures;
using Baton.Health.History;
using Baton.Health.Manifests;
using Baton.Health.Monitors;
using Baton.Health.Routes;
using Baton.Journal.Reading;
using Baton.Supervision.Logs;
using Baton.Supervision.Services;

namespace Baton.Control;

/// <summary>What the API shows and acts on.</summary>
/// <param name="Supervisor">The services.</param>
/// <param name="Notices">What happened.</param>
/// <param name="Logs">What services wrote.</param>
/// <param name="Activity">News of output.</param>
/// <param name="Time">The clock.</param>
public sealed record ControlSources(Supervisor Supervisor, NoticeBoard Notices, LogReader Logs, LogActivity Activity, TimeProvider Time)
{
    /// <summary>What happened longer ago, and under earlier daemons; null: nothing is remembered.</summary>
    public JournalReader? Journal { get; init; }

    /// <summary>How much disk logs take; null: nobody looks.</summary>
    public LogSizes? LogSizes { get; init; }

    /// <summary>What is watched; null: nothing can be.</summary>
    public MonitorFleet? Monitors { get; init; }

    /// <summary>What the manifest in force says of monitors.</summary>
    public Func<HealthSection> Health { get; init; } = () => HealthSection.None;

    /// <summary>What the manifest in force says is answered elsewhere; the same object until it changes.</summary>
    public Func<RoutesSection> Routes { get; init; } = () => RoutesSection.None;

    /// <summary>What was forwarded.</summary>
    internal GatewayFigures Forwarded { get; } = new();

    /// <summary>What is remembered of a monitor; null where nothing is.</summary>
    public Func<string, RecordedMonitor?> MonitorHistory { get; init; } = static _ => null;

    /// <summary>What happened to monitors, counted; null: nobody counts.</summary>
    public MonitorFigures? MonitorFigures { get; init; }

    /// <summary>Probes by request.</summary>
    internal Triggers Triggers { get; } = new(Time);

    /// <summary>Who may report.</summary>
    internal PushTokens PushTokens { get; } = new(Time);

    /// <summary>What everybody may see.</summary>
    internal StatusBoard Status { get; } = new(Time);

    /// <summary>What the API's server did.</summary>
    internal HttpFigures Http { get; } = new();

    /// <summary>What became of streams.</summary>
    public StreamCounters Streams { get; init; } = new();
}
