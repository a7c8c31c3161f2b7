using Baton.Core;
using Baton.Processes;
using Baton.Supervision.Reload;

namespace Baton.Supervision.Services;

/// <summary>
/// Services that are added and removed while Baton runs, besides those of the manifest. They are in force as those are: whoever brings another manifest,
/// or other numbers of replicas, does not know of them, so they are put beside whatever is to be in force, in the turn that puts it there.
/// </summary>
public sealed partial class Supervisor
{
    /// <summary>Makes a service known of which no manifest speaks; it is not started. The host of processes knows its name already.</summary>
    /// <param name="definition">The service; it depends on nothing, and is <see cref="ServiceDefinition.IsDynamic"/>.</param>
    /// <param name="cause">Who adds it.</param>
    /// <exception cref="BatonException">InvalidRequest: its name is that of another service. Busy: one of that name is still being stopped, or too much is waiting. ShuttingDown.</exception>
    public Task AddAsync(ServiceDefinition definition, ActCause cause)
    {
        var answer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!_actor.TryPost(new SupervisorMessage.AddAsked(definition with { IsDynamic = true }, cause, answer))) throw BusyError();
        return answer.Task;
    }

    /// <summary>Takes a service away that was added and does not run.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="cause">Who removes it.</param>
    /// <exception cref="BatonException">NotFound: there is none of that name that was added. InvalidRequest: it runs. Busy: too much is waiting.</exception>
    public Task RemoveAsync(string name, ActCause cause)
    {
        var answer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!_actor.TryPost(new SupervisorMessage.RemoveAsked(name, cause, answer))) throw BusyError();
        return answer.Task;
    }

    /// <summary>As <see cref="StartAsync"/> of one service, whose next run alone is begun with another launch. When it runs already, nothing comes of that.</summary>
    /// <exception cref="BatonException">NotFound: no such service. Busy, ShuttingDown: not now.</exception>
    public Task<ServicesChange> StartOnceAsync(string name, Launch launch, ActCause cause, CancellationToken stopWaiting) =>
        AskAsync(new SupervisorMessage.Asked(ActOf(ActKind.Start, [name]), ActKind.Start, IsAlone: false, cause) { Once = launch }, stopWaiting);

    /// <summary>These with the services that were added and are there now.</summary>
    private ServiceSet WithAdded(ServiceSet services) => services.With([.. _roster.Set.Services.Where(service => service.IsDynamic)]);

    /// <summary>The name of a service that was added and has no place in these, since the manifest has that name; null: there is none.</summary>
    private string? WithoutPlaceIn(ServiceSet services)
    {
        var kept = services.Services.Where(service => service.IsDynamic).Select(service => service.Name).ToHashSet();
        return _roster.Set.Services.FirstOrDefault(service => service.IsDynamic && !kept.Contains(service.Name))?.Name;
    }

    private void HandleAdd(SupervisorMessage.AddAsked asked)
    {
        var definition = asked.Definition;
        if (WhyNotToAdd(definition.Name) is { } refusal)
        {
            asked.Answer.TrySetException(refusal);
            return;
        }

        // The places of the services change: nobody may be left who is to look around by the old ones.
        StepNeighbours();
        var slot = NewSlot(definition);
        slot.Attach(_ports.Memory, remembered: null);
        _ports.Schedules.Forget(definition.Name);
        var set = _roster.Set;
        Take(new Roster([.. _slots.Take(set.Services.Count), slot, .. _slots.Skip(set.Services.Count)], set with { Services = [.. set.Services, definition] }));
        Prepare(slot);
        slot.Cause = _ports.Notices.Publish(slot.Subject, "added", asked.Cause.Notice, $"by {asked.Cause.Who}");
        PublishView(slot);
        asked.Answer.TrySetResult();
    }

    private BatonException? WhyNotToAdd(string name)
    {
        if (_isShuttingDown) return ShuttingDownError();
        if (InTheWayOf([name]) is { } reason) return new BatonException(ErrorCode.Busy, $"{reason}; try again when it is gone");
        return _indexByName.ContainsKey(name) || _roster.Names.IsWhole(name) ? new BatonException(ErrorCode.InvalidRequest, $"there is a service \"{name}\" already") : null;
    }

    private void HandleRemove(SupervisorMessage.RemoveAsked asked)
    {
        if (!_indexByName.TryGetValue(asked.Name, out var index) || _slots[index] is not { IsLeaving: false, Definition.IsDynamic: true } slot)
        {
            asked.Answer.TrySetException(new BatonException(ErrorCode.NotFound, $"service \"{asked.Name}\" is none that was added while Baton runs"));
            return;
        }

        if (slot.State.IsLive)
        {
            asked.Answer.TrySetException(new BatonException(ErrorCode.InvalidRequest, $"service \"{asked.Name}\" runs; stop it before you remove it"));
            return;
        }

        StepNeighbours();
        Leave(slot, asked.Cause.Notice, $"by {asked.Cause.Who}");
        EndFor(new HashSet<ServiceSlot> { slot });
        _leaving++;
        var set = _roster.Set;
        Take(new Roster([.. _slots.Where(other => other != slot), slot], set with { Services = [.. set.Services.Where(service => service.Name != asked.Name)] }));
        // Whoever is answered finds it gone.
        ForgetGone();
        asked.Answer.TrySetResult();
    }

    /// <summary>What a run is begun with for once holds for the start that asks for it, and no later one.</summary>
    private static void TakeOnce(SupervisorMessage.Asked asked)
    {
        if (asked.Kind is not (ActKind.Start or ActKind.Stop or ActKind.Restart)) return;
        foreach (var slot in asked.Act.Services) slot.Once = slot.State.IsLive ? null : asked.Once;
    }
}
