using Baton.Core.Scheduling;
using Baton.Health.Monitors;

namespace Baton.Health.Alarms;

/// <summary>A time in which people are told nothing of some monitors: once, or again and again.</summary>
/// <param name="Name">Its name.</param>
public sealed record MaintenanceWindow(string Name)
{
    /// <summary>Longest duration of one that comes again: 31 days.</summary>
    public static readonly TimeSpan MaxDuration = TimeSpan.FromDays(31);

    /// <summary>These monitors.</summary>
    public IReadOnlyList<string> Monitors { get; init; } = [];

    /// <summary>Those with one of these tags.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Those of these groups. Without monitors, tags and groups: all.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>When it begins; null for one that comes again.</summary>
    public DateTimeOffset? Start { get; init; }

    /// <summary>When it ends; null for one that comes again.</summary>
    public DateTimeOffset? End { get; init; }

    /// <summary>When it begins again and again; null for one that comes once.</summary>
    public CronLine? Schedule { get; init; }

    /// <summary>How long one lasts that comes again.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>Whose clock the schedule means.</summary>
    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.Local;

    /// <inheritdoc/>
    public bool Equals(MaintenanceWindow? other) => other is not null && (Name, Start, End, Schedule, Duration, Zone.Id).Equals((other.Name, other.Start, other.End, other.Schedule, other.Duration, other.Zone.Id))
        && Monitors.SequenceEqual(other.Monitors) && Tags.SequenceEqual(other.Tags) && Groups.SequenceEqual(other.Groups);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Start, End, Duration);

    /// <summary>It is about that monitor.</summary>
    public bool Covers(MonitorDefinition monitor) =>
        (Monitors.Count == 0 && Tags.Count == 0 && Groups.Count == 0)
        || Monitors.Contains(monitor.Name) || monitor.Tags.Any(Tags.Contains) || (monitor.Group is { } group && Groups.Contains(group));

    /// <summary>It is open: its beginning belongs to it, its end does not.</summary>
    public bool IsOpenAt(DateTimeOffset time) => Schedule is null ? Start <= time && time < End : OpenedBefore(time) is not null;

    /// <summary>The first time after <paramref name="time"/> at which it may open or close; null when there is none.</summary>
    public DateTimeOffset? NextEdge(DateTimeOffset time)
    {
        if (Schedule is null) return Start > time ? Start : End > time ? End : null;
        return OpenedBefore(time) is { } opened ? opened + Duration : Schedule.Next(time, Zone);
    }

    /// <summary>When it was opened that is still open; the earliest, where several overlap.</summary>
    private DateTimeOffset? OpenedBefore(DateTimeOffset time) => Schedule!.Next(time - Duration, Zone) is { } opened && opened <= time ? opened : null;
}
