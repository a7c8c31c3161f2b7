using Baton.Contracts;
using Baton.Health.History;

namespace Baton.Control.Describing;

/// <summary>What programs are told of monitors.</summary>
internal static class AboutMonitors
{
    public static RouteAbout List { get; } = new("Monitors, in the order of the manifest")
    {
        Query =
        [
            new("health", "only those that are so") { IsRepeated = true, Words = ["healthy", "unhealthy", "unknown"] },
            new("tag", "only those with one of these tags") { IsRepeated = true },
            new("group", "only those of one of these groups") { IsRepeated = true },
            new("recent", "with how many of their newest results; default 0") { From = 0, To = 60 },
            QueryParameter.Limit,
            QueryParameter.Cursor,
        ],
        IsStreamed = true,
        Answer = () => WireJson.Default.PageMonitorRecord,
        Fails = [503],
    };

    public static RouteAbout One { get; } = new("One monitor") { Answer = () => WireJson.Default.MonitorRecord };

    public static RouteAbout History { get; } = new("What came of a monitor's probes in a span, in equal steps")
    {
        Query =
        [
            new("from", "from this time on: RFC 3339, or how long ago, as 90s, 10m, 2h, 3d; default 24 hours before its end"),
            new("to", "up to this time, in the same forms; default now"),
            new("step", "length of a step in seconds, made longer where there would be more than 1,000") { From = 1, To = 366 * 86_400 },
        ],
        Answer = () => WireJson.Default.MonitorHistoryRecord,
        Fails = [500, 503],
    };

    public static RouteAbout Incidents { get; } = new("The times in which a monitor was down, the newest first")
    {
        Query = [new("limit", "how many at most; default 100") { From = 1, To = Incident.MostKept }],
        Answer = () => WireJson.Default.PageMonitorIncidentRecord,
        Fails = [500, 503],
    };

    public static RouteAbout Note { get; } = new("Keep a note on an incident of a monitor: on that of a number, or on the newest; an empty one takes it away")
    {
        Body = () => WireJson.Default.MonitorNoteRequest,
        Answer = () => WireJson.Default.MonitorIncidentRecord,
        Fails = [500, 503],
    };

    public static RouteAbout TriggerAll { get; } = new("Probe all monitors now, as far as their breakers let them") { Body = () => WireJson.Default.MonitorActRequest, Answer = () => WireJson.Default.MonitorSummary, Fails = [503] };

    public static RouteAbout Trigger { get; } = new("Probe a monitor now, as far as its breaker lets it") { Body = () => WireJson.Default.MonitorActRequest, Answer = () => WireJson.Default.MonitorRecord, Fails = [503] };

    public static RouteAbout Isolate { get; } = new("Keep probes and calls away from a monitor") { Body = () => WireJson.Default.MonitorActRequest, Answer = () => WireJson.Default.MonitorRecord, Fails = [503] };

    public static RouteAbout Close { get; } = new("Let probes and calls go to a monitor again") { Body = () => WireJson.Default.MonitorActRequest, Answer = () => WireJson.Default.MonitorRecord, Fails = [503] };

    public static RouteAbout Reset { get; } = new("Begin anew with a monitor: its breaker, its counts and its health") { Body = () => WireJson.Default.MonitorActRequest, Answer = () => WireJson.Default.MonitorRecord, Fails = [503] };

    public static RouteAbout Push { get; } = new("Report to the monitor of a token; the name is the token")
    {
        Query =
        [
            new("status", "whether it is well; default up") { Words = ["up", "down"] },
            new("msg", "for people; at most 200 characters are kept"),
            new("ping", "how long it took, in milliseconds, 0 to 3600000; default 0"),
        ],
        Body = () => WireJson.Default.PushRequest,
        Answer = () => WireJson.Default.PushRecord,
        Fails = [429, 503],
    };
}
