using System.Collections.Concurrent;
using Baton.Core.Actors;
using Baton.Runtime.Links;
using Baton.Runtime.Routing;

namespace Baton.Runtime.Instances;

/// <summary>
/// Owns which instances, links and uploads there are. What it decides stands in <see cref="OrchestratorMachine"/>; here is the actor that performs it.
/// </summary>
/// <remarks>
/// Lifecycle acts wait for one another, links and questions for none of them. A change is answered when the router goes by it and it is in the state directory, so that a daemon that
/// is killed afterwards knows it still. All calls of the router are made on the actor's turns.
/// </remarks>
public sealed partial class Orchestrator : IAsyncDisposable
{
    /// <summary>The file of the state directory that holds instances and links.</summary>
    public const string StateFile = RuntimeStateFile.Name;

    private readonly OrchestratorOptions _options;
    private readonly IInstanceProcesses _processes;
    private readonly IInstanceRouter _router;
    private readonly IpcFolder _sockets;
    private readonly RuntimeStateFile _file;
    private readonly Actor<OrchestratorEvent> _actor;
    private readonly ConcurrentDictionary<long, TaskCompletionSource> _tickets = new();
    private readonly ConcurrentDictionary<InstanceId, CancellationTokenSource> _present = new();
    private volatile OrchestratorState _state = OrchestratorState.Empty;
    private long _lastTicket;

    private Orchestrator(OrchestratorOptions options, IInstanceProcesses processes, IInstanceRouter router)
    {
        (_options, _processes, _router) = (options, processes, router);
        _sockets = new IpcFolder(options.SocketFolder);
        Uploads = new UploadFolder(options.UploadFolder, options.Notice);
        // Requests are bounded by the machine, which answers those that are too many; everything else comes at most once for each of them.
        _actor = new Actor<OrchestratorEvent>(ActorScheduler.ThreadPool, Handle, Crashed);
        _file = new RuntimeStateFile(options.StateFolder, options.Notice, change => _ = ToldStoredAsync(change));
    }

    /// <summary>Where programs that clients send are put, before they are added.</summary>
    public UploadFolder Uploads { get; }

    /// <summary>Begins with what an earlier daemon of this state directory left.</summary>
    /// <param name="options">Folders, and who is told.</param>
    /// <param name="processes">Runs processes.</param>
    /// <param name="router">Hands on messages.</param>
    /// <exception cref="Baton.Core.BatonException">Unavailable: a folder cannot be used.</exception>
    public static Task<Orchestrator> BeginAsync(OrchestratorOptions options, IInstanceProcesses processes, MessageRouter router) =>
        BeginAsync(options, processes, new RouterPort(router));

    /// <summary>The same with another router.</summary>
    internal static async Task<Orchestrator> BeginAsync(OrchestratorOptions options, IInstanceProcesses processes, IInstanceRouter router)
    {
        var orchestrator = new Orchestrator(options, processes, router);
        await orchestrator.RestoreAsync();
        return orchestrator;
    }

    /// <summary>What there is now. For any thread; waits for nothing.</summary>
    public RuntimeInfo Info()
    {
        var state = _state;
        return new RuntimeInfo(
            [.. state.Instances.Values.Select(instance => new InstanceInfo(instance.Id, _processes.IsRunning(instance.Id), instance.Path, instance.IsPrivileged))],
            state.Links);
    }

    /// <summary>The instance of that number; null when there is none. For any thread.</summary>
    public Instance? Find(InstanceId id) => _state.Instances.GetValueOrDefault(id);

    /// <summary>Cancelled when the instance is removed; already so when there is none of that number. For any thread.</summary>
    public CancellationToken Removed(InstanceId id) => _present.TryGetValue(id, out var present) ? present.Token : new CancellationToken(canceled: true);

    /// <summary>Makes an instance known; its program is not looked at.</summary>
    /// <exception cref="RefusedException">Its number is in use, or there are too many.</exception>
    public Task AddAsync(InstanceId id, string path, bool isPrivileged) => AskAsync(new LifecycleAct.Add(new Instance(id, path, isPrivileged)));

    /// <summary>Makes an instance known whose program is an upload, which is its own from now on, and gone when this is refused.</summary>
    /// <exception cref="RefusedException">As with <see cref="AddAsync"/>.</exception>
    public async Task AddUploadAsync(InstanceId id, string upload, bool isPrivileged)
    {
        try
        {
            await AskAsync(new LifecycleAct.Add(new Instance(id, upload, isPrivileged, IsUpload: true)));
        }
        catch (RefusedException)
        {
            Uploads.Delete(upload);
            throw;
        }
    }

    /// <summary>Starts the process of an instance; completes when it is there.</summary>
    /// <exception cref="RefusedException">It is unknown, runs already, or could not be spawned.</exception>
    public Task StartAsync(InstanceId id, InstancePriority? priority) => AskAsync(new LifecycleAct.Start(id, priority));

    /// <summary>Stops the process of an instance; completes when it is gone.</summary>
    /// <exception cref="RefusedException">It is unknown or does not run.</exception>
    public Task StopAsync(InstanceId id) => AskAsync(new LifecycleAct.Stop(id));

    /// <summary>Forgets an instance that does not run, its socket, its upload and the links that name it.</summary>
    /// <exception cref="RefusedException">It is unknown or runs.</exception>
    public Task RemoveAsync(InstanceId id) => AskAsync(new LifecycleAct.Remove(id));

    /// <summary>Stops all instances at the same time, and forgets them and all links.</summary>
    /// <exception cref="RefusedException">Too many commands wait.</exception>
    public Task ClearAsync() => AskAsync(new LifecycleAct.Clear());

    /// <summary>For an orderly stop: clears, and leaves no file.</summary>
    public async Task ForgetAsync()
    {
        await ClearAsync();
        _file.Delete();
    }

    /// <summary>Adds a link, behind those that there are.</summary>
    /// <exception cref="RefusedException">It names an instance that is not there, goes to another orchestrator where no socket is for that, or there are too many.</exception>
    public Task LinkAsync(Link link) => AskAsync(ticket => new OrchestratorEvent.Linked(ticket, link));

    /// <summary>Removes a link, the newest where there are equal ones.</summary>
    /// <exception cref="RefusedException">There is none.</exception>
    public Task UnlinkAsync(string typeName, LinkTarget to, InstanceId? from) => AskAsync(ticket => new OrchestratorEvent.Unlinked(ticket, typeName, to, from));

    /// <summary>An instance asks for a start (<see cref="IRouterEvents.StartAsked"/>); the router is told the answer. Returns at once.</summary>
    public void StartAsked(InstanceId sender, InstanceId which, InstancePriority? priority) =>
        _actor.Post(new OrchestratorEvent.Asked(new LifecycleAsk(new LifecycleAct.Start(which, priority), 0, sender)));

    /// <summary>An instance asks for a stop (<see cref="IRouterEvents.StopAsked"/>); the router is told the answer. Returns at once.</summary>
    public void StopAsked(InstanceId sender, InstanceId which) =>
        _actor.Post(new OrchestratorEvent.Asked(new LifecycleAsk(new LifecycleAct.Stop(which), 0, sender)));

    /// <summary>Does nothing more; what was asked and has not begun is refused. Instances go on.</summary>
    public async ValueTask DisposeAsync()
    {
        _actor.Post(new OrchestratorEvent.Ended());
        await _ended.Task;
        _file.Dispose();
    }

    private Task AskAsync(LifecycleAct act) => AskAsync(ticket => new OrchestratorEvent.Asked(new LifecycleAsk(act, ticket)));

    private Task AskAsync(Func<long, OrchestratorEvent> ask)
    {
        var ticket = Interlocked.Increment(ref _lastTicket);
        // The caller goes on elsewhere: it must not keep the actor from its turn.
        var answer = _tickets[ticket] = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _actor.Post(ask(ticket));
        return answer.Task;
    }
}
