using Baton.Core.Scheduling;

namespace Baton.Supervision.Scheduling;

/// <summary>The times of one service inside the supervisor's actor: until when they were looked after, and which comes next.</summary>
internal sealed class SlotSchedule
{
    /// <summary>A time is missed when nobody looked within this after it.</summary>
    public static readonly TimeSpan Lateness = TimeSpan.FromMinutes(2);

    // A clock that is put back by less shows times again that were looked after; by more it was wrong before.
    private static readonly TimeSpan SmallStepBack = TimeSpan.FromHours(3);

    private readonly CronLine _line;
    private readonly TimeZoneInfo _zone;
    private readonly ServiceSchedule _schedule;

    public SlotSchedule(ServiceSchedule schedule, DateTimeOffset until)
    {
        _schedule = schedule;
        _line = schedule.Line;
        // It was there when the manifest was read; time zones are hardly ever removed.
        _zone = ServiceSchedule.ZoneOf(schedule.Timezone) ?? TimeZoneInfo.Utc;
        LookedAfter(until);
    }

    /// <summary>Times up to this one were looked after.</summary>
    public DateTimeOffset Until { get; private set; }

    /// <summary>The next time; null when there is none.</summary>
    public DateTimeOffset? Next { get; private set; }

    /// <summary>A time has come, and the run before has not ended.</summary>
    public bool IsWaiting { get; set; }

    /// <summary>Looks at the clock: what is to be done, and for which time. Of several times that have come it is done once.</summary>
    public (ScheduleAct Act, DateTimeOffset Due) Look(DateTimeOffset now)
    {
        if (now < Until - SmallStepBack) LookedAfter(now);
        if (Next is not { } due || due > now) return (ScheduleAct.None, default);
        var latest = due;
        // The last one that has come: beyond the lateness all are missed alike, so that the search is bounded.
        if (now - due > Lateness) latest = _line.Next(now - Lateness, _zone) is { } recent && recent <= now ? recent : due;
        LookedAfter(now);
        var isMissed = now - latest > Lateness;
        return (!isMissed ? ScheduleAct.Start : _schedule.Missed == MissedStarts.RunOnce ? ScheduleAct.StartMissed : ScheduleAct.Miss, latest);
    }

    private void LookedAfter(DateTimeOffset until) => (Until, Next) = (until, _line.Next(until, _zone)?.ToUniversalTime());
}

/// <summary>What a look at the clock asks for.</summary>
internal enum ScheduleAct
{
    None,
    Start,

    /// <summary>To start it for a time that was missed.</summary>
    StartMissed,

    /// <summary>To leave out a time that was missed.</summary>
    Miss,
}
