using System.Globalization;
using Baton.Contracts;
using Baton.Contracts.Health;
using Baton.Control.Mapping;
using Baton.Control.Problems;
using Baton.Control.Routing;
using Baton.Core;
using Baton.Health.History;

namespace Baton.Control.Endpoints.Health;

/// <summary><c>/api/v1/monitors/{name}/note</c>: what a person has to say of an incident.</summary>
internal static class IncidentNotes
{
    public static async Task WriteAsync(ControlRequest request)
    {
        _ = new QueryReader(request.Context.Request);
        var wanted = await BodyReader.ReadAsync(request.Context, WireJson.Default.MonitorNoteRequest, new MonitorNoteRequest());
        var (_, view) = MonitorEndpoints.Find(request);
        if (wanted.Note is not { } text) throw ProblemException.Invalid("say what to note, as in {\"note\": \"the router was replaced\"}; an empty text takes a note away");
        if (text.Length > Incident.MaxText) throw ProblemException.Invalid(string.Create(CultureInfo.InvariantCulture, $"\"note\" must be at most {Incident.MaxText} characters long, and is {text.Length}"));
        if (wanted.Incident is <= 0) throw ProblemException.Invalid("\"incident\" must be a number from 1 on; without it the newest is meant");
        var history = request.Sources.MonitorHistory(request.Name) ?? throw NoIncident(request.Name, wanted.Incident);
        var noted = await NoteAsync(history, wanted.Incident, text.Length > 0 ? text : null) ?? throw NoIncident(request.Name, wanted.Incident);
        await Answer.WriteAsync(request.Context, new MonitorRecords(request, [view]).Of(noted), WireJson.Default.MonitorIncidentRecord);
    }

    private static async Task<Incident?> NoteAsync(RecordedMonitor history, long? number, string? note)
    {
        if (number is not { } known) return await history.NoteNewestAsync(note);
        if (!await history.NoteAsync(known, note)) return null;
        return (await history.IncidentsAsync(Incident.MostKept)).FirstOrDefault(incident => incident.Number == known);
    }

    private static BatonException NoIncident(string monitor, long? number) => new(ErrorCode.NotFound, number is { } known
        ? string.Create(CultureInfo.InvariantCulture, $"monitor \"{monitor}\" has no incident {known}; GET /api/v1/monitors/{monitor}/incidents lists those that are kept")
        : $"monitor \"{monitor}\" has had no incident that could be noted on");
}
