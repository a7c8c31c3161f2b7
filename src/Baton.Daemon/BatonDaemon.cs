using System.Globalization;
using Baton.Core;
using Baton.Core.Actors;
using Baton.Core.Notices;
using Baton.Daemon.Manifests;
using Baton.Daemon.Startup;
using Baton.Daemon.State;
using Baton.Daemon.Status;
using Baton.Daemon.Wiring;
using Baton.Probes.Running;
using Baton.Processes;
using Baton.Processes.Devices;
using Baton.Processes.Guardian;
using Baton.Processes.Hosting;
using Baton.Supervision.Hooks;
using Baton.Supervision.Probing;
using Baton.Supervision.Services;

namespace Baton.Daemon;

/// <summary>The daemon from its first line to its last: what is started in which order, and how it ends.</summary>
public sealed class BatonDaemon
{
    private static readonly TimeSpan LongestHold = TimeSpan.FromSeconds(2);

    private readonly DaemonOptions _options;
    private readonly TimeProvider _time = TimeProvider.System;
    private readonly TaskCompletionSource<Exception> _bug = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private bool _isReady;
    private int _hold;

    private readonly GuardianHost? _guardian;

    /// <summary>The process that lives as long as Baton runs here.</summary>
    private int BatonPid => _guardian?.GuardianPid ?? Environment.ProcessId;

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
        var locations = Locations.Find(_options, Environment.CurrentDirectory);
        var manifest = ServiceManifest.Read(locations, _options.Choice).Usable();
        using var state = _guardian is null ? StateDirectory.Take(locations.StateDirectory) : StateDirectory.Take(locations.StateDirectory, _guardian);
        var news = new ProcessNews();
        await using var host = await OpenHostAsync(state, news);
        try
        {
            return await RunAsync(new DaemonGround(locations, manifest, state, news, host), whenReady, stop, kill);
        }
        catch (Exception) when (!_isReady && _guardian is not { Start: > 1 })
        {
            // It could not begin, so nothing may go on. A daemon in place of a dead one leaves things as they are: the guardian tries again.
            await host.CloseAsync();
            throw;
        }
    }

    private async Task<int> RunAsync(DaemonGround ground, Action<DaemonReadiness> whenReady, CancellationToken stop, CancellationToken kill)
    {
        var (locations, manifest, state, news, host) = ground;
        using var journal = NoticesToJournal.Open(state.Root, _time, Crashed);
        var notices = journal.Notices;
        using var enabling = EnablingToState.Read(state.Root);
        using var log = new SupervisorLog(state.Logs, notices, _time, Crashed);
        journal.TellProblems();
        await host.RegisterAsync([.. manifest.Services.Select(service => service.Name)]);
        await EndLeftoversAsync(host, notices);
        using var devices = new DeviceWatch(_time, sentence => notices.Publish("daemon", "degraded", cause: null, sentence));
        await using var probes = new ProbeRunner(_time, ActorScheduler.ThreadPool, Random.Shared, Crashed,
            bug => notices.Publish("daemon", "bug", cause: null, bug.ToString()));
        await using var hooks = new HostHooks(host.Programs, _time, Crashed);
        using var output = new OutputToSupervision(manifest.Services, host, state.Logs, notices, _time, Crashed);
        var probing = new RunnerProbing(probes, output.Lines, host.Programs, _time);
        await using var supervisor = new SupervisionParts(host, devices, probing, hooks, output, enabling, notices).Begin(manifest.Services, _time, Crashed);
        news.Add(supervisor.On);
        news.Add(output.On);
        news.Begin();
        using var status = ShowStatus(state, supervisor, notices);
        using var sweeper = ProcessesToRetention.Connect(news, state.Logs, manifest, supervisor, notices, _time, Crashed);
        ProcessesToLinks.Connect(news, locations.BaseDirectory, state.Logs, manifest.Links, notices, Crashed);
        await using var control = await ControlToDaemon.StartAsync(
            new ControlParts(_options, locations, state, supervisor, notices, output.Activity, host, enabling, _time) { Journal = journal.Reader }, stop);
        using var watch = state.Watch(_time, () => LookAfter(state, supervisor, notices));
        // It may have been deleted before it was watched.
        LookAfter(state, supervisor, notices);
        var began = notices.Publish("daemon", "started", cause: null, Began(locations, manifest.Services.Count));
        if (enabling.Problem is { } problem) notices.Publish("daemon", "enabled_set_aside", cause: null, problem);
        // No names would mean all of them.
        var toStart = manifest.ToStart(supervisor.Services);
        Task? starting = toStart.Count == 0 ? null : supervisor.StartAsync(toStart, new ActCause("baton up", began), CancellationToken.None);
        _isReady = true;
        var viewer = Task.CompletedTask;
        _guardian?.SayReady();
        using var settling = _time.CreateTimer(static _ => ProcessMemory.GiveBack(), null, ProcessMemory.AfterBeginning, Timeout.InfiniteTimeSpan);
        whenReady(new DaemonReadiness(control.SocketPath, state.Root, BatonPid, control.Degraded) { HoldEnd = task => viewer = task });
        await UntilStoppedAsync(supervisor, host, starting, stop, kill);
        notices.Publish("daemon", "stopped", cause: null);
        // A short job may be over before whoever wants to see it is connected.
        if (supervisor.End is not null) await Task.WhenAny(viewer, Task.Delay(LongestHold, _time, CancellationToken.None));
        await control.StopAsync("the daemon has stopped everything");
        await status.CloseAsync();
        await log.CloseAsync();
        await journal.CloseAsync();
        await host.CloseAsync();
        return supervisor.End?.ExitCode ?? 0;
    }

    private async Task UntilStoppedAsync(Supervisor supervisor, IProcessHost host, Task? starting, CancellationToken stop, CancellationToken kill)
    {
        await using var onStop = stop.Register(() => supervisor.ShutDown(isKill: false, new ActCause("a signal")));
        await using var onKill = kill.Register(() => supervisor.ShutDown(isKill: true, new ActCause("a second signal")));
        await Task.WhenAny(supervisor.Ended, _bug.Task, host.Failed);
        if (host.Failed.IsFaulted) Crashed(host.Failed.Exception.GetBaseException());
        if (_bug.Task.IsCompleted) throw new InvalidOperationException("the daemon met a bug of its own and ends", await _bug.Task);
        await supervisor.Ended;
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

    private async Task<IProcessHost> OpenHostAsync(StateDirectory state, ProcessNews news)
    {
        var useCgroups = Environment.GetEnvironmentVariable("BATON_CGROUPS") != "off";
        if (_guardian is null) return InProcessHost.Start(new ProcessHostOptions { StateDirectory = state.Root, UseCgroups = useCgroups }, news, _time);
        await _guardian.OpenAsync(state.Root, useCgroups, news);
        return _guardian;
    }

    /// <summary>Nothing may run twice: what a dead daemon of this state directory left is ended before anything starts.</summary>
    private static async Task EndLeftoversAsync(IProcessHost host, NoticeBoard notices)
    {
        var ended = await host.EndLeftoversAsync();
        foreach (var leftover in ended)
        {
            notices.Publish($"service/{leftover.Id.Service}", "leftover_ended", cause: null, string.Create(CultureInfo.InvariantCulture,
                $"{leftover.Program} (pid {leftover.Pid}, run {leftover.Id.Run}) of an earlier daemon: {leftover.Outcome}"));
        }

        if (ended.Where(leftover => leftover.Outcome == LeftoverOutcome.Stuck).ToList() is not [_, ..] stuck) return;
        var pids = string.Join(", ", stuck.Select(leftover => leftover.Pid));
        throw new BatonException(ErrorCode.Unavailable, $"cannot start: the kernel does not let go of processes that an earlier daemon left (pid {pids}), and a service must not run twice");
    }

    private StatusFile ShowStatus(StateDirectory state, Supervisor supervisor, NoticeBoard notices)
    {
        var status = new StatusFile(new StatusSources(state.Root, () => state.Hold != StateHold.Lost, () => supervisor.Services, () => supervisor.IsShuttingDown) { Pid = BatonPid }, notices, _time, Crashed);
        supervisor.WhenChanged(status.Changed);
        return status;
    }

    private void Crashed(Exception bug) => _bug.TrySetResult(bug);

    private static string Began(Locations locations, int services) => string.Create(CultureInfo.InvariantCulture,
        $"pid {Environment.ProcessId}, {services} services{(locations.Manifest is { } manifest ? $" from {manifest}" : "")}");
}
