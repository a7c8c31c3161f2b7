using Baton.Core;

namespace Baton.Runtime.Instances;

/// <summary>What the actor performs.</summary>
public sealed partial class Orchestrator
{
    private readonly Queue<(int Change, OrchestratorEffect.Answer Answer)> _held = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _change, _stored;
    private volatile Exception? _bug;
    // The last thing that the router was told: it does all in order.
    private volatile Task _routed = Task.CompletedTask;

    private void Handle(OrchestratorEvent what)
    {
        if (_bug is { } bug) throw new InvalidOperationException("an act ended with a bug", bug);
        if (what is OrchestratorEvent.Stored stored) Release(stored.Change);
        (_state, var effects) = OrchestratorMachine.Step(_state, what, _processes.IsRunning, _options.HasExternalSocket);
        foreach (var effect in effects) Perform(effect);
        if (_state is { IsEnded: true, Current: null }) _ended.TrySetResult();
    }

    private void Perform(OrchestratorEffect effect)
    {
        switch (effect)
        {
            case OrchestratorEffect.Begin begin: Begin(begin); break;
            case OrchestratorEffect.Forget forget: Forget(forget.Instance); break;
            case OrchestratorEffect.SetLinks links: _routed = _router.SetLinksAsync(links.Links); break;
            case OrchestratorEffect.Store: _file.StoreSoon(++_change, _state); break;
            case OrchestratorEffect.AnswerInstance answer: _router.Answer(answer.Sender, answer.IsStart, answer.Error); break;
            case OrchestratorEffect.Answer answer when _change == _stored: Answer(answer); break;
            case OrchestratorEffect.Answer answer: _held.Enqueue((_change, answer)); break;
        }
    }

    private void Begin(OrchestratorEffect.Begin begin)
    {
        if (begin.Act is LifecycleAct.Add add)
        {
            try
            {
                _routed = _router.ListenAsync(add.Instance.Id, _sockets.SocketOf(add.Instance.Id));
            }
            catch (BatonException e)
            {
                _actor.Post(new OrchestratorEvent.Done([e.Message]));
                return;
            }

            _present[add.Instance.Id] = new CancellationTokenSource();
        }

        _ = PerformAsync(begin);
    }

    private async Task PerformAsync(OrchestratorEffect.Begin begin)
    {
        IReadOnlyList<string>? causes = null;
        try
        {
            await (begin.Act switch
            {
                LifecycleAct.Add add => _processes.AddAsync(ProcessOf(add.Instance)),
                LifecycleAct.Start start => _processes.StartAsync(start.Id, start.Priority),
                LifecycleAct.Stop stop => _processes.StopAsync(stop.Id),
                LifecycleAct.Remove remove => _processes.RemoveAsync(remove.Id),
                _ => ClearAsync(begin.Known),
            });
        }
        catch (RefusedException e)
        {
            causes = e.Causes;
        }
        catch (Exception e) when (IsOfTheWorld(e))
        {
            causes = [e.Message];
        }
        catch (Exception e)
        {
            // The top of an act: what else is thrown is a bug, with which the actor ends loudly at its next turn.
            _bug = e;
        }

        _actor.Post(new OrchestratorEvent.Done(causes));
    }

    /// <summary>All are asked before any is waited for; what goes wrong with one is told and keeps no other from its end.</summary>
    private async Task ClearAsync(IReadOnlyList<Instance> known)
    {
        var stopping = known.Where(instance => _processes.IsRunning(instance.Id)).Select(instance => TolerateAsync(_processes.StopAsync(instance.Id), "stop", instance.Id)).ToList();
        await Task.WhenAll(stopping);
        foreach (var instance in known) await TolerateAsync(_processes.RemoveAsync(instance.Id), "remove", instance.Id);
    }

    private async Task TolerateAsync(Task act, string verb, InstanceId id)
    {
        try
        {
            await act;
        }
        catch (Exception e) when (e is RefusedException || IsOfTheWorld(e))
        {
            _options.Notice($"cannot {verb} instance \"{id}\": {e.Message}");
        }
    }

    private void Forget(Instance instance)
    {
        _routed = _router.RemoveAsync(instance.Id);
        if (instance.IsUpload) Uploads.Delete(instance.Path);
        // Who follows it is told elsewhere: this turn must not wait for them. The source has no timer, so that nothing of it is left.
        if (_present.TryRemove(instance.Id, out var present)) _ = present.CancelAsync();
    }

    /// <summary>A change is there for whoever asked for it when it is written, and when the router goes by it.</summary>
    private async Task ToldStoredAsync(int change)
    {
        try
        {
            await _routed;
        }
        catch (Exception e)
        {
            // The router promises to do all of it: what it throws is a bug, with which the actor ends loudly.
            _bug = e;
        }

        _actor.Post(new OrchestratorEvent.Stored(change));
    }

    private void Release(int change)
    {
        _stored = Math.Max(_stored, change);
        while (_held.TryPeek(out var held) && held.Change <= change) Answer(_held.Dequeue().Answer);
    }

    private void Answer(OrchestratorEffect.Answer answer)
    {
        if (!_tickets.TryRemove(answer.Ticket, out var asked)) return;
        if (answer.Causes is { } causes) asked.SetException(new RefusedException(causes));
        else asked.SetResult();
    }

    private async Task RestoreAsync()
    {
        var document = _file.Read();
        var kept = document.ToState(_options.Notice);
        var state = kept;
        foreach (var instance in kept.Instances.Values) state = await RestoreAsync(state, instance);
        await _router.SetLinksAsync(state.Links);
        _state = state;
        // Else the next daemon would take over what this one has given up, whose upload is gone.
        if (!ReferenceEquals(state, kept)) _file.StoreSoon(++_change, state);
        if (!document.IsDamaged) Uploads.Sweep(state.Instances.Values.Where(instance => instance.IsUpload).Select(instance => instance.Path).ToHashSet());
    }

    /// <summary>One that cannot listen is known nevertheless, so that people see it and can remove it.</summary>
    private async Task<OrchestratorState> RestoreAsync(OrchestratorState state, Instance instance)
    {
        try
        {
            await _router.ListenAsync(instance.Id, _sockets.SocketOf(instance.Id));
        }
        catch (BatonException e)
        {
            _options.Notice($"cannot listen for instance \"{instance.Id}\": {e.Message}; remove it and add it again");
        }

        _present[instance.Id] = new CancellationTokenSource();
        try
        {
            await _processes.AddAsync(ProcessOf(instance));
            return state;
        }
        catch (Exception e) when (e is RefusedException || IsOfTheWorld(e))
        {
            _options.Notice($"cannot take over instance \"{instance.Id}\", which is forgotten: {e.Message}");
            Forget(instance);
            return state.Without(instance.Id);
        }
    }

    /// <summary>Nobody waits for the end of what does nothing more.</summary>
    private void Crashed(Exception bug)
    {
        _ended.TrySetResult();
        _options.Crashed(bug);
    }

    private InstanceProcess ProcessOf(Instance instance) => new(instance.Id, instance.Path, _sockets.SocketOf(instance.Id));

    private static bool IsOfTheWorld(Exception e) => e is BatonException or IOException or UnauthorizedAccessException;
}
