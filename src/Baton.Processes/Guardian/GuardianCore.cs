using Baton.Core;
using Baton.Processes.Guardian.Wire;
using Baton.Processes.Hosting;

namespace Baton.Processes.Guardian;

/// <summary>
/// What outlives a daemon: the process host, what the next daemon must be told, and the descriptors kept for it. One gate orders the host's news
/// and the beginning of a daemon, so that each is told every fact once: either in its <see cref="ToDaemon.Opened"/> or after it.
/// </summary>
internal sealed class GuardianCore(TimeProvider time) : IProcessEvents, IDisposable
{
    private readonly Lock _gate = new();
    private readonly RunLedger _ledger = new(time);
    private readonly HashSet<string> _watched = [];
    private readonly Dictionary<RunId, ProcessEvent.OutputGrew> _grown = [];
    private Task _leftovers = Task.CompletedTask;
    private InProcessHost? _host;
    private GuardianSession? _daemon;
    private string? _stateDirectory;
    private Task? _closing;
    private ITimer? _settling;
    private volatile GuardianEnd _end;

    /// <summary>Descriptors kept for daemons to come.</summary>
    public HeldDescriptors Held { get; } = new();

    /// <summary>The program of the next daemon; null: that of the present one.</summary>
    public string? Replacement { get; set; }

    /// <summary>A daemon has taken over what was left; one that died before that leaves it to the next.</summary>
    public bool HasTakenOver { get; set; }

    /// <summary>What is to happen when the present daemon ends.</summary>
    public GuardianEnd End => _end;

    /// <summary>There is a state directory to look after.</summary>
    public bool IsOpen => _host is not null;

    /// <summary>That state directory.</summary>
    public string? StateDirectory => _stateDirectory;

    /// <summary>Called on the session's thread when a daemon's API answers.</summary>
    public Action? WhenReady { get; init; }

    /// <summary>Called when the end of everything has begun.</summary>
    public Action? WhenEnding { get; init; }

    /// <summary>Called on the session's thread when a daemon has begun, and signals can reach it.</summary>
    public Action? WhenOpened { get; init; }

    /// <inheritdoc/>
    public void On(ProcessEvent processEvent)
    {
        lock (_gate)
        {
            _ledger.Note(processEvent);
            if (_daemon is not { } daemon) return;
            // Growing output is the only news without a bound of its own: while the daemon is slow, the last of each run is enough.
            if (processEvent is ProcessEvent.OutputGrew grew && daemon.Outbox.IsWaiting) _grown[grew.Id] = grew;
            else daemon.Outbox.Send(new ToDaemon.News(processEvent));
        }
    }

    /// <summary>Tells what was held back while the daemon was slow.</summary>
    public void Drained()
    {
        lock (_gate)
        {
            foreach (var grew in _grown.Values) _daemon?.Outbox.Send(new ToDaemon.News(grew));
            _grown.Clear();
        }
    }

    /// <summary>A daemon's first word.</summary>
    public void Open(GuardianSession session, ToGuardian.Open wish)
    {
        try
        {
            if (wish.Protocol is < GuardianWire.Oldest or > GuardianWire.Protocol)
                throw new BatonException(ErrorCode.Unavailable, $"the guardian speaks protocol {GuardianWire.Protocol} and the daemon {wish.Protocol}: stop everything with the older build (baton down), then start it with the new one");
            if (_stateDirectory is { } known && known != wish.StateDirectory)
                throw new BatonException(ErrorCode.InvalidRequest, $"the guardian looks after \"{known}\", not after \"{wish.StateDirectory}\"");
            _host ??= StartHost(wish);
            _stateDirectory = wish.StateDirectory;
            lock (_gate)
            {
                _daemon = session;
                session.Outbox.Send(new ToDaemon.Opened(_host.State.Value, _ledger.All, _host.Degraded));
            }

            WhenOpened?.Invoke();
        }
        catch (BatonException e)
        {
            session.Refuse(e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            session.Refuse(new BatonException(ErrorCode.Unavailable, $"cannot use state directory \"{wish.StateDirectory}\": {e.Message}", e));
        }
    }

    /// <summary>A command about processes.</summary>
    public void Carry(ProcessCommand command)
    {
        if (command is ProcessCommand.Spawn)
        {
            lock (_gate) _ledger.Note(command);
        }

        if (command is ProcessCommand.WatchOutput watch)
        {
            lock (_watched) _ = watch.IsWatched ? _watched.Add(watch.Service) : _watched.Remove(watch.Service);
        }

        Opened().Send(command);
    }

    /// <summary>Which slots and last runs these services have.</summary>
    public void Register(GuardianSession session, IReadOnlyList<string> services)
    {
        var host = Opened();
        var known = new (int Slot, int LastRun)[services.Count];
        try
        {
            for (var i = 0; i < known.Length; i++) known[i] = (host.SlotOf(services[i]), host.LastRun(services[i]));
            session.Outbox.Send(new ToDaemon.Registered(known));
        }
        catch (BatonException e)
        {
            session.Refuse(e);
        }
    }

    /// <summary>Looks what a dead guardian left.</summary>
    public void FindLeftovers(GuardianSession session) => Begin(session, async host =>
    {
        var found = await AloneAsync(host.FindLeftoversAsync).ConfigureAwait(false);
        // One whose service has no name any more is nothing that could go on; it is ended with the rest.
        session.Outbox.Send(new ToDaemon.LeftoversFound([.. found.Where(run => Names.IsValid(run.Id.Service))]));
    });

    /// <summary>Takes over what a dead guardian left.</summary>
    public void Adopt(GuardianSession session, IReadOnlyList<RunId> runs)
    {
        var host = Opened();
        lock (_gate)
        {
            // News of them go out after this word.
            var adopted = host.Adopt(runs.ToHashSet());
            foreach (var run in adopted) _ledger.Add(run);
            session.Outbox.Send(new ToDaemon.Adopted(adopted));
        }
    }

    /// <summary>Ends what a dead guardian left; meanwhile other messages are carried out.</summary>
    public void EndLeftovers(GuardianSession session) => Begin(session, async host =>
        session.Outbox.Send(new ToDaemon.LeftoversEnded(await AloneAsync(host.EndLeftoversAsync).ConfigureAwait(false))));

    /// <summary>The end of all.</summary>
    public void Close(GuardianSession session)
    {
        _end = GuardianEnd.Closed;
        WhenEnding?.Invoke();
        Begin(session, async _ =>
        {
            await CloseHostAsync().ConfigureAwait(false);
            session.Outbox.Send(new ToDaemon.Closed());
        });
    }

    /// <summary>The end of Baton, not of what it runs.</summary>
    public void Leave(GuardianSession session)
    {
        _end = GuardianEnd.Left;
        Begin(session, async host =>
        {
            await host.LeaveAsync().ConfigureAwait(false);
            session.Outbox.Send(new ToDaemon.Closed());
        });
    }

    /// <summary>All has begun, and a long time follows in which little happens.</summary>
    public void SettleDown()
    {
        WhenReady?.Invoke();
        lock (_gate) _settling ??= time.CreateTimer(static _ => ProcessMemory.GiveBack(), null, ProcessMemory.AfterBeginning, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The daemon is dead, and all that it had said is carried out.</summary>
    public void Disconnect()
    {
        lock (_gate)
        {
            _daemon = null;
            _grown.Clear();
        }

        lock (_watched)
        {
            foreach (var service in _watched) _host?.Send(new ProcessCommand.WatchOutput(service, IsWatched: false));
            _watched.Clear();
        }
    }

    /// <summary>Kills all that lives and closes the logs, without a daemon.</summary>
    public void KillAll() => CloseHostAsync().GetAwaiter().GetResult();

    /// <inheritdoc/>
    public void Dispose()
    {
        _settling?.Dispose();
        Held.Dispose();
    }

    /// <summary>One after the other: a daemon that died may have asked for the one before.</summary>
    private Task<T> AloneAsync<T>(Func<Task<T>> act)
    {
        lock (_gate)
        {
            var next = AfterAsync(_leftovers, act);
            _leftovers = next;
            return next;
        }
    }

    private static async Task<T> AfterAsync<T>(Task earlier, Func<Task<T>> act)
    {
        await earlier.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        return await act().ConfigureAwait(false);
    }

    private static void Begin(GuardianSession session, InProcessHost host, Func<InProcessHost, Task> act) => _ = Task.Run(async () =>
    {
        try
        {
            await act(host).ConfigureAwait(false);
        }
        catch (BatonException e)
        {
            session.Refuse(e);
        }
        catch (Exception e)
        {
            Die(e);
        }
    });

    private static void Die(Exception bug) => Environment.FailFast("the guardian met a bug of its own and ends; services go on, and the next \"baton up\" takes them over", bug);

    private void Begin(GuardianSession session, Func<InProcessHost, Task> act) => Begin(session, Opened(), act);

    private Task CloseHostAsync()
    {
        lock (_gate) return _closing ??= Task.Run(() => _host?.CloseAsync() ?? Task.CompletedTask);
    }

    private InProcessHost Opened() => _host ?? throw new WireException("nothing is open yet");

    private InProcessHost StartHost(ToGuardian.Open wish)
    {
        var host = InProcessHost.Start(new ProcessHostOptions { StateDirectory = wish.StateDirectory, UseCgroups = wish.UseCgroups, Degraded = TellDegraded }, this, time);
        _ = host.Failed.ContinueWith(failed => Die(failed.Exception!.GetBaseException()), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        return host;
    }

    private void TellDegraded(string sentence)
    {
        lock (_gate) _daemon?.Outbox.Send(new ToDaemon.DegradedBy(sentence));
    }
}

/// <summary>What the guardian does when its daemon ends.</summary>
internal enum GuardianEnd
{
    /// <summary>It starts the next one.</summary>
    None,

    /// <summary>It ends, and everything has.</summary>
    Closed,

    /// <summary>It ends and leaves all that lives as it is.</summary>
    Left,
}
