using Baton.Supervision.Memory;

namespace Baton.Supervision.Services;

/// <summary>
/// What outlives the daemon, inside the actor's turns. Each new state is kept before anything that follows from it is done, so that a
/// daemon that dies at any instant leaves either the old state and nothing done, or the new one and perhaps nothing done.
/// </summary>
public sealed partial class Supervisor
{
    private ProjectMemory _project = ProjectMemory.None;

    /// <summary>Time since the machine's boot, on the clock that does not jump: the same for this daemon and the next.</summary>
    private TimeSpan Now => _ports.Time.GetElapsedTime(0);

    /// <summary>
    /// What an earlier daemon left goes on, and what it was asked for holds: nothing is to be started anew. False also when that daemon
    /// died before all that <c>up</c> starts was asked for (<see cref="MarkBegun"/>).
    /// </summary>
    public bool IsRecovered { get; private set; }

    /// <summary>To be called right after everything was asked for that <c>up</c> starts: from then on a recovery starts nothing by itself.</summary>
    public void MarkBegun() => _actor.Post(new SupervisorMessage.Begun());

    /// <summary>Takes up what an earlier daemon left; <see cref="Recover"/> makes it go on.</summary>
    private void TakeUp()
    {
        var memory = _ports.Memory;
        var remembered = memory.Services.ToDictionary(service => service.Name);
        foreach (var slot in _slots) slot.Attach(memory, remembered.GetValueOrDefault(slot.Definition.Name));
        // What the manifest has no longer, and has no process, is new when it comes back.
        foreach (var gone in memory.Services.Where(service => !_indexByName.ContainsKey(service.Name))) memory.Forget(gone.Name);
        _project = memory.Project;
        _isToRecover = remembered.Count > 0 || _project.StopAskedBy is not null || _ports.AwaitsRuns;
        IsRecovered = _project.IsBegun;
        _isShuttingDown = _project.StopAskedBy is not null;
        _end = _project.End;
    }

    /// <summary>Services that the manifest has no longer and that may be alive: they have a slot until they are stopped.</summary>
    private static IReadOnlyList<ServiceDefinition> Departed(IReadOnlyList<ServiceDefinition> definitions, SupervisorPorts ports)
    {
        if (ports.Memory.Services.Count == 0) return [];
        var names = definitions.Select(definition => definition.Name).ToHashSet();
        var departed = ports.Memory.Services.Where(service => service.State.IsLive && !names.Contains(service.Name)).Select(service => service.Name).ToList();
        if (departed.Count == 0) return [];
        var known = ports.Departed(departed).ToDictionary(service => service.Name);
        // Nothing but their end is to come.
        return [.. departed.Select(name => StopRules.Bare(known.GetValueOrDefault(name) ?? StopRules.MadeUp(name, NoLongerThere)) with { Description = NoLongerThere, IsEnabled = false, IsAutostarted = false })];
    }

    /// <summary>Called before the effects of a step are performed.</summary>
    private void KeepAhead(ServiceSlot slot, Service before, IReadOnlyList<Effect> effects)
    {
        for (var i = 0; i < effects.Count; i++)
        {
            if (effects[i] is Effect.Arm arm) slot.TimerDue = Now + arm.After;
        }

        if (HasLeft(before, slot.State)) slot.HasLeaveToTell = true;
        slot.Keep();
    }

    private void StoreProject(ProjectMemory project)
    {
        _project = project;
        _ports.Memory.StoreProject(project);
    }
}
