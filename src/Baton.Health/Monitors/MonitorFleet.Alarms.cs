using Baton.Health.Alarms;

namespace Baton.Health.Monitors;

/// <content>Who is to be told what; on the fleet's actor.</content>
public sealed partial class MonitorFleet
{
    /// <summary>How many monitors may be above one: 100.</summary>
    public const int MostParents = 100;

    // Timers have a longest time, and a clock on the wall that is set wants a look now and then.
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    /// <summary>What a monitor's alarm is to know of a step of the monitor.</summary>
    private void FollowUp(MonitorSlot slot, MonitorEvent e, IReadOnlyList<MonitorEffect> effects)
    {
        var isResult = e is MonitorEvent.Ended { Result: not null } or MonitorEvent.Pushed;
        if (isResult) slot.Checked = Now;
        foreach (var effect in effects)
        {
            if (effect is not MonitorEffect.Count { Result: var result }) continue;
            // What is around it costs a look at all windows; to a success that ends no flapping it means nothing.
            var isPlain = result.IsSuccess && slot.Alarm is { IsFlapping: false, Recent.Changes: < FlapWindow.Flapping - 1 };
            var around = isPlain ? default : AroundOf(slot);
            StepAlarm(slot, result.IsSuccess ? new AlarmEvent.Succeeded { At = At, Around = around } : new AlarmEvent.Failed(result.Detail) { At = At, Around = around });
        }

        if (e is MonitorEvent.ResetAsked) StepAlarm(slot, new AlarmEvent.ResetAsked { At = At, Around = AroundOf(slot) });
        if (isResult || e is MonitorEvent.ResetAsked or MonitorEvent.IsolateAsked or MonitorEvent.CloseAsked) LookBelow(slot, 0);
    }

    private void StepAlarm(MonitorSlot slot, AlarmEvent e)
    {
        (slot.Alarm, var effects) = AlarmMachine.Step(slot.Alarm, e, slot.Definition.Confirmation);
        foreach (var effect in effects) Perform(slot, effect);
    }

    private void Perform(MonitorSlot slot, AlarmEffect effect)
    {
        switch (effect)
        {
            // While its breaker is open the trial comes at the end of the break anyway. A push monitor cannot be asked.
            case AlarmEffect.ProbeAgain x:
                if (slot.Probe is not null && slot.View.State.Breaker.Phase != Breaker.BreakerPhase.Open && Now + x.After < slot.View.Due) WaitAgain(slot, Now + x.After);
                break;
            case AlarmEffect.AskParents:
                foreach (var parent in ParentsOf(slot).Where(parent => IsStale(parent, slot) && !parent.View.State.IsProbing)) Step(parent, new MonitorEvent.Due { Now = Now, At = At });
                break;
            default:
                _hasMemoryChanged = true;
                _parts.Alarms?.Told(slot.View, effect);
                break;
        }
    }

    private void LookBelow(MonitorSlot slot, int depth)
    {
        foreach (var child in slot.Children)
        {
            Look(child);
            if (depth < MostParents) LookBelow(child, depth + 1);
        }
    }

    private void Look(MonitorSlot slot)
    {
        if (slot.Alarm.IsHeldBack || slot.Alarm is { IsFlapping: true, IsFlappingTold: false }) StepAlarm(slot, new AlarmEvent.Looked { At = At, Around = AroundOf(slot) });
    }

    private AlarmSurroundings AroundOf(MonitorSlot slot)
    {
        var parents = ParentStanding.Up;
        foreach (var parent in ParentsOf(slot))
        {
            if (parent.View.State.Health == MonitorHealth.Unhealthy)
            {
                parents = ParentStanding.Down;
                break;
            }

            if (IsStale(parent, slot)) parents = ParentStanding.Stale;
        }

        var isMuted = _silences.Holds(slot.Definition.Name, At) || _windows.ActiveAt(At, slot.Definition) is not null;
        return new AlarmSurroundings(parents, isMuted, slot.Probe is null || slot.View.State.Breaker.Phase == Breaker.BreakerPhase.Isolated);
    }

    private static IEnumerable<MonitorSlot> ParentsOf(MonitorSlot slot)
    {
        var parent = slot.Parent;
        for (var i = 0; parent is not null && i < MostParents; i++, parent = parent.Parent) yield return parent;
    }

    /// <summary>Its latest result is older than that of the other, and it can be asked for a newer one.</summary>
    private bool IsStale(MonitorSlot parent, MonitorSlot than) =>
        parent.Probe is not null && !(parent.Checked >= than.Checked)
        && parent.View.State.Breaker is var breaker && breaker.Phase != Breaker.BreakerPhase.Isolated && !(breaker.Phase == Breaker.BreakerPhase.Open && breaker.Until > Now);

    private void Relate(MonitorSlot[] slots)
    {
        foreach (var slot in slots) slot.Children.Clear();
        foreach (var slot in slots)
        {
            slot.Parent = slot.Definition.Parent is { } name ? _byName.GetValueOrDefault(name) : null;
            slot.Parent?.Children.Add(slot);
        }

        LookAtAll();
    }

    private void LookAtAll()
    {
        foreach (var slot in _slots) Look(slot);
    }

    private AlarmState RememberedAlarm(MonitorDefinition definition)
    {
        var name = definition.Name;
        if (_byName.GetValueOrDefault(name) is not { } earlier)
        {
            var wasFlapping = _remembered.Flapping.Contains(name);
            return AlarmState.New with { ToldSince = _remembered.Down.TryGetValue(name, out var since) ? since : null, IsFlapping = wasFlapping, IsFlappingTold = wasFlapping };
        }

        return earlier.Definition.Probe == definition.Probe ? earlier.Alarm : AlarmState.New with { ToldSince = earlier.Alarm.ToldSince, IsFlappingTold = earlier.Alarm.IsFlappingTold };
    }

    /// <summary>Nobody watches them any more, and nobody would ever say that they are up.</summary>
    private void EndAlarms(HashSet<string> watched)
    {
        var told = _slots.Where(slot => slot.Alarm.ToldSince is not null).Select(slot => KeyValuePair.Create(slot.Definition.Name, slot.Alarm.ToldSince!.Value)).Concat(_remembered.Down);
        foreach (var (name, since) in told.Where(one => !watched.Contains(one.Key)))
        {
            _hasMemoryChanged = true;
            _parts.Alarms?.Unwatched(name, At > since ? At - since : TimeSpan.Zero);
        }
    }

    private void BeginWindows(MaintenanceWindows windows)
    {
        _windows = windows;
        _nextEdge = null;
        _areWindowsKnown = true;
        TellWindows(At);
        LookAtAll();
    }

    /// <summary>Which windows are open; what was told by this fleet or an earlier one is not told again.</summary>
    private void TellWindows(DateTimeOffset at)
    {
        if (!_areWindowsKnown) return;
        var open = _windows.All.Where(window => window.IsOpenAt(at)).ToList();
        var names = open.Select(window => window.Name).ToList();
        foreach (var name in _openWindows.Except(names)) _parts.Alarms?.WindowClosed(name);
        foreach (var window in open.Where(window => !_openWindows.Contains(window.Name))) _parts.Alarms?.WindowOpened(window.Name, window.NextEdge(at));
        _hasMemoryChanged |= !names.ToHashSet(StringComparer.Ordinal).SetEquals(_openWindows);
        _openWindows = names;
    }

    /// <summary>After each message: what is over ends, and the one timer waits for the next beginning or end of a window or a silence.</summary>
    private void KeepAlarms()
    {
        var at = At;
        if (_nextEdge is { } edge && edge <= at)
        {
            _nextEdge = null;
            EndSilencesThatAreOver(at);
            TellWindows(at);
            LookAtAll();
        }

        ArmEdge(at);
        if (!_hasMemoryChanged) return;
        _hasMemoryChanged = false;
        _parts.Alarms?.MemoryChanged(Memory());
    }

    private void ArmEdge(DateTimeOffset at)
    {
        if (_nextEdge is not null) return;
        var (windows, silences) = (_windows.NextEdge(at), _silences.NextEnd);
        _edgeEpoch = _edgeEpoch == int.MaxValue ? 0 : _edgeEpoch + 1;
        _nextEdge = windows is null || silences < windows ? silences : windows;
        if (_nextEdge is not { } next)
        {
            _edges.Disarm();
            // Nothing to wait for, until somebody says so.
            _nextEdge = DateTimeOffset.MaxValue;
            return;
        }

        var wait = next - at < LongestWait ? next - at : LongestWait;
        _edges.Arm(_edgeEpoch, TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds)));
    }

    /// <summary>What an earlier fleet told stands until the first monitors are known: whoever dies before that must not forget it.</summary>
    private AlarmMemory Memory() => new(
        _silences.List,
        _slots.Where(slot => slot.Alarm.ToldSince is not null).Select(slot => KeyValuePair.Create(slot.Definition.Name, slot.Alarm.ToldSince!.Value)).Concat(_remembered.Down).ToDictionary(StringComparer.Ordinal),
        [.. _slots.Where(slot => slot.Alarm.IsFlappingTold).Select(slot => slot.Definition.Name), .. _remembered.Flapping])
    {
        OpenWindows = _openWindows,
    };
}
