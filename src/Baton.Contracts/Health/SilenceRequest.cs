using System.Text.Json.Serialization;

namespace Baton.Contracts.Health;

/// <summary>Body of a request for silences: how long, or until when, and of whom.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record SilenceRequest
{
    /// <summary>Longest silence: 366 days.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(366);

    /// <summary>For so many seconds; greater than 0, at most <see cref="Longest"/>.</summary>
    public double? Seconds { get; init; }

    /// <summary>Until then, in place of <see cref="Seconds"/>; not in the past.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Why, for people; at most 500 characters.</summary>
    public string? Reason { get; init; }

    /// <summary>Of each of these monitors; for <c>POST /api/v1/silences</c> only.</summary>
    public IReadOnlyList<string>? Monitors { get; init; }

    /// <summary>Of each monitor that has one of these tags now; for <c>POST /api/v1/silences</c> only. Without this and <see cref="Monitors"/>: of all monitors, as one silence.</summary>
    public IReadOnlyList<string>? Tags { get; init; }
}
