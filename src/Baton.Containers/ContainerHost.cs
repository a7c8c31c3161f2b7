using System.Collections.Concurrent;
using Baton.Containers.Runs;
using Baton.Processes;
using Baton.Processes.Hosting;
using Baton.Processes.Records;

namespace Baton.Containers;

/// <summary>
/// An <see cref="IProcessHost"/> over another one that runs containers besides programs: nobody above notices which a service is. The process of a run in a
/// container is its follower, a small program of Baton that copies what the container writes and ends as it ends; the container counts as a part of
/// its tree. Events of the other host are to be given to this one.
/// </summary>
public sealed class ContainerHost : IProcessHost, IProcessEvents
{
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(15);

    private readonly ConcurrentDictionary<string, ContainerRun> _runs = new();
    private readonly ConcurrentDictionary<RunId, bool> _alive = new();
    private readonly TaskCompletionSource _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Dictionary<string, int> _recorded;
    private readonly IProcessEvents _events;
    private readonly ContainerWorld _world;
    private readonly ContainerFigures _figures;
    private readonly ContainerRegaining _regaining;
    private readonly long _began;
    private IReadOnlyList<KnownRun> _orphans = [];
    private IProcessHost? _inner;
    private RunPrograms? _programs;

    /// <param name="stateDirectory">Absolute path of the state directory, which we hold.</param>
    /// <param name="program">The first words of a command that runs Baton itself.</param>
    /// <param name="events">Where all news go.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="Core.BatonException">Unavailable: the state directory cannot be used.</exception>
    public ContainerHost(string stateDirectory, IReadOnlyList<string> program, IProcessEvents events, TimeProvider time)
    {
        (_events, _began) = (events, time.GetTimestamp());
        var records = new ContainerRecords(stateDirectory);
        _world = new ContainerWorld(new ContainerLabels(() => StateId.Of(stateDirectory, out _).ToString()), records, time, program)
        {
            Send = command => Inner.Send(command),
            Tell = events.On,
            Say = (service, what, text) => Progress?.Invoke(service, what, text),
            Crashed = bug => _failed.TrySetException(bug),
            Forget = Forget,
        };
        _figures = new ContainerFigures(_world, () => _runs.Values);
        _regaining = new ContainerRegaining(_world, Find);
        var known = records.Read();
        _recorded = known.GroupBy(record => record.Service).ToDictionary(same => same.Key, same => same.Max(record => record.Run));
        foreach (var record in known) _runs[record.Service] = new ContainerRun(_world, record, launch: null);
    }

    /// <summary>Told a service, the kind of news (<c>image</c>, <c>container</c>) and, for people, what takes long there or is in the way. On any thread.</summary>
    public Action<string, string, string>? Progress { get; set; }

    /// <summary>How long <see cref="EndLeftoversAsync"/> waits for engines; what is left then goes before the next run of its service. Default 3 seconds.</summary>
    public TimeSpan LeftoverLimit { get; set; } = TimeSpan.FromSeconds(3);

    /// <inheritdoc/>
    public IReadOnlyList<string> Degraded => Inner.Degraded;

    /// <inheritdoc/>
    public RunPrograms Programs => _programs ??= Inner.Programs.Asking(Inside);

    /// <inheritdoc/>
    public Task Failed { get; private set; } = Task.CompletedTask;

    private IProcessHost Inner => _inner ?? throw new InvalidOperationException("the host of programs is not known yet");

    /// <summary>Says who runs programs. To be called once, before anything else is asked.</summary>
    /// <param name="inner">Disposed of with this.</param>
    public void Over(IProcessHost inner)
    {
        _inner = inner;
        Failed = EitherFails(inner.Failed);
    }

    /// <summary>Says what the other host runs already, in the place of an earlier daemon that had taken everything over.</summary>
    /// <param name="runs">All that it knows of.</param>
    /// <param name="isAll">Of every other run nothing lives.</param>
    /// <returns>The same, but for runs whose follower was killed meanwhile and whose container another one follows now.</returns>
    public async Task<IReadOnlyList<KnownRun>> KnowAsync(IReadOnlyList<KnownRun> runs, bool isAll)
    {
        foreach (var run in runs.Where(run => !run.IsTreeGone)) _alive[run.Id] = true;
        if (!isAll) return runs;
        var regained = await _regaining.RegainAsync(await _regaining.FindAsync(runs));
        foreach (var run in regained) _alive[run.Id] = true;
        FindDead();
        return ContainerRegaining.Merge(runs, regained);
    }

    /// <inheritdoc/>
    public void Send(ProcessCommand command)
    {
        switch (command)
        {
            case ProcessCommand.Spawn { What.Container: { } what } x: Spawn(x.Id, x.What, what); break;
            case ProcessCommand.Terminate x when Find(x.Id) is { } run: run.Post(new ContainerEvent.SignalAsked(x.Signal)); break;
            case ProcessCommand.Kill x when Find(x.Id) is { } run: run.Post(new ContainerEvent.KillAsked()); break;
            default:
                // One that was a container is a program now.
                if (command is ProcessCommand.Spawn { Id.Service: var service } && _runs.TryRemove(service, out var was)) was.Post(new ContainerEvent.FoundDead());
                Inner.Send(command);
                break;
        }
    }

    /// <inheritdoc/>
    public void On(ProcessEvent processEvent)
    {
        switch (processEvent)
        {
            case ProcessEvent.Spawned x when Find(x.Id) is { } run: run.Post(new ContainerEvent.Spawned(x.Pid)); break;
            case ProcessEvent.SpawnFailed x when Find(x.Id) is { } run: run.Post(new ContainerEvent.SpawnFailed(x.Reason)); break;
            case ProcessEvent.Exited x when Find(x.Id) is { } run: run.Post(new ContainerEvent.Exited(x.Status, x.IsTreeGone, _world.Time.GetElapsedTime(_began))); break;
            case ProcessEvent.TreeGone x when Find(x.Id) is { } run: run.Post(new ContainerEvent.TreeGone()); break;
            case ProcessEvent.Sampled x when !_runs.IsEmpty: _figures.Put(x, _events.On); break;
            default: _events.On(processEvent); break;
        }
    }

    /// <inheritdoc/>
    public Task RegisterAsync(IReadOnlyList<string> services) => Inner.RegisterAsync(services);

    /// <inheritdoc/>
    public int LastRun(string service) => Math.Max(Inner.LastRun(service), _recorded.GetValueOrDefault(service));

    /// <inheritdoc/>
    public async Task<IReadOnlyList<KnownRun>> FindLeftoversAsync()
    {
        var found = await Inner.FindLeftoversAsync();
        _orphans = await _regaining.FindAsync(found);
        return ContainerRegaining.Merge(found, _orphans);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<KnownRun>> AdoptAsync(IReadOnlyList<RunId> runs)
    {
        var adopted = await Inner.AdoptAsync(runs);
        // To the other host it is a run that has ended; it takes a follower for it under the same number.
        var regained = await _regaining.RegainAsync([.. _orphans.Where(orphan => adopted.Any(run => run.Id == orphan.Id))]);
        adopted = [.. adopted.Where(run => !run.IsTreeGone && _orphans.All(orphan => orphan.Id != run.Id)), .. regained];
        foreach (var run in adopted) _alive[run.Id] = true;
        return adopted;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<EndedLeftover>> EndLeftoversAsync()
    {
        var ended = await Inner.EndLeftoversAsync();
        var dead = FindDead();
        // The engine may be away, which must not keep others from beginning: what is left goes before the next run of its service.
        await Task.WhenAny(Task.WhenAll(dead.Select(run => run.Tried)), Task.Delay(LeftoverLimit, _world.Time));
        return [.. ended, .. dead.Where(run => !run.Over.IsCompleted || ended.All(other => other.Id != run.Record.Id))
            .Select(run => new EndedLeftover(run.Record.Id, 0, $"container {run.Record.Name}", run.Over.IsCompleted ? LeftoverOutcome.Killed : LeftoverOutcome.Stuck))];
    }

    /// <inheritdoc/>
    public async Task CloseAsync()
    {
        // What an earlier host left and nobody has taken over is not ours to end.
        var left = _runs.Values.Where(run => run.IsOwn || run.Phase != ContainerPhase.Running || _alive.ContainsKey(run.Record.Id)).ToList();
        foreach (var run in left) run.Post(new ContainerEvent.KillAsked());
        await Inner.CloseAsync();
        // Whose follower was killed with the host is not told of any more.
        left.AddRange(Forgotten());
        foreach (var run in left) run.Post(new ContainerEvent.FoundDead());
        await Task.WhenAny(Task.WhenAll(left.Select(run => run.Tried)), Task.Delay(EndLimit, _world.Time));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var run in _runs.Values) run.Dispose();
        if (_inner is not null) await _inner.DisposeAsync();
        _world.Dispose();
    }

    private ContainerRun? Find(RunId id) => _runs.TryGetValue(id.Service, out var run) && run.Record.Run == id.Run ? run : null;

    private void Spawn(RunId id, Launch launch, ContainerLaunch what)
    {
        if (_runs.TryRemove(id.Service, out var earlier)) earlier.Abandon();
        var record = new ContainerRecord(id.Service, id.Run, what.Socket, _world.Labels.NameOf(id.Service))
        {
            IsMemoryLimited = launch.Limits?.Memory is not null,
            Ports = [.. what.Ports.Where(port => port.Protocol == "tcp").Select(port => port.Host).Distinct().Order()],
        };
        var run = _runs[id.Service] = new ContainerRun(_world, record, launch);
        run.Prepare();
    }

    private List<ContainerRun> FindDead()
    {
        var dead = _runs.Values.Where(run => run.Phase == ContainerPhase.Running && !_alive.ContainsKey(run.Record.Id)).ToList();
        foreach (var run in dead) run.Post(new ContainerEvent.FoundDead());
        return dead;
    }

    /// <summary>Runs for containers on record that no run has in hand, or none that is about to try: each is tried once more.</summary>
    private List<ContainerRun> Forgotten()
    {
        var forgotten = new List<ContainerRun>();
        foreach (var record in _world.Records.Read())
        {
            if (_runs.TryGetValue(record.Service, out var known))
            {
                if (!known.Tried.IsCompleted || known.Over.IsCompleted) continue;
                known.Abandon();
            }

            forgotten.Add(_runs[record.Service] = new ContainerRun(_world, record, launch: null));
        }

        return forgotten;
    }

    private void Forget(ContainerRun run) => _runs.TryRemove(new KeyValuePair<string, ContainerRun>(run.Record.Service, run));

    /// <summary>A probe that runs a program asks inside the container.</summary>
    private Launch Inside(RunId id, Launch asked) => Find(id) is { } run ? _world.InsideOf(run.Record, asked.Command) : asked;

    private async Task EitherFails(Task inner) => await await Task.WhenAny(inner, _failed.Task);
}
