using System.Text.Json;
using Baton.Control.Services;
using Baton.Core;
using Baton.Supervision.Services;

namespace Baton.Control.Streams;

/// <summary>
/// What one reader of services was told, and what it is to be told next. It remembers a number and a reference for each service and compares them with the
/// present: whatever happened meanwhile, and however often, a slow reader is told only how things are.
/// </summary>
internal sealed class ServiceTelling(Supervisor supervisor, ServiceFilter filter)
{
    /// <summary>Services in one message.</summary>
    public const int MostItems = 250;

    private const int Untold = -1;

    private ServiceRoster? _roster;
    private HashSet<string>? _named;
    private int[] _versions = [];
    private ServiceFigures?[] _figures = [];
    private int _measurement;

    /// <summary>Sends all that is new.</summary>
    public async Task SendAsync(ServerEvents events, CancellationToken gone)
    {
        if (supervisor.Roster is var roster && !ReferenceEquals(roster, _roster)) await SendAllAsync(roster, events, gone);
        var measurement = supervisor.Measurements;
        var (changed, left) = (new List<ServiceView>(), new List<string>());
        var measured = measurement == _measurement ? null : new List<ServiceView>();
        _measurement = measurement;
        for (var i = 0; i < _versions.Length; i++)
        {
            Look(i, changed, left, measured);
            if (changed.Count < MostItems) continue;
            await SendChangedAsync(events, changed, gone);
        }

        if (changed.Count > 0) await SendChangedAsync(events, changed, gone);
        if (left.Count > 0) AddGone(events, left);
        if (measured is not null) AddFigures(events, measured);
        await events.FlushAsync(gone);
    }

    private void Look(int i, List<ServiceView> changed, List<string> left, List<ServiceView>? measured)
    {
        var view = _roster![i];
        if (_named?.Contains(view.Name) == false) return;
        if (!filter.Wants(view))
        {
            if (_versions[i] != Untold) left.Add(view.Name);
            _versions[i] = Untold;
        }
        else if (_versions[i] != view.Version)
        {
            changed.Add(view);
            (_versions[i], _figures[i]) = (view.Version, view.Figures);
        }
        else if (measured is not null && !IsSame(view.Figures, _figures[i]))
        {
            measured.Add(view);
            _figures[i] = view.Figures;
        }
    }

    private async Task SendAllAsync(ServiceRoster roster, ServerEvents events, CancellationToken gone)
    {
        _roster = roster;
        _named = Named();
        (_versions, _figures) = (new int[roster.Count], new ServiceFigures?[roster.Count]);
        Array.Fill(_versions, Untold);
        var wanted = Enumerable.Range(0, roster.Count).Where(i => _named?.Contains(roster[i].Name) != false && filter.Wants(roster[i])).ToList();
        for (var start = 0; start == 0 || start < wanted.Count; start += MostItems)
        {
            AddPart(events, wanted.GetRange(start, Math.Min(MostItems, wanted.Count - start)), isFirst: start == 0, isLast: start + MostItems >= wanted.Count);
            await events.FlushAsync(gone);
        }
    }

    /// <summary>A reload may have removed what was named; the others are still wanted.</summary>
    private HashSet<string>? Named()
    {
        if (filter.Names.Count == 0) return null;
        var named = new HashSet<string>();
        foreach (var name in filter.Names)
        {
            try
            {
                named.UnionWith(supervisor.NamesOf([name]));
            }
            catch (BatonException e) when (e.Code == ErrorCode.NotFound)
            {
                // It may come back with another reload.
            }
        }

        return named;
    }

    private void AddPart(ServerEvents events, List<int> part, bool isFirst, bool isLast)
    {
        using (events.Begin("services", id: null))
        {
            events.Json.WriteStartObject();
            if (isFirst) events.Json.WriteBoolean("reset"u8, true);
            // Each as it is now: an earlier part may have had to wait for its reader.
            WriteItems(events.Json, part.Select(i =>
            {
                var view = _roster![i];
                (_versions[i], _figures[i]) = (view.Version, view.Figures);
                return view;
            }));
            if (!isLast) events.Json.WriteBoolean("more"u8, true);
            events.Json.WriteEndObject();
        }
    }

    private static async Task SendChangedAsync(ServerEvents events, List<ServiceView> changed, CancellationToken gone)
    {
        using (events.Begin("changed", id: null))
        {
            events.Json.WriteStartObject();
            WriteItems(events.Json, changed);
            events.Json.WriteEndObject();
        }

        changed.Clear();
        await events.FlushAsync(gone);
    }

    private static void WriteItems(Utf8JsonWriter json, IEnumerable<ServiceView> views)
    {
        json.WriteStartArray("items"u8);
        foreach (var view in views) json.WriteRawValue(ServiceFrames.Of(view), skipInputValidation: true);
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

    private static void AddFigures(ServerEvents events, List<ServiceView> measured)
    {
        var json = events.Json;
        using (events.Begin("figures", id: null))
        {
            json.WriteStartObject();
            json.WriteStartArray("items"u8);
            foreach (var view in measured) WriteFigures(json, view);
            json.WriteEndArray();
            json.WriteEndObject();
        }
    }

    private static void WriteFigures(Utf8JsonWriter json, ServiceView view)
    {
        if (view.Figures is not { } figures) return;
        json.WriteStartArray();
        json.WriteStringValue(view.Name);
        if (figures.CpuPercent is { } cpu) json.WriteNumberValue(cpu);
        else json.WriteNullValue();
        json.WriteNumberValue(figures.MemoryBytes);
        json.WriteNumberValue(figures.Processes);
        json.WriteEndArray();
    }

    private static bool IsSame(ServiceFigures? now, ServiceFigures? told) => ReferenceEquals(now, told)
        || (now?.CpuPercent, now?.MemoryBytes, now?.Processes) == (told?.CpuPercent, told?.MemoryBytes, told?.Processes);
}
