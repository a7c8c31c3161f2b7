using System.Globalization;
using Baton.Runtime.Links;

namespace Baton.Runtime.Instances;

using Step = (OrchestratorState Next, IReadOnlyList<OrchestratorEffect> Effects);

/// <summary>
/// Decides what becomes of instances and links.
/// <list type="bullet">
/// <item>An instance is unknown, or stopped, or running. Whether it runs is what its process says at the moment of the decision: one that died by itself is stopped.</item>
/// <item>Lifecycle acts are done one at a time, in the order in which they were asked for; links change at once.</item>
/// <item>The table changes when an act has been done: an add that failed leaves nothing, and a removed number is free again.</item>
/// <item>No link names an instance that is not there.</item>
/// </list>
/// </summary>
internal static class OrchestratorMachine
{
    /// <summary>Text for a link or an act that names an unknown instance.</summary>
    internal static string NotRegistered(InstanceId id) => $"instance id {id} was not registered";

    /// <summary>One step.</summary>
    /// <param name="state">What is.</param>
    /// <param name="what">What happens.</param>
    /// <param name="isRunning">Which instances have a process now.</param>
    /// <param name="hasExternalSocket">There is a socket for links to other orchestrators.</param>
    public static Step Step(OrchestratorState state, OrchestratorEvent what, Predicate<InstanceId> isRunning, bool hasExternalSocket) => what switch
    {
        OrchestratorEvent.Asked asked => Ask(state, asked.Ask, isRunning),
        OrchestratorEvent.Done done when state.Current is { } current => Finish(state, current, done.Causes, isRunning),
        OrchestratorEvent.Linked linked => AddLink(state, linked, hasExternalSocket),
        OrchestratorEvent.Unlinked unlinked => RemoveLink(state, unlinked),
        OrchestratorEvent.Ended => End(state),
        _ => (state, []),
    };

    private static Step Ask(OrchestratorState state, LifecycleAsk ask, Predicate<InstanceId> isRunning)
    {
        if (state.IsEnded) return (state, [Answer(ask, [ask.Act.Doing, "the orchestrator is ending"])]);
        if (ask.Sender is { } sender)
        {
            // It was removed since it asked: nobody is there to be answered.
            if (!state.Instances.TryGetValue(sender, out var instance)) return (state, []);
            if (!instance.IsPrivileged) return (state, [Answer(ask, [ask.Act.Doing, "no control privileges"])]);
        }
        else if (state.WaitingClients >= RuntimeLimits.Waiting)
        {
            return (state, [Answer(ask, [ask.Act.Doing, Number($"{RuntimeLimits.Waiting} commands wait already, the most there may be")])]);
        }

        var next = state with { Waiting = state.Waiting.Enqueue(ask), WaitingClients = state.WaitingClients + (ask.Sender is null ? 1 : 0) };
        return Advance(next, [], isRunning);
    }

    /// <summary>Begins the next act that can be done; those that cannot are answered.</summary>
    private static Step Advance(OrchestratorState state, List<OrchestratorEffect> effects, Predicate<InstanceId> isRunning)
    {
        while (state.Current is null && !state.Waiting.IsEmpty)
        {
            var waiting = state.Waiting.Dequeue(out var ask);
            state = state with { Waiting = waiting, WaitingClients = state.WaitingClients - (ask.Sender is null ? 1 : 0) };
            if (Refusal(state, ask.Act, isRunning) is { } reason)
            {
                effects.Add(Answer(ask, [ask.Act.Doing, .. reason]));
                continue;
            }

            state = state with { Current = ask };
            effects.Add(new OrchestratorEffect.Begin(ask.Act, ask.Act is LifecycleAct.Clear ? [.. state.Instances.Values] : []));
        }

        return (state, effects);
    }

    private static IReadOnlyList<string>? Refusal(OrchestratorState state, LifecycleAct act, Predicate<InstanceId> isRunning) => act switch
    {
        LifecycleAct.Add add when state.Instances.ContainsKey(add.Instance.Id) => [$"instance id {add.Instance.Id} already registered"],
        LifecycleAct.Add when state.Instances.Count >= RuntimeLimits.Instances => [Number($"there are {RuntimeLimits.Instances} instances already, the most there may be")],
        LifecycleAct.Add add when state.Characters + add.Instance.Path.Length > RuntimeLimits.Characters => [TooMuchText],
        LifecycleAct.Start { Id: var id } when !state.Instances.ContainsKey(id) => [NotRegistered(id)],
        LifecycleAct.Stop { Id: var id } when !state.Instances.ContainsKey(id) => [NotRegistered(id)],
        LifecycleAct.Remove { Id: var id } when !state.Instances.ContainsKey(id) => [NotRegistered(id)],
        LifecycleAct.Start { Id: var id } when isRunning(id) => [$"instance id {id} is already running"],
        // The system would take the path up to there for all of it, and start something else.
        LifecycleAct.Start { Id: var id } when state.Instances[id].Path.Contains('\0', StringComparison.Ordinal) =>
            [$"starting runtime process '{state.Instances[id].Path}'", "nul byte found in provided data"],
        LifecycleAct.Stop { Id: var id } when !isRunning(id) => [$"instance id {id} is not running"],
        LifecycleAct.Remove { Id: var id } when isRunning(id) => [$"instance id {id} is still running, you must stop it before removing"],
        _ => null,
    };

    private static Step Finish(OrchestratorState state, LifecycleAsk ask, IReadOnlyList<string>? causes, Predicate<InstanceId> isRunning)
    {
        var effects = new List<OrchestratorEffect>();
        state = state with { Current = null };
        // What a clear could not stop it has told of; all is gone nevertheless.
        if (causes is null || ask.Act is LifecycleAct.Clear) state = Apply(state, ask.Act, effects);
        else if (ask.Act is LifecycleAct.Add add) effects.Add(new OrchestratorEffect.Forget(add.Instance));
        effects.Add(Answer(ask, causes is null ? null : [ask.Act.Doing, .. causes]));
        return Advance(state, effects, isRunning);
    }

    private static OrchestratorState Apply(OrchestratorState state, LifecycleAct act, List<OrchestratorEffect> effects)
    {
        var next = act switch
        {
            LifecycleAct.Add { Instance: var added } => state.With(added),
            LifecycleAct.Remove { Id: var id } => state.Without(id),
            LifecycleAct.Clear => state with { Instances = state.Instances.Clear(), Links = [], Characters = 0 },
            _ => state,
        };
        if (ReferenceEquals(next, state)) return state;
        if (next.Links.Length != state.Links.Length) effects.Add(new OrchestratorEffect.SetLinks(next.Links));
        IEnumerable<Instance> gone = act switch
        {
            LifecycleAct.Remove { Id: var id } => [state.Instances[id]],
            LifecycleAct.Clear => state.Instances.Values,
            _ => [],
        };
        effects.AddRange(gone.Select(instance => new OrchestratorEffect.Forget(instance)));
        effects.Add(new OrchestratorEffect.Store());
        return next;
    }

    private static Step AddLink(OrchestratorState state, OrchestratorEvent.Linked asked, bool hasExternalSocket)
    {
        var link = asked.Link;
        string? reason = state switch
        {
            { IsEnded: true } => "the orchestrator is ending",
            _ when link.To is LinkTarget.Local { Id: var to } && !state.Instances.ContainsKey(to) => NotRegistered(to),
            _ when link.From is { } from && !state.Instances.ContainsKey(from) => NotRegistered(from),
            _ when link.To is LinkTarget.Remote && !hasExternalSocket => "no external output socket configured",
            { Links.Length: >= RuntimeLimits.Links } => Number($"there are {RuntimeLimits.Links} links already, the most there may be"),
            _ when state.Characters + link.TypeName.Length > RuntimeLimits.Characters => TooMuchText,
            _ => null,
        };
        if (reason is not null) return (state, [new OrchestratorEffect.Answer(asked.Ticket, ["linking instances", reason])]);
        return SetLinks(state.With(link), asked.Ticket);
    }

    private static Step RemoveLink(OrchestratorState state, OrchestratorEvent.Unlinked asked)
    {
        if (state.IsEnded) return (state, [new OrchestratorEffect.Answer(asked.Ticket, ["unlinking instances", "the orchestrator is ending"])]);
        for (var i = state.Links.Length - 1; i >= 0; i--)
        {
            var link = state.Links[i];
            if (link.TypeName == asked.TypeName && link.To == asked.To && link.From == asked.From)
                return SetLinks(state.WithoutLink(i), asked.Ticket);
        }

        return (state, [new OrchestratorEffect.Answer(asked.Ticket, ["unlinking instances", "there is no such link"])]);
    }

    private static Step SetLinks(OrchestratorState state, long ticket) =>
        (state, [new OrchestratorEffect.SetLinks(state.Links), new OrchestratorEffect.Store(), new OrchestratorEffect.Answer(ticket, null)]);

    /// <summary>What has begun goes on; nothing else does.</summary>
    private static Step End(OrchestratorState state) => (
        state with { Waiting = [], WaitingClients = 0, IsEnded = true },
        [.. state.Waiting.Select(ask => Answer(ask, [ask.Act.Doing, "the orchestrator is ending"]))]);

    /// <summary>A client gets the whole chain; an instance the one text that stands second in it.</summary>
    private static OrchestratorEffect Answer(LifecycleAsk ask, IReadOnlyList<string>? causes) => ask.Sender is { } sender
        ? new OrchestratorEffect.AnswerInstance(sender, ask.Act is LifecycleAct.Start, causes?[1])
        : new OrchestratorEffect.Answer(ask.Ticket, causes);

    private static string TooMuchText => Number($"paths and type names would have more than {RuntimeLimits.Characters} characters together, the most there may be");

    private static string Number(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
