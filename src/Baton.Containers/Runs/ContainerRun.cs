using Baton.Containers.Engine;
using Baton.Core;
using Baton.Core.Actors;
using Baton.Processes;

namespace Baton.Containers.Runs;

/// <summary>One run in a container: the actor that owns its state, and does what its machine asks for.</summary>
internal sealed class ContainerRun : IDisposable
{
    private static readonly TimeSpan LookLimit = TimeSpan.FromSeconds(2), ClearLimit = TimeSpan.FromSeconds(20);

    private readonly ContainerWorld _world;
    private readonly ContainerMachine _machine;
    private readonly Actor<ContainerEvent> _actor;
    private readonly ActorTimer _timer;
    private readonly CancellationTokenSource _preparing = new();
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<int?> _followed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _tried = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Launch? _launch;
    private volatile ContainerRunState _state;
    private volatile bool _isAbandoned;

    /// <param name="world">What it shares with others.</param>
    /// <param name="record">Its container.</param>
    /// <param name="launch">What is to run; null: it runs already.</param>
    public ContainerRun(ContainerWorld world, ContainerRecord record, Launch? launch)
    {
        (_world, Record, _launch) = (world, record, launch);
        _machine = new ContainerMachine(record.Id, record.IsMemoryLimited);
        _state = new ContainerRunState(launch is null ? ContainerPhase.Running : ContainerPhase.Preparing);
        _actor = new Actor<ContainerEvent>(ActorScheduler.ThreadPool, Handle, world.Crashed);
        _timer = new ActorTimer(world.Time, epoch => _actor.Post(new ContainerEvent.TimerFired(epoch)));
    }

    /// <summary>Its container.</summary>
    public ContainerRecord Record { get; }

    /// <summary>Where it is.</summary>
    public ContainerPhase Phase => _state.Phase;

    /// <summary>It was begun here, and not by an earlier host.</summary>
    public bool IsOwn => _launch is not null;

    /// <summary>Completes when nothing of it is left.</summary>
    public Task Over => _over.Task;

    /// <summary>Completes with <see cref="Over"/>, or when it is known that its container cannot be removed now.</summary>
    public Task Tried => _tried.Task;

    /// <summary>Completes with the pid of the follower that goes on with it, or null when none can.</summary>
    public Task<int?> Followed => _followed.Task;

    /// <summary>Begins to make its container. To be called once, when it can be found by what comes of that.</summary>
    public void Prepare() => Begin(PrepareAsync);

    /// <summary>Takes news of it or a wish about it.</summary>
    public void Post(ContainerEvent what) => _actor.Post(what);

    /// <summary>Another run of its service begins, which removes what this one left: it touches nothing any more.</summary>
    public void Abandon() => _isAbandoned = true;

    /// <inheritdoc/>
    public void Dispose()
    {
        _isAbandoned = true;
        _timer.Dispose();
    }

    private void Handle(ContainerEvent what)
    {
        (_state, var effects) = _machine.Step(_state, what);
        foreach (var effect in effects) Perform(effect);
        if (what is ContainerEvent.Spawned x && _state.Phase == ContainerPhase.Running) _followed.TrySetResult(x.Pid);
        else if (_state.Phase is ContainerPhase.Clearing or ContainerPhase.Gone) _followed.TrySetResult(null);
        if (what is ContainerEvent.Cleared { IsAway: true } || _state.Failures >= ContainerMachine.FailuresToTell) _tried.TrySetResult();
    }

    private void Perform(ContainerEffect effect)
    {
        switch (effect)
        {
            case ContainerEffect.CancelPreparing: _preparing.Cancel(); break;
            case ContainerEffect.SpawnFollower: _world.Send(new ProcessCommand.Spawn(Record.Id, _world.FollowerOf(Record, _launch?.Log ?? LogPolicy.Default))); break;
            case ContainerEffect.CloseOutput: _world.Send(new ProcessCommand.TellDrained(Record.Id)); break;
            case ContainerEffect.Signal x: Begin(() => SignalAsync(x.Number)); break;
            case ContainerEffect.SignalFollower x: _world.Send(new ProcessCommand.Terminate(Record.Id, x.Number)); break;
            case ContainerEffect.KillFollower: _world.Send(new ProcessCommand.Kill(Record.Id)); break;
            case ContainerEffect.Look: Begin(LookAsync); break;
            case ContainerEffect.Clear: Begin(ClearAsync); break;
            case ContainerEffect.Say x: _world.Say(Record.Service, "container", x.Text); break;
            case ContainerEffect.Tell x: _world.Tell(x.What); break;
            case ContainerEffect.Arm x: _timer.Arm(x.Epoch, x.After); break;
            case ContainerEffect.Forget: End(); break;
        }
    }

    private void End()
    {
        _timer.Disarm();
        _world.Forget(this);
        _over.TrySetResult();
        _tried.TrySetResult();
    }

    /// <summary>Not on the thread of the actor; what it found it posts, and an error is a bug.</summary>
    private void Begin(Func<Task> work) => _ = Task.Run(async () =>
    {
        try
        {
            await work().ConfigureAwait(false);
        }
        catch (Exception bug)
        {
            // Top of a chain that nobody awaits: it must not die unheard.
            _world.Crashed(bug);
        }
    });

    private async Task PrepareAsync()
    {
        var gate = _world.GateOf(Record.Service);
        await gate.WaitAsync().ConfigureAwait(false);
        try
        {
            Post(await PrepareHereAsync().ConfigureAwait(false));
        }
        finally
        {
            gate.Release();
        }
    }

    private async Task<ContainerEvent.Prepared> PrepareHereAsync()
    {
        var hadEarlier = _world.Records.Has(Record.Service);
        try
        {
            _world.Records.Write(Record);
        }
        catch (BatonException e)
        {
            return new ContainerEvent.Prepared(e.Message);
        }

        var preparation = new ContainerPreparation(_world.EngineAt(Record.Socket), _world.Labels, _world.Time, hadEarlier);
        var problem = await preparation.RunAsync(Record.Id, _launch!, (what, text) => _world.Say(Record.Service, what, text), _preparing.Token).ConfigureAwait(false);
        if (problem is not null && !preparation.MayBeLeft) _world.Records.Remove(Record);
        return new ContainerEvent.Prepared(problem, problem is not null && preparation.MayBeLeft);
    }

    private async Task SignalAsync(int signal)
    {
        try
        {
            using var limit = new CancellationTokenSource(LookLimit, _world.Time);
            await _world.EngineAt(Record.Socket).SignalAsync(Record.Name, signal, limit.Token).ConfigureAwait(false);
        }
        catch (EngineException e) when (e.IsAway)
        {
            Post(new ContainerEvent.SignalFailed(signal, e.Message));
        }
        catch (OperationCanceledException)
        {
            Post(new ContainerEvent.SignalFailed(signal, _world.EngineAt(Record.Socket).IsSilent));
        }
        catch (EngineException)
        {
            // It does not run any more, which its follower is about to tell.
        }
    }

    private async Task LookAsync()
    {
        var isOutOfMemory = false;
        try
        {
            using var limit = new CancellationTokenSource(LookLimit, _world.Time);
            isOutOfMemory = (await _world.EngineAt(Record.Socket).LookAsync(Record.Name, limit.Token).ConfigureAwait(false)).State.IsOutOfMemory;
        }
        catch (Exception e) when (e is EngineException or OperationCanceledException)
        {
            // Why it ended is not known, which is told by telling nothing of it.
        }

        Post(new ContainerEvent.Looked(isOutOfMemory));
    }

    private async Task ClearAsync()
    {
        var gate = _world.GateOf(Record.Service);
        await gate.WaitAsync().ConfigureAwait(false);
        try
        {
            Post(_isAbandoned ? new ContainerEvent.Cleared(null) : await ClearHereAsync().ConfigureAwait(false));
        }
        finally
        {
            gate.Release();
        }
    }

    private async Task<ContainerEvent.Cleared> ClearHereAsync()
    {
        try
        {
            using var limit = new CancellationTokenSource(ClearLimit, _world.Time);
            var removal = new ContainerRemoval(_world.EngineAt(Record.Socket), _world.Labels);
            // A record takes the place of an earlier one before the container of that is gone: the last on record stands for all of its service.
            var isLast = _world.Records.IsLast(Record);
            await (isLast ? removal.RemoveServiceAsync(Record.Service, limit.Token) : removal.RemoveRunAsync(Record.Id, limit.Token)).ConfigureAwait(false);
            _world.Records.Remove(Record);
            return new ContainerEvent.Cleared(null);
        }
        catch (EngineException e)
        {
            return new ContainerEvent.Cleared(e.Message, e.IsAway);
        }
        catch (OperationCanceledException)
        {
            return new ContainerEvent.Cleared(_world.EngineAt(Record.Socket).IsSilent, IsAway: true);
        }
    }
}
