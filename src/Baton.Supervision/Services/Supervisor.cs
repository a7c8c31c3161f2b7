using Baton.Core;
using Baton.Core.Actors;
using Baton.Processes;
using Baton.Supervision.Dependencies;
using Baton.Supervision.Figures;
using Baton.Supervision.Reload;

namespace Baton.Supervision.Services;

/// <summary>
/// Owner of all services: one actor steps their machines, so that dependency order, stops and restarts are decided with one consistent
/// view of everything. Readers see published records and never wait; requests are answered when they are done.
/// </summary>
public sealed partial class Supervisor : IProcessEvents, IAsyncDisposable
{
    private readonly Actor<SupervisorMessage> _actor;
    private readonly SupervisorPorts _ports;
    // What others read; replaced as a whole. The turns take its parts from the fields below, which are always those of this one.
    private volatile Roster _roster;
    private ServiceSlot[] _slots;
    private Dictionary<string, int> _indexByName;
    private DependencyGraph _graph;
    private IReadOnlyList<int> _order;
    private IReadOnlyList<int>[] _allDependencies;
    private IReadOnlyList<int>[] _allDependents;
    private readonly FigureSampling _figures;
    private readonly TaskCompletionSource _shutDown = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ITimer? _deadline;
    private volatile bool _isShuttingDown;

    /// <param name="definitions">The services, in the order of the manifest; their dependencies exist and have no cycle.</param>
    /// <param name="ports">How it sees the world.</param>
    public Supervisor(IReadOnlyList<ServiceDefinition> definitions, SupervisorPorts ports)
        : this(new ServiceSet(definitions, []), ports)
    {
    }

    /// <param name="services">The services, and which of them alone are to run.</param>
    /// <param name="ports">How it sees the world.</param>
    public Supervisor(ServiceSet services, SupervisorPorts ports)
    {
        _ports = ports;
        _book = new FigureBook(ports.Time);
        _actor = new Actor<SupervisorMessage>(ports.Scheduler, Handle, Crashed);
        var departed = Departed(services.Services, ports).Select(NewSlot).ToList();
        Take(new Roster([.. services.Services.Select(NewSlot), .. departed], services));
        foreach (var slot in departed) slot.IsLeaving = true;
        _leaving = departed.Count;
        TakeUp();
        foreach (var slot in _slots) Prepare(slot);

        _figures = new FigureSampling(ports.Time, () => _actor.Post(new SupervisorMessage.MeasureNow()));
    }

    /// <summary>All services as they are now, in the order of the manifest. Never waits.</summary>
    public IReadOnlyList<ServiceView> Services => Array.ConvertAll(_roster.Slots, slot => slot.View);

    /// <summary>A shutdown has begun; nothing is started any more.</summary>
    public bool IsShuttingDown => _isShuttingDown;

    /// <summary>Completes when everything has been stopped after <see cref="ShutDown"/>.</summary>
    public Task Ended => _shutDown.Task;

    /// <summary>The service of this name, or null. Never waits.</summary>
    public ServiceView? Find(string name) => _roster is var all && all.IndexByName.TryGetValue(name, out var index) ? all.Slots[index].View : null;

    /// <summary>
    /// Starts services and what they depend on. Completes when each of <paramref name="names"/> (all enabled ones of the manifest, when empty) runs ready, has
    /// completed or has failed; cancelling stops the waiting only.
    /// </summary>
    /// <exception cref="BatonException">NotFound: no such service or group. Busy, ShuttingDown: not now.</exception>
    public Task<ServicesChange> StartAsync(IReadOnlyList<string> names, ActCause cause, CancellationToken stopWaiting)
    {
        return AskAsync(ActOf(ActKind.Start, names), ActKind.Start, isAlone: false, cause, stopWaiting);
    }

    /// <summary>
    /// Stops services, and first what depends on them and is running unless <paramref name="isOnly"/>. Completes when all of these are
    /// truly gone, every process of them.
    /// </summary>
    /// <exception cref="BatonException">NotFound: no such service or group. Busy: not now.</exception>
    public Task<ServicesChange> StopAsync(IReadOnlyList<string> names, bool isOnly, ActCause cause, CancellationToken stopWaiting)
    {
        return AskAsync(ActOf(ActKind.Stop, names), ActKind.Stop, isOnly, cause, stopWaiting);
    }

    /// <summary>
    /// Kills services, and at the same time what depends on them and is running: nobody is asked to end, and nothing waits for anything. They
    /// stay stopped. Completes as <see cref="StopAsync"/>.
    /// </summary>
    /// <exception cref="BatonException">NotFound: no such service or group. Busy: not now.</exception>
    public Task<ServicesChange> StopAtOnceAsync(IReadOnlyList<string> names, ActCause cause, CancellationToken stopWaiting) =>
        AskAsync(new SupervisorMessage.Asked(ActOf(ActKind.Stop, names), ActKind.Stop, IsAlone: false, cause) { IsKill = true }, stopWaiting);

    /// <summary>Stops and starts services again; what depends on them is left as it is. Completes as <see cref="StartAsync"/>, with new runs.</summary>
    /// <exception cref="BatonException">NotFound: no such service or group. Busy, ShuttingDown: not now.</exception>
    public Task<ServicesChange> RestartAsync(IReadOnlyList<string> names, ActCause cause, CancellationToken stopWaiting)
    {
        return AskAsync(ActOf(ActKind.Restart, names), ActKind.Restart, isAlone: true, cause, stopWaiting);
    }

    /// <summary>Completes when each of <paramref name="names"/> (all, when empty) is as wanted, or will not be; touches nothing.</summary>
    /// <exception cref="BatonException">NotFound: no such service or group. Busy: not now.</exception>
    public Task<ServicesChange> WaitAsync(IReadOnlyList<string> names, WaitGoal goal, CancellationToken stopWaiting) =>
        AskAsync(new PendingAct(ActKind.Wait, Meant(names), []) { Goal = goal }, ActKind.Wait, isAlone: true, new ActCause("nobody"), stopWaiting);

    /// <summary>
    /// Stops everything, dependents first, with one deadline for all: the sum of the stop timeouts along the longest chain of
    /// dependencies, at most 80 s. Then, or at once with <paramref name="isKill"/>, every tree is killed. Requests are refused from now on.
    /// </summary>
    public void ShutDown(bool isKill, ActCause cause) => _actor.Post(new SupervisorMessage.ShutDown(isKill, cause));

    /// <summary>Figures are measured every second while somebody holds this, else once a minute.</summary>
    public IDisposable LookAtFigures() => _figures.Look();

    /// <summary>Somebody took one look: measures in the background unless that was done within the last second.</summary>
    public void GlanceAtFigures() => _figures.Glance();

    /// <summary>Calls <paramref name="taken"/>, which must not block, in a turn of its own: so it is known that turns are taken.</summary>
    public void TakeTurn(Action taken) => ThreadPool.UnsafeQueueUserWorkItem(static x => x._actor.Post(x.Message), (_actor, Message: new SupervisorMessage.TurnAsked(taken)), preferLocal: false);

    /// <inheritdoc/>
    public void On(ProcessEvent processEvent)
    {
        // Growing output and its end are for those who read logs; nothing is decided by them.
        if (processEvent is not (ProcessEvent.OutputGrew or ProcessEvent.OutputDrained)) _actor.Post(new SupervisorMessage.FromHost(processEvent));
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _figures.Dispose();
        _deadline?.Dispose();
        _clock?.Dispose();
        _memoryTimer?.Dispose();
        foreach (var slot in _slots) slot.Dispose();

        return ValueTask.CompletedTask;
    }

    /// <summary>Asks for a start, stop or restart; that it is done shows in the act, in the turn that does it.</summary>
    internal PendingAct Ask(ActKind kind, IReadOnlyList<string> names, bool isAlone, ActCause cause)
    {
        var act = ActOf(kind, names);
        Post(new SupervisorMessage.Asked(act, kind, isAlone, cause));
        return act;
    }

    private PendingAct ActOf(ActKind kind, IReadOnlyList<string> names)
    {
        // What was added and does not run waits for its own start.
        if (kind != ActKind.Start) return new PendingAct(kind, kind == ActKind.Restart && names.Count == 0 ? [.. Meant([]).Where(slot => !slot.Definition.IsDynamic || slot.View.IsLive)] : Meant(names), []);
        var all = _roster;
        var services = names.Count > 0 ? all.Names.Resolve(names) : [.. Enumerable.Range(0, all.Set.Services.Count).Where(i => !all.Set.Services[i].IsDynamic && all.Slots[i].View is { IsEnabled: true, IsScheduled: false })];
        return new PendingAct(ActKind.Start, all.At(services), all.At(all.Graph.AllDependenciesOf(services)));
    }

    private void Post(SupervisorMessage.Asked asked)
    {
        if (_isShuttingDown && asked.Kind is (ActKind.Start or ActKind.Restart)) throw ShuttingDownError();
        if (!_actor.TryPost(asked)) throw new BatonException(ErrorCode.Busy, "too many requests are waiting; try again");
    }

    private Task<ServicesChange> AskAsync(PendingAct act, ActKind kind, bool isAlone, ActCause cause, CancellationToken stopWaiting) =>
        AskAsync(new SupervisorMessage.Asked(act, kind, isAlone, cause), stopWaiting);

    private async Task<ServicesChange> AskAsync(SupervisorMessage.Asked asked, CancellationToken stopWaiting)
    {
        var act = asked.Act;
        Post(asked);
        try
        {
            return await act.Done.WaitAsync(stopWaiting).ConfigureAwait(false);
        }
        finally
        {
            if (!act.Done.IsCompleted) _actor.Post(new SupervisorMessage.Forget(act));
        }
    }

    private static BatonException ShuttingDownError() => new(ErrorCode.ShuttingDown, "Baton is stopping everything and starts nothing any more");

    private void PostTimer(ServiceSlot service, int epoch) => _actor.Post(new SupervisorMessage.TimerFired(service, epoch));

    private void Crashed(Exception bug)
    {
        _shutDown.TrySetException(bug);
        _patient?.Answer.TrySetException(bug);
        foreach (var act in _slots.SelectMany(slot => slot.Pending).Distinct()) act.Refuse(bug);
        _ports.Crashed(bug);
    }
}
