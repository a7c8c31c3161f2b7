using Baton.Health.History;
using Baton.Supervision.Secrets;

namespace Baton.Control.StatusPages;

/// <summary>A time in which a monitor was down, as everybody may see it.</summary>
/// <param name="Begin">When it went down.</param>
/// <param name="End">When it came up again; null: it is down.</param>
/// <param name="Note">What a person wrote for everybody; null for nothing.</param>
internal sealed record PublicIncident(DateTimeOffset Begin, DateTimeOffset? End, string? Note)
{
    /// <summary>Notes that begin so are for everybody, without that word; all others stay inside.</summary>
    public const string Mark = "public:";

    /// <summary>What of an incident is for everybody.</summary>
    public static PublicIncident Of(Incident incident, SecretMask mask)
    {
        var isPublic = incident.Note?.StartsWith(Mark, StringComparison.OrdinalIgnoreCase) == true;
        var note = isPublic ? mask.Apply(incident.Note![Mark.Length..].Trim()) : null;
        return new PublicIncident(incident.Begin, incident.End, string.IsNullOrEmpty(note) ? null : note);
    }
}
