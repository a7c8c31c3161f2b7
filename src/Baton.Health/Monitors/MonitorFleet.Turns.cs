using System.Collections.Frozen;
using Baton.Health.Alarms;
using Baton.Health.Breaker;
using Baton.Probes;
using Baton.Probes.Running;

namespace Baton.Health.Monitors;

/// <content>What happens on the fleet's actor.</content>
public sealed partial class MonitorFleet
{
    private void Handle(FleetMessage message)
    {
        switch (message)
        {
            case FleetMessage.Applied x: Apply(x); break;
            case FleetMessage.TimerFired x when x.Epoch == _epoch: _armedFor = null; break;
            case FleetMessage.Ended x: End(x); break;
            case FleetMessage.Triggered x: Trigger(x); break;
            case FleetMessage.Acted x: x.Done.TrySetResult(Act(x)); break;
            case FleetMessage.Pushed x: x.Done.TrySetResult(Push(x)); break;
            case FleetMessage.CallAsked x: x.Answer.TrySetResult(AskForCall(x.Name)); break;
            case FleetMessage.CallEnded x when !x.Slot.IsRemoved: Step(x.Slot, new MonitorEvent.CallEnded(x.Epoch, x.IsSuccess, NextRandom()) { Now = Now, At = At }); break;
            case FleetMessage.Silenced x: x.Done.TrySetResult(BeginSilences(x)); break;
            case FleetMessage.Unsilenced x: x.Done.TrySetResult(EndSilences(x)); break;
            case FleetMessage.Maintained x: BeginWindows(x.Windows); break;
            case FleetMessage.EdgeCame x when x.Epoch == _edgeEpoch: _nextEdge = At; break;
            case FleetMessage.Closing: Close(); break;
        }

        if (_isClosing) return;
        ProbeDue();
        KeepAlarms();
        Arm();
        _listeners.Tell();
    }

    private static readonly TimeSpan LeastToReport = TimeSpan.FromMinutes(1);

    private DateTimeOffset At => _parts.Time.GetUtcNow();

    private double NextRandom() => _parts.Random.NextDouble();

    private void Apply(FleetMessage.Applied x)
    {
        var slots = new MonitorSlot[_isClosing ? 0 : x.Definitions.Count];
        for (int i = 0, begun = 0; i < slots.Length; i++)
        {
            var definition = x.Definitions[i];
            if (_byName.GetValueOrDefault(definition.Name) is { } present && present.Definition.WatchesTheSame(definition)) slots[i] = GoOn(present, definition);
            else slots[i] = Begin(definition, x.Remembered, begun++);
        }

        if (!_isClosing) EndAlarms(slots.Select(slot => slot.Definition.Name).ToHashSet(StringComparer.Ordinal));
        foreach (var slot in _slots.Except(slots)) Remove(slot);
        Volatile.Write(ref _slots, slots);
        Volatile.Write(ref _byName, slots.ToFrozenDictionary(s => s.Definition.Name, StringComparer.Ordinal));
        _hasMemoryChanged |= !ReferenceEquals(_remembered, AlarmMemory.None);
        _remembered = AlarmMemory.None;
        Relate(slots);
        x.Done.TrySetResult(true);
    }

    private static MonitorSlot GoOn(MonitorSlot slot, MonitorDefinition definition)
    {
        slot.View = slot.View with { Definition = definition };
        return slot;
    }

    private MonitorSlot Begin(MonitorDefinition definition, IReadOnlyDictionary<string, MonitorState> remembered, int index)
    {
        var earlier = _byName.GetValueOrDefault(definition.Name);
        var known = earlier is null ? remembered.GetValueOrDefault(definition.Name) ?? MonitorState.New : Kept(earlier, definition);
        // What was reported holds for its interval, whoever it was reported to.
        if (earlier is null && definition.IsPush && known.LastCheck + definition.Timing.Interval > At) known = known with { IsFound = true };
        var slot = new MonitorSlot(definition, definition.IsPush ? null : _parts.Probes(definition), known) { Alarm = RememberedAlarm(definition) };
        // A push monitor has its whole interval to report for the first time.
        Wait(slot, slot.Probe is null ? Now + LeftToReport(known, definition) : FleetSchedule.First(Now, index, definition.Timing.Interval));
        Step(slot, new MonitorEvent.Began { Now = Now, At = At });
        if (earlier is not null && earlier.View.State.Breaker.Phase is var before && before != known.Breaker.Phase) _parts.Listener.BreakerChanged(slot.View, before, null);
        return slot;
    }

    /// <summary>
    /// What is known of a monitor that is asked otherwise from now on. As long as the same is asked its breaker stays as it is; what a person has isolated
    /// stays so in any case. A trial that was under way is given up with its probe.
    /// </summary>
    private static MonitorState Kept(MonitorSlot earlier, MonitorDefinition definition)
    {
        var state = earlier.View.State;
        var kept = earlier.Definition.Probe == definition.Probe ? state : state.OfAnother();
        return kept with { Breaker = kept.Breaker with { Epoch = state.Breaker.Epoch + 1, IsTrying = false }, IsProbing = false };
    }

    /// <summary>How long a push monitor has to report: what is left of its interval since it last did, and a little in any case, since it may not have been able to while nobody listened.</summary>
    private TimeSpan LeftToReport(MonitorState known, MonitorDefinition definition)
    {
        var interval = definition.Timing.Interval;
        var least = interval < LeastToReport ? interval : LeastToReport;
        if (known.LastCheck is not { } last) return interval;
        var left = last + interval - At;
        return left < least ? least : left > interval ? interval : left;
    }

    private void Remove(MonitorSlot slot)
    {
        slot.IsRemoved = true;
        _hasMemoryChanged |= slot.Alarm.ToldSince is not null;
        _waiting.Remove(slot, out _, out _);
        slot.Stop.Cancel();
        EndRounds(slot);
    }

    private void ProbeDue()
    {
        while (_waiting.TryPeek(out var slot, out var due) && due <= Now)
        {
            _waiting.Dequeue();
            var interval = slot.Definition.Timing.Interval;
            Wait(slot, slot.Began is null && slot.Probe is not null ? FleetSchedule.Second(due, interval, NextRandom()) : ProbeSchedule.Next(due, Now, interval));
            if (slot.Probe is null) Step(slot, new MonitorEvent.Pushed(new ProbeResult(false, TimeSpan.Zero, $"no report for {interval.TotalSeconds:0.###} s")) { Now = Now, At = At });
            else Step(slot, new MonitorEvent.Due { Now = Now, At = At });
        }
    }

    private void Trigger(FleetMessage.Triggered x)
    {
        var asked = x.Name is null ? _slots : _byName.GetValueOrDefault(x.Name) is { } one ? [one] : null;
        if (asked is null)
        {
            x.Done.TrySetResult(false);
            return;
        }

        var round = new TriggeredRound(x.Done, x.GivenUp);
        foreach (var slot in asked.Where(s => s.Probe is not null))
        {
            if (!slot.View.State.IsProbing && !(Now - slot.Began < Fresh)) Step(slot, new MonitorEvent.Due { Now = Now, At = At });
            if (!slot.View.State.IsProbing) continue;
            round.Await();
            // A probe may take an hour; who gave up waiting for it must not add up meanwhile.
            slot.Waiting.RemoveAll(static one => one.IsGivenUp);
            slot.Waiting.Add(round);
        }

        round.End();
    }

    private bool Act(FleetMessage.Acted x)
    {
        if (_byName.GetValueOrDefault(x.Name) is not { } slot) return false;
        MonitorEvent e = x.Act switch
        {
            MonitorAct.Isolate => new MonitorEvent.IsolateAsked { Now = Now, At = At },
            MonitorAct.Close => new MonitorEvent.CloseAsked { Now = Now, At = At },
            _ => new MonitorEvent.ResetAsked { Now = Now, At = At },
        };
        Step(slot, e, x.By);
        return true;
    }

    private bool Push(FleetMessage.Pushed x)
    {
        if (_byName.GetValueOrDefault(x.Name) is not { Probe: null } slot) return false;
        WaitAgain(slot, Now + slot.Definition.Timing.Interval);
        Step(slot, new MonitorEvent.Pushed(x.Result) { Now = Now, At = At });
        return true;
    }

    private CallPermit? AskForCall(string name)
    {
        if (_byName.GetValueOrDefault(name) is not { } slot) return null;
        CallPermit? permit = null;
        foreach (var effect in Step(slot, new MonitorEvent.CallAsked { Now = Now, At = At }))
        {
            if (effect is MonitorEffect.LetGo x) permit = new CallPermit(x.Epoch, (epoch, isSuccess) => _actor.Post(new FleetMessage.CallEnded(slot, epoch, isSuccess)));
        }

        return permit;
    }

    private void End(FleetMessage.Ended x)
    {
        _probing.Remove(x.Slot);
        if (x.Bug is { } bug && !x.Slot.IsBroken)
        {
            x.Slot.IsBroken = true;
            _parts.Broken(bug);
        }

        if (!x.Slot.IsRemoved) Step(x.Slot, new MonitorEvent.Ended(x.Epoch, x.Result, NextRandom()) { Now = Now, At = At });
        EndRounds(x.Slot);
        if (_isClosing) CompleteWhenIdle();
    }

    private static void EndRounds(MonitorSlot slot)
    {
        foreach (var round in slot.Waiting) round.End();
        slot.Waiting.Clear();
    }

    private IReadOnlyList<MonitorEffect> Step(MonitorSlot slot, MonitorEvent e, string? by = null)
    {
        var (next, effects) = MonitorMachine.Step(slot.View.State, e, slot.Definition);
        slot.View = slot.View with { State = next };
        foreach (var effect in effects) Perform(slot, effect, by);
        // The trial comes as soon as the break is over, not when the interval happens to be.
        if (slot.Probe is not null && next.Breaker is { Phase: BreakerPhase.Open } open && open.Until > Now && open.Until < slot.View.Due) WaitAgain(slot, open.Until);
        FollowUp(slot, e, effects);
        return effects;
    }

    private void Perform(MonitorSlot slot, MonitorEffect effect, string? by)
    {
        switch (effect)
        {
            case MonitorEffect.Probe x:
                slot.Began = Now;
                _probing.Add(slot);
                _parts.Scheduler.Schedule(new MonitorTurn(slot, slot.Probe!, x.Epoch, _actor.Post));
                break;
            case MonitorEffect.Count x:
                _parts.Listener.Counted(slot.Definition.Name, slot.View.State.LastCheck ?? At, x.Result);
                break;
            case MonitorEffect.TellHealth x:
                _parts.Listener.HealthChanged(slot.View, x.From, x.Reason);
                break;
            case MonitorEffect.TellBreaker x:
                _parts.Listener.BreakerChanged(slot.View, x.From, x.IsByPerson ? by : null);
                break;
        }
    }

    private void Wait(MonitorSlot slot, TimeSpan due)
    {
        slot.View = slot.View with { Due = due };
        _waiting.Enqueue(slot, due);
    }

    private void WaitAgain(MonitorSlot slot, TimeSpan due)
    {
        _waiting.Remove(slot, out _, out _);
        Wait(slot, due);
    }

    private void Arm()
    {
        TimeSpan? earliest = _waiting.TryPeek(out _, out var due) ? due : null;
        if (earliest == _armedFor) return;
        _armedFor = earliest;
        _epoch = _epoch == int.MaxValue ? 0 : _epoch + 1;
        if (earliest is null) _timer.Disarm();
        // Timers count whole milliseconds and cut the rest off: rounded up, it never fires before its time.
        else _timer.Arm(_epoch, TimeSpan.FromMilliseconds(Math.Ceiling((due - Now).TotalMilliseconds)));
    }

    private void Close()
    {
        _isClosing = true;
        _timer.Disarm();
        _edges.Disarm();
        _waiting.Clear();
        foreach (var slot in _slots) Remove(slot);
        CompleteWhenIdle();
    }

    private void CompleteWhenIdle()
    {
        if (_probing.Count == 0) _closed.TrySetResult();
    }
}
