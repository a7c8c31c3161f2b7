using Baton.Contracts;
using Baton.Contracts.Health;
using Baton.Control.Mapping;
using Baton.Control.Paging;
using Baton.Control.Routing;
using Baton.Control.Streams;
using Baton.Core;
using Baton.Health.History;
using Baton.Health.History.Series;
using Baton.Health.Monitors;

namespace Baton.Control.Endpoints.Health;

/// <summary><c>/api/v1/monitors</c>: looking.</summary>
internal static class MonitorEndpoints
{
    private static readonly TimeSpan UsualSpan = TimeSpan.FromHours(24);

    // Nothing older is kept; a span that is asked for may be longer, and costs no more.
    private static readonly TimeSpan Oldest = TimeSpan.FromDays(3 * 366);

    public static Task ListAsync(ControlRequest request)
    {
        // A stream has no pages.
        var query = new QueryReader(request.Context.Request, request.WantsStream ? MonitorFilter.Parameters : [.. MonitorFilter.Parameters, "limit", "cursor"]);
        var filter = MonitorFilter.Read(query);
        var recent = (int)(query.Number("recent", 0, MonitorRecords.MostRecent) ?? 0);
        if (request.WantsStream) return MonitorStreaming.RunAsync(request, filter, recent);
        var (limit, cursor) = (query.Limit(), query.Text("cursor"));
        var all = request.Sources.Monitors?.Views ?? [];
        var views = all.Where(filter.Takes).ToList();
        var start = ListCursor.Start(views.Count, i => views[i].Definition.Name, cursor);
        var count = Math.Min(limit, views.Count - start);
        var end = start + count;
        var next = count > 0 && end < views.Count ? ListCursor.After(end - 1, views[end - 1].Definition.Name) : null;
        PageLink.Set(request.Context, next);
        var records = new MonitorRecords(request, all);
        return Answer.WriteAsync(request.Context, new Page<MonitorRecord>([.. views.Skip(start).Take(count).Select(view => records.Of(view, recent))], next), WireJson.Default.PageMonitorRecord);
    }

    public static Task GetAsync(ControlRequest request)
    {
        _ = new QueryReader(request.Context.Request);
        return WriteAsync(request, Find(request).View);
    }

    public static async Task HistoryAsync(ControlRequest request)
    {
        var now = request.Sources.Time.GetUtcNow();
        var query = new QueryReader(request.Context.Request, "from", "to", "step");
        DateTimeOffset to = query.Time("to", now) ?? now.UtcDateTime;
        DateTimeOffset from = query.Time("from", now) ?? (to - UsualSpan).UtcDateTime;
        var step = query.Number("step", 1, 366 * 86_400) is { } seconds ? TimeSpan.FromSeconds(seconds) : (TimeSpan?)null;
        _ = Find(request);
        var plan = SeriesPlan.Of(Clamped(from, now), Clamped(to, now), step, now);
        var series = HistoryOf(request) is { } history ? await history.SeriesAsync(plan) : new MonitorSeries(plan.Step, []);
        await Answer.WriteAsync(request.Context, MonitorRecords.Of(series), WireJson.Default.MonitorHistoryRecord);
    }

    public static async Task IncidentsAsync(ControlRequest request)
    {
        var query = new QueryReader(request.Context.Request, "limit");
        var limit = (int)(query.Number("limit", 1, Incident.MostKept) ?? 100);
        var records = new MonitorRecords(request, [Find(request).View]);
        var incidents = HistoryOf(request) is { } history ? await history.IncidentsAsync(limit) : [];
        await Answer.WriteAsync(request.Context, new Page<MonitorIncidentRecord>([.. incidents.Select(records.Of)]), WireJson.Default.PageMonitorIncidentRecord);
    }

    /// <summary>One monitor as the answer.</summary>
    public static Task WriteAsync(ControlRequest request, MonitorView view) =>
        Answer.WriteAsync(request.Context, new MonitorRecords(request, request.Sources.Monitors?.Views ?? []).Of(view, MonitorRecords.MostRecent), WireJson.Default.MonitorRecord);

    /// <summary>The monitor of the address.</summary>
    /// <exception cref="BatonException">There is none of that name.</exception>
    public static (MonitorFleet Fleet, MonitorView View) Find(ControlRequest request)
    {
        if (request.Sources.Monitors is { } fleet && fleet.Find(request.Name) is { } view) return (fleet, view);
        throw Unknown(request, request.Name);
    }

    /// <summary>Says that there is no such monitor; a name that none can have is not repeated.</summary>
    public static BatonException Unknown(ControlRequest request, string name)
    {
        var shown = Names.IsValid(name) ? $"monitor \"{name}\" does not exist" : "no monitor can have this name";
        var names = (request.Sources.Monitors?.Views ?? []).Select(one => one.Definition.Name).ToList();
        var known = names.Count == 0 ? "the manifest has no [monitors.NAME]" : $"there are: {string.Join(", ", names.Take(20))}{(names.Count > 20 ? ", …" : "")}";
        return new BatonException(ErrorCode.NotFound, $"{shown}; {known}");
    }

    private static RecordedMonitor? HistoryOf(ControlRequest request) => request.Sources.MonitorHistory(request.Name);

    private static DateTimeOffset Clamped(DateTimeOffset time, DateTimeOffset now) => time < now - Oldest ? now - Oldest : time > now + UsualSpan ? now + UsualSpan : time;
}
