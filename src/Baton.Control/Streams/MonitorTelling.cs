using System.Text.Json;
using Baton.Contracts;
using Baton.Control.Endpoints.Health;
using Baton.Control.Mapping;
using Baton.Control.Routing;
using Baton.Health.Alarms;
using Baton.Health.Monitors;

namespace Baton.Control.Streams;

/// <summary>
/// What one reader of monitors was told, and what it is to be told next. It remembers a picture of each monitor and compares it with the present: however often a
/// monitor was probed meanwhile, a slow reader is told only how it is, and its newest results.
/// </summary>
/// <param name="request">Who reads.</param>
/// <param name="filter">Which monitors.</param>
/// <param name="recent">With how many of their newest results.</param>
internal sealed class MonitorTelling(ControlRequest request, MonitorFilter filter, int recent)
{
    /// <summary>Monitors in one message.</summary>
    public const int MostItems = 250;

    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(1);

    private readonly MonitorFleet? _fleet = request.Sources.Monitors;
    private Told[]? _told;
    private IReadOnlyList<Silence>? _silences;

    /// <summary>Sends all that is new.</summary>
    public async Task SendAsync(ServerEvents events, CancellationToken gone)
    {
        var views = _fleet?.Views ?? [];
        if (_told is null || !HasSameRoster(views, _told)) await SendAllAsync(views, events, gone);
        else await SendNewsAsync(views, _told, events, gone);
        AddSilences(events);
        await events.FlushAsync(gone);
    }

    private async Task SendAllAsync(IReadOnlyList<MonitorView> views, ServerEvents events, CancellationToken gone)
    {
        var told = _told = [.. views.Select(view => new Told(view, IsShown: filter.Takes(view), default, 0))];
        var wanted = Enumerable.Range(0, told.Length).Where(i => told[i].IsShown).ToList();
        for (var start = 0; start == 0 || start < wanted.Count; start += MostItems)
        {
            var part = wanted.GetRange(start, Math.Min(MostItems, wanted.Count - start));
            using (events.Begin("monitors", id: null))
            {
                events.Json.WriteStartObject();
                if (start == 0) events.Json.WriteBoolean("reset"u8, true);
                WriteItems(events.Json, views, told, part);
                if (start + MostItems < wanted.Count) events.Json.WriteBoolean("more"u8, true);
                events.Json.WriteEndObject();
            }

            await events.FlushAsync(gone);
        }
    }

    private async Task SendNewsAsync(IReadOnlyList<MonitorView> views, Told[] told, ServerEvents events, CancellationToken gone)
    {
        var (changed, left) = (new List<int>(), new List<string>());
        for (var i = 0; i < told.Length; i++)
        {
            var (view, was) = (views[i], told[i]);
            if (!IsNews(view, was.View)) continue;
            var isShown = filter.Takes(view);
            if (isShown) changed.Add(i);
            else if (was.IsShown) left.Add(view.Definition.Name);
            // Who comes back is told all results anew.
            told[i] = isShown && was.IsShown ? was with { View = view } : new Told(view, isShown, default, 0);
            if (changed.Count < MostItems) continue;
            AddChanged(events, views, told, changed);
            await events.FlushAsync(gone);
        }

        if (changed.Count > 0) AddChanged(events, views, told, changed);
        if (left.Count > 0) AddGone(events, left);
    }

    private void AddChanged(ServerEvents events, IReadOnlyList<MonitorView> views, Told[] told, List<int> changed)
    {
        using (events.Begin("changed", id: null))
        {
            events.Json.WriteStartObject();
            WriteItems(events.Json, views, told, changed);
            events.Json.WriteEndObject();
        }

        changed.Clear();
    }

    /// <summary>Each with the results that its reader does not know yet; with all of them as long as it knows fewer than it wants, since those of earlier daemons are known a moment after the start.</summary>
    private void WriteItems(Utf8JsonWriter json, IReadOnlyList<MonitorView> views, Told[] told, List<int> items)
    {
        // Made anew for each message: what is told as a time is reckoned from the present.
        var records = new MonitorRecords(request, views);
        json.WriteStartArray("items"u8);
        foreach (var i in items)
        {
            var record = records.Of(views[i], recent);
            if (record.Recent is { Count: > 0 } results)
            {
                if (told[i].Results >= recent) record = record with { Recent = [.. results.Where(result => result.Time > told[i].Newest)] };
                // Its picture is there a moment before its result is: then it is told once more, as if its picture were another.
                var isWhole = views[i].State is not { Total: > 0, LastCheck: { } last } || last - results[^1].Time < Moment;
                told[i] = told[i] with { View = isWhole ? views[i] : views[i] with { }, Newest = results[^1].Time, Results = results.Count };
            }

            JsonSerializer.Serialize(json, record, WireJson.Default.MonitorRecord);
        }

        json.WriteEndArray();
    }

    private static void AddGone(ServerEvents events, List<string> names)
    {
        using (events.Begin("gone", id: null))
        {
            events.Json.WriteStartObject();
            events.Json.WriteStartArray("names"u8);
            foreach (var name in names) events.Json.WriteStringValue(name);
            events.Json.WriteEndArray();
            events.Json.WriteEndObject();
        }
    }

    private void AddSilences(ServerEvents events)
    {
        if (_fleet?.Silences is not { } silences || ReferenceEquals(silences, _silences)) return;
        _silences = silences;
        events.Add("event: silences\ndata: {}\n\n"u8);
    }

    /// <summary>The same monitors stand in the same order, each below the same one: a record tells who is below it, too.</summary>
    private static bool HasSameRoster(IReadOnlyList<MonitorView> views, Told[] told)
    {
        if (views.Count != told.Length) return false;
        for (var i = 0; i < told.Length; i++)
        {
            var (now, was) = (views[i].Definition, told[i].View.Definition);
            if (!ReferenceEquals(now, was) && (now.Name != was.Name || now.Parent != was.Parent)) return false;
        }

        return true;
    }

    /// <summary>While a probe is under way there is nothing to tell but what it changes at once, as a breaker that tries again: its end comes soon.</summary>
    private static bool IsNews(MonitorView now, MonitorView was)
    {
        if (ReferenceEquals(now, was)) return false;
        return !now.State.IsProbing || !ReferenceEquals(now.Definition, was.Definition)
            || now.State.Health != was.State.Health || now.State.Breaker.Phase != was.State.Breaker.Phase;
    }

    /// <summary>What a reader knows of a monitor.</summary>
    /// <param name="View">The picture it was told.</param>
    /// <param name="IsShown">It is as was asked for, and was told.</param>
    /// <param name="Newest">When the newest result came that it knows.</param>
    /// <param name="Results">How many results it knows.</param>
    private readonly record struct Told(MonitorView View, bool IsShown, DateTimeOffset Newest, int Results);
}
