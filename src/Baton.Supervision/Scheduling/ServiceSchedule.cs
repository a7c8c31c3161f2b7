using Baton.Core.Scheduling;

namespace Baton.Supervision.Scheduling;

/// <summary>When a service is started by the clock.</summary>
/// <param name="Cron">A line that <see cref="CronLine"/> reads.</param>
/// <param name="Timezone">Whose clock: a name of the IANA data; null is that of the machine.</param>
/// <param name="Missed">What becomes of times at which Baton did not run or slept.</param>
/// <param name="Overlap">What becomes of a time at which the run before has not ended.</param>
public sealed record ServiceSchedule(string Cron, string? Timezone = null, MissedStarts Missed = MissedStarts.Skip, OverlapMode Overlap = OverlapMode.Skip)
{
    /// <summary>The line, read.</summary>
    public CronLine Line => CronLine.Parse(Cron, out var problem) ?? throw new FormatException(problem);

    /// <summary>The time zone of a name; null when the machine does not know it.</summary>
    public static TimeZoneInfo? ZoneOf(string? name) =>
        name is null ? TimeZoneInfo.Local : TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : null;
}

/// <summary>What becomes of times at which Baton did not run or slept.</summary>
public enum MissedStarts
{
    /// <summary>Nothing.</summary>
    Skip,

    /// <summary>It is started once, as soon as Baton is there.</summary>
    RunOnce,
}

/// <summary>What becomes of a time at which the run before has not ended.</summary>
public enum OverlapMode
{
    /// <summary>It is left out.</summary>
    Skip,

    /// <summary>It is started when that run has ended, once.</summary>
    Wait,

    /// <summary>That run is stopped, and it is started.</summary>
    Restart,
}
