using Baton.Client.Http;
using Baton.Contracts;
using Baton.Contracts.Health;

namespace Baton.Client;

/// <summary>Monitors: list, show, trigger, isolate, close, reset, history, incidents, silences.</summary>
public sealed class MonitorsClient
{
    private const string Root = "/api/v1/monitors", Silences = "/api/v1/silences";
    private readonly HttpEndpoint _endpoint;

    internal MonitorsClient(HttpEndpoint endpoint) => _endpoint = endpoint;

    /// <summary>All monitors, in the order of the manifest; walks the pages.</summary>
    public async Task<IReadOnlyList<MonitorRecord>> ListAsync(CancellationToken ct = default)
    {
        var all = new List<MonitorRecord>();
        string? cursor = null;
        do
        {
            var page = await _endpoint.GetAsync(new TargetBuilder(Root).With("limit", 1000).With("cursor", cursor).ToString(), WireJson.Default.PageMonitorRecord, ct);
            // Otherwise a server that repeats itself would keep us here for ever.
            if (page.Next is not null && (page.Items.Count == 0 || page.Next == cursor)) throw new InvalidAnswerException("a page leads nowhere");
            all.AddRange(page.Items);
            cursor = page.Next;
        }
        while (cursor is not null);

        return all;
    }

    /// <summary>One monitor.</summary>
    public Task<MonitorRecord> GetAsync(string name, CancellationToken ct = default) => _endpoint.GetAsync(Of(name), WireJson.Default.MonitorRecord, ct);

    /// <summary>Probes all monitors, as far as their breakers let them; returns when the results are in.</summary>
    public Task<MonitorSummary> TriggerAllAsync(CancellationToken ct = default) => PostAsync($"{Root}/trigger", WireJson.Default.MonitorSummary, ct);

    /// <summary>Does something with one monitor, and gives what it is then.</summary>
    /// <param name="name">The monitor.</param>
    /// <param name="act"><c>trigger</c>, <c>isolate</c>, <c>close</c> or <c>reset</c>.</param>
    /// <param name="ct">Ends the waiting.</param>
    public Task<MonitorRecord> ActAsync(string name, string act, CancellationToken ct = default) => PostAsync($"{Of(name)}/{act}", WireJson.Default.MonitorRecord, ct);

    /// <summary>What came of its probes in a span, in equal steps.</summary>
    /// <param name="name">The monitor.</param>
    /// <param name="from">Where it begins: RFC 3339, or how long ago; null: 24 hours before its end.</param>
    /// <param name="to">Where it ends; null: now.</param>
    /// <param name="step">Length of a step in seconds; null: such that there are about 200.</param>
    /// <param name="ct">Ends the waiting.</param>
    public Task<MonitorHistoryRecord> HistoryAsync(string name, string? from = null, string? to = null, int? step = null, CancellationToken ct = default) =>
        _endpoint.GetAsync(new TargetBuilder($"{Of(name)}/history").With("from", from).With("to", to).With("step", step).ToString(), WireJson.Default.MonitorHistoryRecord, ct);

    /// <summary>The times in which it was down, the newest first.</summary>
    public async Task<IReadOnlyList<MonitorIncidentRecord>> IncidentsAsync(string name, CancellationToken ct = default) =>
        (await _endpoint.GetAsync($"{Of(name)}/incidents", WireJson.Default.PageMonitorIncidentRecord, ct)).Items;

    /// <summary>Keeps a note on an incident.</summary>
    /// <param name="name">The monitor.</param>
    /// <param name="note">The note; empty takes it away.</param>
    /// <param name="incident">Number of the incident; null: the newest.</param>
    /// <param name="ct">Ends the waiting.</param>
    public Task<MonitorIncidentRecord> NoteAsync(string name, string note, long? incident = null, CancellationToken ct = default) => _endpoint.PostAsync(
        $"{Of(name)}/note", new MonitorNoteRequest { Note = note, Incident = incident }, WireJson.Default.MonitorNoteRequest, WireJson.Default.MonitorIncidentRecord, ct);

    /// <summary>The silences that are in force.</summary>
    public async Task<IReadOnlyList<SilenceRecord>> SilencesAsync(CancellationToken ct = default) => (await _endpoint.GetAsync(Silences, WireJson.Default.PageSilenceRecord, ct)).Items;

    /// <summary>Tells nobody of a monitor, or of those that the body names (null), for a while; gives all silences that are in force then.</summary>
    public async Task<IReadOnlyList<SilenceRecord>> SilenceAsync(string? name, SilenceRequest wanted, CancellationToken ct = default) =>
        (await _endpoint.PostAsync(SilenceOf(name), wanted, WireJson.Default.SilenceRequest, WireJson.Default.PageSilenceRecord, ct)).Items;

    /// <summary>Ends the silence of a monitor, or that of all (null), also where there is none; gives those that are in force then.</summary>
    public async Task<IReadOnlyList<SilenceRecord>> UnsilenceAsync(string? name, CancellationToken ct = default) =>
        (await _endpoint.DeleteAsync(SilenceOf(name), WireJson.Default.PageSilenceRecord, ct)).Items;

    /// <summary>Ends the silences of the monitors that have a tag now, by one request; gives those that are in force then.</summary>
    public async Task<IReadOnlyList<SilenceRecord>> UnsilenceTagAsync(string tag, CancellationToken ct = default) =>
        (await _endpoint.DeleteAsync(new TargetBuilder(Silences).With("tag", tag).ToString(), WireJson.Default.PageSilenceRecord, ct)).Items;

    private static string SilenceOf(string? name) => name is null ? Silences : $"{Of(name)}/silence";

    private static string Of(string name) => $"{Root}/{Uri.EscapeDataString(name)}";

    private Task<T> PostAsync<T>(string target, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> answer, CancellationToken ct) =>
        _endpoint.PostAndWaitAsync(target, new MonitorActRequest(), WireJson.Default.MonitorActRequest, answer, ct);
}
