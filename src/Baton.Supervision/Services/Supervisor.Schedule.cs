using System.Globalization;
using Baton.Supervision.Scheduling;

namespace Baton.Supervision.Services;

/// <summary>
/// What is started by the clock, inside the actor's turns. One timer looks at the clock that people see, at most a minute after any jump of it; there
/// is none without a service that has times.
/// </summary>
public sealed partial class Supervisor
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    private ITimer? _clock;

    private void PrepareSchedule(ServiceSlot slot)
    {
        var (name, before, now) = (slot.Definition.Name, slot.Schedule, _ports.Time.GetUtcNow());
        slot.Schedule = null;
        // Times that nobody makes up for are not missed when that is said later.
        if (slot.Definition.Schedule is not { Missed: MissedStarts.RunOnce }) _ports.Schedules.Forget(name);
        if (slot.Definition.Schedule is not { } schedule) return;
        var kept = before is null && schedule.Missed == MissedStarts.RunOnce ? _ports.Schedules.LastOf(name) : null;
        var until = before is not null ? UntilChange(before, now) : SinceDeath(slot, kept, now);
        // A start that waits goes on waiting under another daemon, and with other times.
        var isWaiting = before?.IsWaiting ?? (IsLeftBehind(slot) && slot.WasStartWaiting);
        slot.Schedule = new SlotSchedule(schedule, until < now ? until : now) { IsWaiting = isWaiting && schedule.Overlap == OverlapMode.Wait };
        if (kept is null) KeepSchedule(slot);
        // So that the daemon after this one knows since when it has been looked after. What an earlier daemon left is not known before it was gone on
        // with (which keeps it too): "at rest" would be the end of a run that lives.
        if (!_isToRecover) slot.Keep();
        slot.Publish(ReasonOf(slot));
        AwaitTimes();
    }

    /// <summary>An earlier daemon left it, and this one has not gone on with it yet. Later that says nothing: what a reload changes is changed now.</summary>
    private bool IsLeftBehind(ServiceSlot slot) => _isToRecover && slot.IsRemembered;

    private DateTimeOffset SinceDeath(ServiceSlot slot, DateTimeOffset? kept, DateTimeOffset now)
    {
        // A daemon that died was away for an instant; whatever began since then has taken the place of a time.
        if (kept is null && IsLeftBehind(slot)) return Later(Later(now - SlotSchedule.Lateness, slot.Since), slot.StartedAt ?? default);
        if (kept is not null && slot.StartedAt is { } started) return Later(kept.Value, started);
        return kept ?? now;
    }

    /// <summary>Other times count from their change on, and one that has come in the same instant is not lost by it.</summary>
    private static DateTimeOffset UntilChange(SlotSchedule before, DateTimeOffset now) => before.Next is { } due && due <= now ? due.AddTicks(-1) : now;

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private void KeepSchedule(ServiceSlot slot)
    {
        if (slot.Definition.Schedule!.Missed == MissedStarts.RunOnce) _ports.Schedules.Store(slot.Definition.Name, slot.Schedule!.Until);
    }

    /// <summary>Arms the timer for the next time, or a minute.</summary>
    private void AwaitTimes()
    {
        TimeSpan? wait = null;
        var now = _ports.Time.GetUtcNow();
        foreach (var slot in _slots)
        {
            if (slot.Schedule is not { } schedule) continue;
            var left = schedule.Next is { } next && next - now < LongestWait ? next - now : LongestWait;
            if (wait is null || left < wait) wait = left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }

        if (wait is not { } span) return;
        // Timers may fire a little early by the other clock.
        span += TimeSpan.FromMilliseconds(1);
        if (_clock is null) _clock = _ports.Time.CreateTimer(_ => _actor.Post(new SupervisorMessage.LookAtClock()), null, span, Timeout.InfiniteTimeSpan);
        else _clock.Change(span, Timeout.InfiniteTimeSpan);
    }

    private void HandleClock()
    {
        if (_isShuttingDown) return;
        var now = _ports.Time.GetUtcNow();
        foreach (var slot in _slots.Where(slot => slot.Schedule is not null).ToList()) LookAtTimes(slot, now);
        AwaitTimes();
    }

    private void LookAtTimes(ServiceSlot slot, DateTimeOffset now)
    {
        var schedule = slot.Schedule!;
        var (act, due) = schedule.Look(now);
        if (!IsArmed(slot))
        {
            if (schedule.IsWaiting) WaitNoLonger(slot);
            if (act != ScheduleAct.None) Looked(slot);
            return;
        }

        var at = due.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture);
        if (act == ScheduleAct.None)
        {
            if (schedule.IsWaiting && !IsBusy(slot)) StartBySchedule(slot, "schedule, when the run before had ended", "which waited for that");
            return;
        }

        Looked(slot);
        if (act == ScheduleAct.Miss) _ports.Notices.Publish(slot.Subject, "schedule_missed", cause: null, $"the start of {at} was missed: Baton did not run then, or slept");
        else if (!IsBusy(slot)) StartBySchedule(slot, act == ScheduleAct.StartMissed ? $"schedule, for {at}, which was missed" : "schedule", at);
        else Overlap(slot, at);
    }

    private void Looked(ServiceSlot slot)
    {
        KeepSchedule(slot);
        PublishView(slot);
    }

    private void Overlap(ServiceSlot slot, string at)
    {
        var run = WhyBusy(slot);
        switch (slot.Definition.Schedule!.Overlap)
        {
            case OverlapMode.Restart when StoppedBefore(slot) is { } stopped:
                SkipFor(slot, stopped, at);
                break;
            case OverlapMode.Restart:
                Ask(slot, new ServiceEvent.RestartRequested(), "restart_requested", new ActCause("schedule"), run);
                break;
            case OverlapMode.Wait:
                slot.Schedule!.IsWaiting = true;
                slot.Keep();
                _ports.Notices.Publish(slot.Subject, "schedule_waits", cause: null, $"the start of {at} waits: {run}");
                break;
            default:
                _ports.Notices.Publish(slot.Subject, "schedule_skipped", cause: null, $"the start of {at} is left out: {run}");
                break;
        }
    }

    private string WhyBusy(ServiceSlot slot) => slot.State switch
    {
        { IsLive: true, Run: var run } => string.Create(CultureInfo.InvariantCulture, $"run {run} has not ended"),
        { Phase: Phase.Backoff, Run: var run } => string.Create(CultureInfo.InvariantCulture, $"run {run} has failed and is about to be repeated"),
        _ => $"the start before is {ReasonOf(slot)}",
    };

    private void StartBySchedule(ServiceSlot slot, string who, string at)
    {
        // Kept with the state that follows: a death before that starts it under the next daemon.
        slot.Schedule!.IsWaiting = false;
        if (StoppedBefore(slot) is { } stopped)
        {
            SkipFor(slot, stopped, at);
            slot.Keep();
            return;
        }

        slot.StopAskedBy = null;
        var also = _allDependencies[slot.Index].Where(index => !IsDone(_slots[index]) && !IsStoppedByPerson(_slots[index])).ToList();
        StartAll([slot.Index], also, new ActCause(who));
    }

    private static void WaitNoLonger(ServiceSlot slot)
    {
        slot.Schedule!.IsWaiting = false;
        slot.Keep();
    }

    /// <summary>The clock is nobody who may call off a stop, and a job that waited for a person would run at a time that nobody has chosen.</summary>
    private void SkipFor(ServiceSlot slot, ServiceSlot stopped, string at) => _ports.Notices.Publish(slot.Subject, "schedule_skipped", cause: null,
        $"the start of {at} is left out: {stopped.Definition.Name}, which it needs, was stopped by {stopped.StopAskedBy}");

    private static bool IsStoppedByPerson(ServiceSlot slot) => slot is { State.IsDesired: false, StopAskedBy: not null };

    /// <summary>What a person has stopped and it cannot start without; null when nothing is.</summary>
    private ServiceSlot? StoppedBefore(ServiceSlot slot)
    {
        var seen = new HashSet<int>();
        var toLook = new Stack<ServiceSlot>([slot]);
        while (toLook.TryPop(out var waiting))
        {
            foreach (var dependency in _graph.DependenciesOf(waiting.Index).Select(i => _slots[i]).Where(d => !IsSatisfied(waiting, d) && seen.Add(d.Index)))
            {
                if (IsStoppedByPerson(dependency)) return dependency;
                toLook.Push(dependency);
            }
        }

        return null;
    }

    /// <summary>A start that waited for the end of the run before is looked at again; called after each change.</summary>
    private void LookAtWaiting(ServiceSlot slot)
    {
        if (slot.Schedule is { IsWaiting: true } && !IsBusy(slot)) _actor.Post(new SupervisorMessage.LookAtClock());
    }

    /// <summary>The clock starts it: nobody has disabled it or stopped it.</summary>
    private static bool IsArmed(ServiceSlot slot) =>
        slot is { Schedule: not null, IsLeaving: false } && (slot.EnabledByPerson ?? slot.Definition.IsEnabled)
        // Who stops it stops its times, until a start.
        && !IsStoppedByPerson(slot);

    private static bool IsBusy(ServiceSlot slot) => slot.State.Phase is not (Phase.Stopped or Phase.Failed or Phase.Completed);

    /// <summary>The next start by the clock, for people.</summary>
    internal static DateTimeOffset? NextByClock(ServiceSlot slot) => IsArmed(slot) ? slot.Schedule!.Next : null;
}
