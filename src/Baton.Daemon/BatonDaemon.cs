using System.Globalization;
using Baton.Containers;
using Baton.Core;
using Baton.Core.Notices;
using Baton.Daemon.Manifests;
using Baton.Daemon.Startup;
using Baton.Daemon.State;
using Baton.Daemon.Status;
using Baton.Daemon.Wiring;
using Baton.Processes;
using Baton.Processes.Guardian;
using Baton.Processes.Hosting;
using Baton.Supervision.Logs;
using Baton.Supervision.Manifests;
using Baton.Supervision.Services;

namespace Baton.Daemon;

/// <summary>The daemon from its first line to its last: what is started in which order, and how it ends.</summary>
public sealed class BatonDaemon
{
    private readonly DaemonOptions _options;
    private readonly TimeProvider _time = TimeProvider.System;
    private readonly TaskCompletionSource<Exception> _bug = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private IReadOnlyList<KnownRun> _known = [];
    private bool _isReady;
    private int _hold;

    private readonly GuardianHost? _guardian;

    /// <summary>The process that lives as long as Baton runs here.</summary>
    private int BatonPid => _guardian?.GuardianPid ?? Environment.ProcessId;

    /// <summary>An end now is a failed start, which ends daemon and guardian; one in place of a dead daemon is tried again.</summary>
    private bool CannotBegin => !_isReady && _guardian is not { Start: > 1 };

    private BatonDaemon(DaemonOptions options, GuardianHost? guardian) => (_options, _guardian) = (options, guardian);

    /// <summary>Is the daemon until everything has stopped. Never writes to the terminal, installs no signal handlers.</summary>
    /// <param name="options">What it is to be.</param>
    /// <param name="guardian">Who owns the processes; null: the daemon itself. Disposed of at the end.</param>
    /// <param name="whenReady">Called once, when its API answers and the services are being started.</param>
    /// <param name="stop">Asks for an orderly stop.</param>
    /// <param name="kill">Asks for killing everything now.</param>
    /// <returns>The exit code: 0, or what the service ended with that <c>exit_when</c> names.</returns>
    /// <exception cref="BatonException">It could not begin; nothing runs then.</exception>
    public static async Task<int> RunAsync(
        DaemonOptions options, GuardianHost? guardian, Action<DaemonReadiness> whenReady, CancellationToken stop, CancellationToken kill)
    {
        var daemon = new BatonDaemon(options, guardian);
        try
        {
            return await daemon.RunAsync(whenReady, stop, kill);
        }
        catch (Exception e) when (!daemon._isReady && e is IOException or UnauthorizedAccessException)
        {
            throw new BatonException(ErrorCode.Unavailable, $"cannot start: {e.Message}", e);
        }
        catch (OperationCanceledException) when (!daemon._isReady && stop.IsCancellationRequested)
        {
            // Asked to stop before it had begun: that is an orderly end.
            return 0;
        }
    }

    private async Task<int> RunAsync(Action<DaemonReadiness> whenReady, CancellationToken stop, CancellationToken kill)
    {
        // One in place of a dead one knows where its state is, also when the folder that it was started in is gone, and with it the manifest.
        var begun = _guardian?.StateDirectory is null ? ReadManifest() : null;
        var root = begun?.Reading.Locations.StateDirectory ?? _guardian!.StateDirectory!;
        using var state = _guardian is null ? StateDirectory.Take(root) : StateDirectory.Take(root, _guardian);
        var news = new ProcessNews();
        await using var host = await OpenHostAsync(state, news);
        await EndIfLostAsync(state, host);
        try
        {
            begun ??= ReadManifest();
            var runtime = RuntimeChoice.Of(_options.Runtime, begun.Reading.Manifest.Runtime, InstanceSurroundings.OwnFolder() ?? begun.Reading.Locations.BaseDirectory);
            return await RunAsync(new DaemonGround(begun, state, news, host) { Guardian = _guardian, Runtime = runtime }, whenReady, stop, kill);
        }
        catch (Exception) when (CannotBegin)
        {
            // It could not begin, so nothing that it started may go on. What was taken over waits for the next "up". A daemon in place of a dead one
            // leaves things as they are: the guardian tries again.
            if (_guardian is { HasAdopted: true }) await _guardian.LeaveAsync();
            else await host.CloseAsync();
            throw;
        }
    }

    private async Task<int> RunAsync(DaemonGround ground, Action<DaemonReadiness> whenReady, CancellationToken stop, CancellationToken kill)
    {
        await using var owned = new Owned();
        var record = owned.Add(DaemonRecord.Open(ground, _options.IsLogJson, _time, Crashed));
        // Instances that the state keeps are added here: before anything is taken over, so that their processes go on.
        var instances = new InstancesToServices(ground.Host.RegisterAsync, InstanceSurroundings.Of(record.InForce), record.InForce.Manifest.Set, record.Notices);
        var runtime = await RuntimeWorld.BeginAsync(ground, record.Notices, instances, _time, Crashed);
        if (runtime is not null) owned.Add(runtime);
        var added = instances.TakeEarly();
        var taken = await TakeOverAsync(ground, record, added);
        var endWatching = owned.Add(new EndWatching(_guardian, ground.State.Root, ground.State.Logs, record.Notices) { EndsAll = () => CannotBegin });
        endWatching.Follow(record.InForce.Manifest.Project.StopsWhenKilled);
        var notifier = NoticesToNotify.Begin(owned, ground, record, _time, Crashed);
        var health = HealthWorld.Begin(owned, ground.State.Root, record, _time, Crashed);
        record.InForce.Changed = next =>
        {
            Follow(next.Project, endWatching, record.Journal);
            notifier.Follow(next.Project.Notify);
            _ = health.FollowAsync(next.Health);
        };
        var world = SupervisionWorld.Begin(owned, ground, record, taken.Set.With(added), health.Services, _time, Crashed);
        instances.Begin(world.Supervisor);
        await GoOnAsync(ground, record, world.Supervisor, taken, stop, kill);
        var ending = new DaemonEnd(_guardian, ground.Host, record, world, endWatching, _time)
        {
            Status = owned.Add(ShowStatus(ground.State, world.Supervisor, record.Notices)),
            Notifier = notifier,
            Health = health,
            Runtime = runtime,
            Departure = new Departure(_guardian, () => world.Supervisor.IsShuttingDown, record.Notices),
        };
        Connect(owned, ground, record, world.Supervisor);
        if (ground.Host is ContainerHost containers) ContainersToProcesses.Tell(containers, record.Notices);
        var control = ending.Control = owned.Add(await ControlAsync(ground, record, world, health, ending, stop));
        if (runtime is not null) await runtime.ListenAsync(new InstanceOutput(new LogReader(ground.State.Logs, () => world.Supervisor.Names), world.Output.Activity, _time), _time, stop);
        // Now that it answers itself: it may be among what is watched.
        await Task.WhenAny(health.FollowAsync(record.InForce.Manifest.Health), _bug.Task);
        owned.Add(ProjectRegistry.Enter(ground.State.Root, Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR"), record.Notices));
        owned.Add(ground.State.Watch(_time, () => LookAfter(ground.State, world.Supervisor, record.Notices)));
        // It may have been deleted before it was watched.
        LookAfter(ground.State, world.Supervisor, record.Notices);
        var starting = Start(world.Supervisor, record.InForce.Manifest, TellBegun(ground, record));
        _isReady = true;
        _guardian?.SayReady();
        owned.Add(_time.CreateTimer(static _ => ProcessMemory.GiveBack(), null, ProcessMemory.AfterBeginning, Timeout.InfiniteTimeSpan));
        whenReady(new DaemonReadiness(control.SocketPath, ground.State.Root, BatonPid, control.Degraded) { Addresses = [.. control.Addresses.Skip(1)], HoldEnd = task => ending.Viewer = task });
        await UntilStoppedAsync(world.Supervisor, ground.Host, ending.Departure, starting, stop, kill);
        return await ending.EndAsync();
    }

    /// <summary>Finds out what lives, and by whose rules.</summary>
    private async Task<TakenOver> TakeOverAsync(DaemonGround ground, DaemonRecord record, IReadOnlyList<ServiceDefinition> added)
    {
        var taken = await TakenOver.TakeAsync(ground.Host, EarlierDaemons.Of(_guardian) with { Runs = _known }, record.Memory, record.InForce, ground.State.Run, record.Notices, added);
        if (taken.Scales.Count > 0) record.InForce.Set(ScaledAs(ground.Manifest.Reading, taken, record.Notices), hash: null);
        return taken;
    }

    /// <summary>Lets the supervisor go on with what lives, first by the rules that this began by.</summary>
    private async Task GoOnAsync(DaemonGround ground, DaemonRecord record, Supervisor supervisor, TakenOver taken, CancellationToken stop, CancellationToken kill)
    {
        // Not by the thread that hears it: the thread pool must be well too.
        if (_guardian is not null) _guardian.WhenPinged = supervisor.TakeTurn;
        supervisor.Recover(taken.Runs);
        ground.News.Begin();
        if (!ReferenceEquals(taken.Set, record.InForce.Manifest.Set))
            await new TodaysManifest(supervisor, record.InForce, ground.State.Run, record.Notices, _time).PutInForceAsync(stop, kill);
    }

    /// <summary>What follows from news of processes besides.</summary>
    private void Connect(Owned owned, DaemonGround ground, DaemonRecord record, Supervisor supervisor)
    {
        var (state, notices) = (ground.State, record.Notices);
        owned.Add(ProcessesToRetention.Connect(ground.News, state.Logs, record.InForce, supervisor, notices, _time, Crashed));
        ProcessesToLinks.Connect(ground.News, ground.Manifest.Reading.Locations.BaseDirectory, state.Logs, record.InForce.Manifest.Links, notices, Crashed);
    }

    private Task<ControlToDaemon> ControlAsync(DaemonGround ground, DaemonRecord record, SupervisionWorld world, HealthWorld health, DaemonEnd ending, CancellationToken stop)
    {
        var parts = new ControlParts(
            _options, ground.Manifest.Reading.Locations, ground.State, world.Supervisor, record.Notices, world.Output.Activity, ground.Host, record.Enabling, record.InForce, _time, ending.Departure, Crashed)
        {
            Journal = record.Journal.Reader,
            Notify = ending.Notifier,
            Health = health,
            Guardian = _guardian,
        };
        // One in place of a dead daemon, or of a dead Baton, has things to stop, and must get as far as that.
        return ControlToDaemon.StartAsync(parts, _guardian is { Start: > 1 } or { HasAdopted: true } ? CancellationToken.None : stop);
    }

    private long TellBegun(DaemonGround ground, DaemonRecord record)
    {
        var notices = record.Notices;
        var began = notices.Publish("daemon", "started", cause: null, Began(ground.Manifest.Reading.Locations, record.InForce.Manifest.Services.Count, _guardian));
        if (record.Enabling.Problem is { } problem) notices.Publish("daemon", "enabled_set_aside", cause: null, problem);
        if (ground.Manifest.Trouble is { } trouble) notices.Publish("daemon", "manifest_set_aside", cause: null, trouble);
        return began;
    }

    /// <summary>What a manifest says of Baton itself holds at once.</summary>
    private static void Follow(ProjectSection project, EndWatching endWatching, NoticesToJournal journal)
    {
        endWatching.Follow(project.StopsWhenKilled);
        journal.Follow(project);
    }

    /// <summary>The manifest with as many replicas as of what goes on, where it still says the same of them.</summary>
    private static ManifestReading ScaledAs(ManifestReading reading, TakenOver taken, NoticeBoard notices)
    {
        if (taken.Scales.Count == 0) return reading;
        var scaled = reading.Scaled(taken.Scales);
        if (scaled.Manifest.Problems.Count == 0) return scaled;
        notices.Publish("daemon", "degraded", cause: null, $"services cannot be scaled as they were, so the manifest's numbers hold: {string.Join("; ", scaled.Manifest.ProblemLines)}");
        return reading;
    }

    /// <summary>Asks for all that is to run; of what goes on nothing is asked again.</summary>
    private static Task<ServicesChange>? Start(Supervisor supervisor, ServiceManifest manifest, long began)
    {
        if (supervisor.IsRecovered || supervisor.IsShuttingDown) return null;
        // No names would mean all of them.
        var toStart = manifest.ToStart(supervisor.Services);
        var starting = toStart.Count == 0 ? null : supervisor.StartAsync(toStart, new ActCause("baton up", began), CancellationToken.None);
        supervisor.MarkBegun();
        return starting;
    }

    private async Task UntilStoppedAsync(Supervisor supervisor, IProcessHost host, Departure departure, Task? starting, CancellationToken stop, CancellationToken kill)
    {
        await using var onStop = stop.Register(() => supervisor.ShutDown(isKill: false, new ActCause("a signal")));
        await using var onKill = kill.Register(() => supervisor.ShutDown(isKill: true, new ActCause("a second signal")));
        await Task.WhenAny(supervisor.Ended, _bug.Task, host.Failed, departure.Asked);
        if (host.Failed.IsFaulted) Crashed(host.Failed.Exception.GetBaseException());
        if (_bug.Task.IsCompleted) throw new InvalidOperationException("the daemon met a bug of its own and ends", await _bug.Task);
        if (!departure.Asked.IsCompleted) await supervisor.Ended;
        // Nobody waits for the first start any more. It may never be done: a start that hangs has no outcome. Its failure is each
        // service's own, and shown there.
        _ = starting?.ContinueWith(ended => ended.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private void LookAfter(StateDirectory state, Supervisor supervisor, NoticeBoard notices)
    {
        var hold = state.Hold;
        if (Interlocked.Exchange(ref _hold, (int)hold) == (int)hold) return;
        if (hold == StateHold.Moved) notices.Publish("daemon", "state_moved", cause: null, $"\"{state.Root}\" was moved away: nothing can be started or logged until it is back, or the daemon is started anew");
        if (hold != StateHold.Lost) return;
        // Nobody can steer this daemon any more, and the next one would run everything a second time.
        var reason = $"its state directory \"{state.Root}\" was deleted";
        var lost = notices.Publish("daemon", "state_lost", cause: null, reason);
        supervisor.ShutDown(isKill: false, new ActCause(reason, lost));
    }

    /// <summary>A daemon in the place of a dead one finds the state directory gone: there is nothing left to go on with, and the next one would run all a second time.</summary>
    private static async Task EndIfLostAsync(StateDirectory state, ContainerHost host)
    {
        if (state.Hold != StateHold.Lost) return;
        await host.CloseAsync();
        throw new BatonException(ErrorCode.Unavailable, $"its state directory \"{state.Root}\" was deleted, so everything was ended");
    }

    private async Task<ContainerHost> OpenHostAsync(StateDirectory state, ProcessNews news)
    {
        var useCgroups = Environment.GetEnvironmentVariable("BATON_CGROUPS") != "off";
        var containers = ContainersToProcesses.Open(state.Root, news, _time);
        if (_guardian is null)
        {
            containers.Over(InProcessHost.Start(new ProcessHostOptions { StateDirectory = state.Root, UseCgroups = useCgroups }, containers, _time));
            return containers;
        }

        containers.Over(_guardian);
        await _guardian.OpenAsync(state.Root, useCgroups, containers);
        _known = await containers.KnowAsync(_guardian.Runs, isAll: EarlierDaemons.Of(_guardian).HasTakenOver);
        return containers;
    }

    /// <summary>
    /// The manifest: that of the daemon before us when it died, also while somebody is editing its files or has removed them; else what its files say.
    /// </summary>
    private ManifestBegun ReadManifest()
    {
        string? trouble = null;
        if (_guardian is { Start: > 1, StateDirectory: { } state })
        {
            (var kept, trouble) = ManifestReading.Recover(Path.Combine(state, "run"));
            if (kept is not null) return new ManifestBegun(kept, trouble);
        }

        var read = ManifestReading.Of(Locations.Find(_options, Environment.CurrentDirectory), _options.Choice, _time);
        // Who has a daemon running is told that before anything of files that this one would never use.
        if (read.Manifest.Problems.Count > 0) DaemonLock.ThrowIfHeld(read.Locations.StateDirectory, BatonPid);
        read.Manifest.Usable();
        return new ManifestBegun(read, trouble);
    }

    private StatusFile ShowStatus(StateDirectory state, Supervisor supervisor, NoticeBoard notices)
    {
        var status = new StatusFile(new StatusSources(state.Root, () => state.Hold == StateHold.Held, () => supervisor.Services, () => supervisor.IsShuttingDown) { Pid = BatonPid }, notices, _time, Crashed);
        supervisor.WhenChanged(status.Changed);
        return status;
    }

    private void Crashed(Exception bug) => _bug.TrySetResult(bug);

    private static string Began(Locations locations, int services, GuardianHost? guardian) => string.Create(CultureInfo.InvariantCulture,
        $"pid {Environment.ProcessId}, {services} services{(locations.Manifest is { } manifest ? $" from {manifest}" : "")}{(guardian?.LastEnd is { } end ? $", in place of the daemon before it ({end})" : "")}");
}
