using System.Text.Json.Serialization;

namespace Baton.Contracts.Health;

/// <summary>Body of <c>POST /api/v1/monitors/{name}/note</c>.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record MonitorNoteRequest
{
    /// <summary>What is to be kept, at most 500 characters; empty takes a note away.</summary>
    public string? Note { get; init; }

    /// <summary>Number of the incident; null: the newest one.</summary>
    public long? Incident { get; init; }
}
