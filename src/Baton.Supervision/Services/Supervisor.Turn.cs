using System.Diagnostics;
using System.Globalization;
using Baton.Processes;
using Baton.Supervision.Figures;
using Baton.Supervision.Probing;

namespace Baton.Supervision.Services;

/// <summary>The actor's side: everything in this file runs in its turns, one message at a time.</summary>
public sealed partial class Supervisor
{
    private static readonly TimeSpan LongestDeadline = TimeSpan.FromSeconds(80);

    private readonly Queue<int> _neighbours = new();
    private readonly Queue<int> _left = new();
    private CpuShares? _shares;

    private void Handle(SupervisorMessage message)
    {
        if (message is SupervisorMessage.TurnAsked asked)
        {
            asked.Taken();
            return;
        }

        if (_isResting || IsHeld(message)) return;
        // What a reload has removed may still be told of.
        if (message is SupervisorMessage.OfService { Service.IsForgotten: true }) return;
        switch (WithoutSecrets(message))
        {
            case SupervisorMessage.FromHost x: HandleHost(x.Event); break;
            case SupervisorMessage.TimerFired x: HandleTimer(x.Service, x.Epoch); break;
            case SupervisorMessage.DevicesChanged x: HandleDevices(x.Service, x); break;
            case SupervisorMessage.HookEnded x: HandleHook(x.Service, x); break;
            case SupervisorMessage.Probed x:
                x.Service.Tally.Probed(WordOf(x.Kind), x.Result);
                HandleProbed(x.Service, x);
                break;
            case SupervisorMessage.NotificationWaits x: HandleNotification(x.Service); break;
            case SupervisorMessage.WatchdogDue x: HandleWatchdog(x.Service, x); break;
            case SupervisorMessage.FileChanged x: HandleFileChanged(x.Service, x); break;
            case SupervisorMessage.FilesQuiet x: HandleFilesQuiet(x.Service, x.Version); break;
            case SupervisorMessage.LookAtClock: HandleClock(); break;
            case SupervisorMessage.MonitorsChanged: HandleMonitors(); break;
            case SupervisorMessage.Checked x:
                x.Service.Tally.Probed("check", x.Result);
                HandleChecked(x.Service, x);
                break;
            case SupervisorMessage.LastOutputRead x: HandleLastOutput(x.Service, x); break;
            case SupervisorMessage.ExaminationOver x: HandleExaminationOver(x.Service, x.Run); break;
            case SupervisorMessage.Asked x: HandleAsked(x); break;
            case SupervisorMessage.SignalAsked x: HandleSignal(x); break;
            case SupervisorMessage.Forget x: Forget(x.Act); break;
            case SupervisorMessage.Recover x: HandleRecover(x.Runs); break;
            case SupervisorMessage.Begun: StoreProject(_project with { IsBegun = true }); break;
            case SupervisorMessage.ShutDown x: HandleShutDown(x); break;
            case SupervisorMessage.Rest x: HandleRest(x); return;
            case SupervisorMessage.PlanAsked x: HandlePlan(x); break;
            case SupervisorMessage.ReloadAsked x: HandleReload(x with { Services = WithAdded(x.Services) }); break;
            case SupervisorMessage.AddAsked x: HandleAdd(x); break;
            case SupervisorMessage.RemoveAsked x: HandleRemove(x); break;
            case SupervisorMessage.ReloadCommandEnded x: HandleReloadCommand(x.Service, x); break;
            case SupervisorMessage.MeasureNow: Measure(); break;
            default: throw new UnreachableException($"message {message}");
        }

        StepNeighbours();
        if (_leaving > 0) ForgetGone();
        if (_patient is { } patient) LookAtPatientReload(patient);
        if (_isShuttingDown && Array.TrueForAll(_slots, slot => slot.IsAtRestOrStuck)) _shutDown.TrySetResult();
    }

    private static string WordOf(ProbeKind kind) => kind switch { ProbeKind.Startup => "startup", ProbeKind.Readiness => "readiness", _ => "liveness" };

    private void HandleHost(ProcessEvent processEvent)
    {
        if (_strays.Count > 0 && processEvent is ProcessEvent.TreeGone { Id: var gone }) _strays.Remove(gone);
        if (_strays.Count > 0 && processEvent is ProcessEvent.Exited { IsTreeGone: true, Id: var ended }) _strays.Remove(ended);
        switch (processEvent)
        {
            case ProcessEvent.Spawned x: OnRun(x.Id, new ServiceEvent.Spawned(x.Id.Run, x.Pid)); break;
            case ProcessEvent.SpawnFailed x: OnRun(x.Id, new ServiceEvent.SpawnFailed(x.Id.Run, x.Reason), "spawn_failed", x.Reason, x.Errno); break;
            case ProcessEvent.Exited x: OnRun(x.Id, new ServiceEvent.Exited(x.Id.Run, x.Status, x.IsTreeGone), "exited", x.Status.ToString()); break;
            case ProcessEvent.TreeGone x: OnRun(x.Id, new ServiceEvent.TreeGone(x.Id.Run)); break;
            case ProcessEvent.OutOfMemory x: OnOutOfMemory(x.Id); break;
            case ProcessEvent.TreeStuck x: OnStuck(x); break;
            case ProcessEvent.OutputTrouble x: OnOutputTrouble(x); break;
            case ProcessEvent.PortHolderFound x: OnPortHolder(x); break;
            case ProcessEvent.LogsNotCompressed x: OnLogsNotCompressed(x); break;
            case ProcessEvent.Sampled x: OnSampled(x.Figures); break;
            case ProcessEvent.OutputCounted x: OnOutputCounted(x.Figures); break;
            default: throw new UnreachableException($"event {processEvent}");
        }
    }

    private void OnRun(RunId id, ServiceEvent e, string? notice = null, string? detail = null, int? errno = null)
    {
        if (!_indexByName.TryGetValue(id.Service, out var index)) return;
        var slot = _slots[index];
        if (id.Run != slot.State.Run) return;
        if (notice is not null) slot.Cause = _ports.Notices.Publish(slot.Subject, notice, slot.Cause, detail);
        if (e is ServiceEvent.Exited exited) slot.Tally.Ended(exited.Status);
        if (e is ServiceEvent.SpawnFailed) slot.SpawnErrno = errno;
        // Another process may go on with a run whose first was killed: the run is as old as it is.
        if (e is ServiceEvent.Spawned && slot.SpawnedAt is null) (slot.StartedAt, slot.SpawnedAt) = (_ports.Time.GetUtcNow(), _ports.Time.GetTimestamp());
        Step(slot, e);
        // It may have said that it is ready before it was known to be there.
        if (e is ServiceEvent.Spawned) TellNotified(slot);
    }

    private void OnStuck(ProcessEvent.TreeStuck stuck)
    {
        if (!_indexByName.TryGetValue(stuck.Id.Service, out var index) || _slots[index] is not { State.IsLive: true } slot
            || slot.State.Run != stuck.Id.Run) return;
        (slot.StuckPids, slot.StuckWhy) = (stuck.Pids, stuck.Why);
        slot.Cause = _ports.Notices.Publish(slot.Subject, "stuck", slot.Cause, Reasons.Stuck(stuck.Pids, stuck.Why));
        Changed(slot);
    }

    private void OnOutputTrouble(ProcessEvent.OutputTrouble trouble)
    {
        if (!_indexByName.TryGetValue(trouble.Id.Service, out var index)) return;
        var what = trouble.Problem is null ? "output_ok" : "output_trouble";
        _ports.Notices.Publish(_slots[index].Subject, what, _slots[index].Cause, trouble.Problem);
    }

    private void Measure()
    {
        _ports.Processes(new ProcessCommand.Sample());
        _ports.Processes(new ProcessCommand.CountOutput());
    }

    private void OnOutputCounted(IReadOnlyList<OutputFigures> figures)
    {
        foreach (var one in figures)
        {
            if (_indexByName.TryGetValue(one.Service, out var index)) _slots[index].Tally.Counted(one);
        }
    }

    private void OnSampled(IReadOnlyList<RunFigures> figures)
    {
        _shares ??= new CpuShares(_ports.Time);
        _book.Begin();
        foreach (var (id, measured, cpu) in _shares.Next(figures, AgeOf))
        {
            if (!_indexByName.TryGetValue(id.Service, out var index) || _slots[index].State.Run != id.Run) continue;
            _slots[index].Figures = measured;
            _slots[index].Tally.Measured(id.Run, cpu);
            // The history shows that nothing was measured then.
            if (measured.OldSince is null) _slots[index].Page = _book.Write(_slots[index].Page, measured);
            _slots[index].Publish(ReasonOf(_slots[index]));
            if (measured.OldSince is null) LookAtMemory(_slots[index], measured.MemoryBytes);
        }

        // Only now: whoever sees the number sees all of its figures.
        _measurements++;
        _listeners.Tell();
    }

    private TimeSpan? AgeOf(RunId id) =>
        _indexByName.TryGetValue(id.Service, out var index) && _slots[index] is { SpawnedAt: { } began } slot && slot.State.Run == id.Run
            ? _ports.Time.GetElapsedTime(began)
            : null;

    /// <summary>Steps one service, does what that asks for, and remembers whom it concerns.</summary>
    private void Step(ServiceSlot slot, ServiceEvent e)
    {
        var before = slot.State;
        var (next, effects) = ServiceMachine.Step(before, e, slot.Rules, SurroundingsOf(slot));
        if (ReferenceEquals(before, next) && effects.Count == 0) return;
        slot.State = next;
        // What is left of a run's effects by then belongs to the next one.
        if (slot.Former is not null && (next.Run != before.Run || !next.IsLive)) slot.Former = null;
        AskProbes(slot);
        AskCheck(slot);
        AwaitLife(slot);
        if (next.Epoch != before.Epoch) EnteredPhase(slot, before);
        KeepAhead(slot, before, effects);
        foreach (var effect in effects) Perform(slot, effect, e);
        // A kill during a stop begins a new epoch, but it is still the same stop.
        if (next.Phase != before.Phase || next.Run != before.Run) PublishTransition(slot);
        if (before.Phase == Phase.Starting && next.Phase == Phase.Running && slot.SpawnedAt is { } spawned) slot.Tally.Started(_ports.Time.GetElapsedTime(spawned));
        if (HasFailed(before, next)) Examine(slot, before.Run);
        Changed(slot);
        if (HasLeft(before, next)) _left.Enqueue(slot.Index);
    }

    private void EnteredPhase(ServiceSlot slot, Service before)
    {
        slot.Timer.Disarm();
        slot.TimerDueAt = null;
        slot.TimerDue = null;
        slot.Since = _ports.Time.GetUtcNow();
        if (!slot.State.IsLive || slot.State.IsTreeGone || slot.State.Run != before.Run) slot.StuckPids = null;
        if (slot.State.Run == before.Run) return;
        slot.Figures = null;
        slot.MemoryBeyond = null;
        slot.SpawnedAt = null;
        slot.StopAskedBy = null;
        slot.SpawnErrno = null;
    }

    private void Perform(ServiceSlot slot, Effect effect, ServiceEvent because)
    {
        switch (effect)
        {
            case Effect.Spawn x: Spawn(slot, x.Run); break;
            case Effect.Terminate x: _ports.Processes(new ProcessCommand.Terminate(IdOf(slot, x.Run), slot.OfRun.Policy.StopSignal)); break;
            case Effect.Kill x: PerformKill(slot, x.Run, because); break;
            case Effect.Arm x: Arm(slot, x); break;
            case Effect.RunHook x: RunHook(slot, x); break;
            case Effect.TerminateHook: slot.Hook?.Terminate(); break;
            case Effect.KillHook x: KillHook(slot, x.Run, because); break;
            default: throw new UnreachableException($"effect {effect}");
        }
    }

    private void Spawn(ServiceSlot slot, int run)
    {
        var launch = LaunchOf(slot);
        slot.Once = null;
        _ports.Processes(new ProcessCommand.Spawn(IdOf(slot, run), launch));
    }

    private void PerformKill(ServiceSlot slot, int run, ServiceEvent because)
    {
        var waited = slot.OfRun.Policy.StopTimeout.TotalSeconds;
        var detail = because is ServiceEvent.TimerFired
            ? string.Create(CultureInfo.InvariantCulture, $"it had not ended {waited:0.###} s after it was asked to")
            : null;
        slot.Cause = _ports.Notices.Publish(slot.Subject, "killed", slot.Cause, detail);
        _ports.Processes(new ProcessCommand.Kill(IdOf(slot, run)));
    }

    private void Arm(ServiceSlot slot, Effect.Arm arm)
    {
        slot.TimerDueAt = _ports.Time.GetUtcNow() + arm.After;
        slot.Timer.Arm(arm.Epoch, arm.After);
    }

    private static RunId IdOf(ServiceSlot slot, int run) => new(slot.Definition.Name, run);

    private Surroundings SurroundingsOf(ServiceSlot slot) => new(
        _graph.DependenciesOf(slot.Index).All(i => IsSatisfied(slot, _slots[i])) && !OnTheirWayDown(slot).Any() && AreMonitorsUp(slot),
        _allDependents[slot.Index].All(i => !_slots[i].State.IsLive || _slots[i].StuckPids is not null),
        _ports.Random(),
        slot.Devices is not { Gate.IsOpen: false } || slot.AssumesDevices,
        Now);

    /// <summary>Something about the service is different: publish it, wake who waits, and let its neighbours look.</summary>
    private void Changed(ServiceSlot slot)
    {
        slot.WaitsInVain = IsWaitingInVain(slot);
        if (slot.Definition.EndsProject) LookAtEnd(slot);
        PublishView(slot);
        SettlePending(slot);
        LookAtWaiting(slot);
        _neighbours.Enqueue(slot.Index);
    }

    private void StepNeighbours()
    {
        while (RestartBound() || _neighbours.Count > 0)
        {
            if (!_neighbours.TryDequeue(out var index)) continue;
            foreach (var dependent in _slots[index].State is { IsDesired: false, IsLive: false } ? _allDependents[index] : _graph.DependentsOf(index))
            {
                if (_slots[dependent].State.Phase == Phase.WaitingDependencies) StepNeighbour(_slots[dependent], _slots[index].Cause);
            }

            // All below it, not the next ones only: between two live services may lie one that has no process just now.
            foreach (var dependency in _allDependencies[index])
            {
                if (_slots[dependency].State is { IsDesired: false, Phase: Phase.Running or Phase.Starting }) StepNeighbour(_slots[dependency], _slots[index].Cause);
            }
        }
    }

    /// <summary>Restarts what is bound to those that have left; true when there were any. By turns, not by recursion: chains may be long.</summary>
    private bool RestartBound()
    {
        var hasAny = _left.Count > 0;
        while (_left.TryDequeue(out var index))
        {
            RestartThoseBoundTo(_slots[index]);
            _slots[index].LeaveTold();
        }

        return hasAny;
    }

    private void StepNeighbour(ServiceSlot slot, long? because)
    {
        var own = slot.Cause;
        slot.Cause = because;
        var epoch = slot.State.Epoch;
        Step(slot, new ServiceEvent.SurroundingsChanged());
        if (slot.State.Epoch != epoch) return;
        slot.Cause = own;
        // Whom it waits for, and whether in vain, may be different now; and then for those behind it too.
        var didInVain = slot.WaitsInVain;
        slot.WaitsInVain = IsWaitingInVain(slot);
        if (slot.Definition.EndsProject) LookAtEnd(slot);
        PublishView(slot);
        SettlePending(slot);
        if (slot.WaitsInVain != didInVain) _neighbours.Enqueue(slot.Index);
    }

    private void PublishTransition(ServiceSlot slot) =>
        slot.Cause = _ports.Notices.Publish(slot.Subject, PhaseWords.Of(slot.State.Phase), slot.Cause, RunWords.With(slot.State, ReasonOf(slot)));

    private void PublishView(ServiceSlot slot)
    {
        slot.Publish(ReasonOf(slot));
        Volatile.Read(ref _changed)?.Invoke();
        _listeners.Tell();
    }

    private string? ReasonOf(ServiceSlot slot)
    {
        var s = slot.State;
        IReadOnlyList<string> unready = s.Phase == Phase.WaitingDependencies
            ? [.. _graph.DependenciesOf(slot.Index).Select(i => _slots[i]).Where(d => !IsSatisfied(slot, d))
                .Concat(OnTheirWayDown(slot)).Distinct().Select(d => $"{d.Definition.Name} ({PhaseWords.Of(d.State.Phase)})").Concat(MonitorsInTheWay(slot))]
            : [];
        IReadOnlyList<string> dependents = s is { IsDesired: false, Phase: Phase.Running or Phase.Starting }
            ? [.. _allDependents[slot.Index].Select(i => _slots[i]).Where(d => d.State.IsLive).Select(d => d.Definition.Name)]
            : [];
        return Reasons.Of(slot, unready, dependents, slot.Devices?.Gate.Missing ?? []);
    }
}
