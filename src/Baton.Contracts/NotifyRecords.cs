using System.Text.Json.Serialization;

namespace Baton.Contracts;

/// <summary>Body of <c>POST /api/v1/notify/{name}/test</c>: an empty object, or none.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record NotifyTestRequest;

/// <summary>Somebody who is told of events, and what became of it since the daemon began or the manifest last changed it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type"><c>webhook</c>.</param>
/// <param name="Host">Where it is; no more of its address, which may hold a secret.</param>
/// <param name="On">Of which events.</param>
/// <param name="Services">Only of these services and groups; none: of all.</param>
/// <param name="Sent">Messages that were taken.</param>
/// <param name="Failed">Messages that were given up.</param>
/// <param name="Dropped">Messages for which there was no room.</param>
/// <param name="Waiting">Messages that are still to be sent.</param>
public sealed record NotifyRecord(string Name, string Type, string Host, IReadOnlyList<string> On, IReadOnlyList<string> Services, long Sent, long Failed, long Dropped, int Waiting)
{
    /// <summary>When the last one was taken; null: none was.</summary>
    public DateTimeOffset? LastSentAt { get; init; }

    /// <summary>Why the last attempt that failed did; null: none did.</summary>
    public string? LastError { get; init; }

    /// <summary>When that was.</summary>
    public DateTimeOffset? LastErrorAt { get; init; }
}

/// <summary>What became of a test message.</summary>
/// <param name="Name">Whom it was for.</param>
/// <param name="Delivered">It was taken.</param>
/// <param name="DurationMs">How long that took, in milliseconds.</param>
public sealed record NotifyTestRecord(string Name, bool Delivered, double DurationMs)
{
    /// <summary>Status of the answer; null: there was none.</summary>
    public int? Status { get; init; }

    /// <summary>The beginning of the answer; null: there was none.</summary>
    public string? Answer { get; init; }

    /// <summary>Why it was not taken; null: it was.</summary>
    public string? Error { get; init; }
}
