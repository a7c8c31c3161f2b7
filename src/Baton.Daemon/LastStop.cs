using System.Collections.Concurrent;
using Baton.Contracts;
using Baton.Daemon.Manifests;
using Baton.Daemon.State;
using Baton.Daemon.Status;
using Baton.Daemon.Wiring;
using Baton.Health.Manifests;
using Baton.Processes;
using Baton.Processes.Devices;
using Baton.Supervision.Hooks;
using Baton.Supervision.Memory;
using Baton.Supervision.Probing;
using Baton.Supervision.Services;

namespace Baton.Daemon;

/// <summary>
/// A supervisor that has nothing to do but to stop what lives: dependents first, with the stop signals, timeouts and programs of the manifest that was in
/// force. It is told to stop everything before it is told what lives, so it starts nothing.
/// </summary>
internal sealed class LastStop : IAsyncDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentDictionary<RunId, ExitStatus> _exits = new();
    private readonly ConcurrentDictionary<RunId, bool> _killed = new();
    private readonly TimeProvider _time = TimeProvider.System;
    private readonly IReadOnlyList<KnownRun> _runs;
    private readonly IProcessHost _host;
    private readonly ProcessNews _news;
    private readonly NoticesToJournal _journal;
    private readonly SupervisorLog _log;
    private readonly HostHooks _hooks;
    private readonly DeviceWatch _devices;
    private readonly Supervisor _supervisor;
    private readonly StatusFile _status;

    /// <param name="state">The state directory, which we hold.</param>
    /// <param name="host">Whose runs they are.</param>
    /// <param name="news">Its news, which have not begun.</param>
    /// <param name="inForce">By which rules they are stopped; null: by the usual ones.</param>
    /// <param name="runs">What lives.</param>
    public LastStop(StateDirectory state, IProcessHost host, ProcessNews news, ManifestReading? inForce, IReadOnlyList<KnownRun> runs)
    {
        (_host, _news, _runs) = (host, news, runs);
        var (manifest, names) = (inForce?.Manifest, runs.Select(run => run.Id.Service).ToList());
        _journal = NoticesToJournal.Open(state.Root, manifest?.Project, _time, Crashed);
        _log = new SupervisorLog(state.Logs, isJson: false, _journal.Notices, _time, Crashed, () => manifest?.Health.LogLevel ?? OwnLogLevel.All);
        _journal.TellProblems();
        _hooks = new HostHooks(host.Programs, _time, Crashed);
        _devices = new DeviceWatch(_time, static _ => { });
        var inherited = inForce?.Snapshot.Environment ?? new Dictionary<string, string>();
        var known = inForce is null ? [] : new List<ServiceDefinition>([.. inForce.Manifest.Services, .. DepartedReplicas.Of(inForce, names)]);
        known.AddRange(InstanceServices.Departed(names.Except(known.Select(service => service.Name))));
        _supervisor = new Supervisor(StopRules.Of(known, names), new SupervisorPorts
        {
            Processes = Send,
            LastRun = host.LastRun,
            Devices = _devices,
            Probing = NoProbing.Instance,
            Hooks = _hooks,
            Inherited = () => inherited,
            Memory = NoMemory.Instance,
            AwaitsRuns = true,
            Notices = _journal.Notices,
            Time = _time,
            Random = Random.Shared.NextDouble,
            Crashed = Crashed,
        });
        _status = new StatusFile(new StatusSources(state.Root, () => state.Hold == StateHold.Held, () => _supervisor.Services, () => true), _journal.Notices, _time, Crashed);
        _supervisor.WhenChanged(_status.Changed);
    }

    /// <summary>Stops everything; returns when all has ended, but for what the kernel does not let go of.</summary>
    public async Task RunAsync(bool isKill, ActCause cause, Action<IReadOnlyList<ServiceView>> waitingFor)
    {
        foreach (var run in _runs) _journal.Notices.Publish($"service/{run.Id.Service}", "adopted", cause: null, FormattableString.Invariant($"run {run.Id.Run}, pid {run.Pid}, of an earlier daemon, to be ended"));
        // Noted before the supervisor may find that all have ended, and looked at when it knows.
        _news.Add(Note);
        _news.Add(_supervisor.On);
        _supervisor.ShutDown(isKill, cause);
        _supervisor.Recover(_runs);
        _news.Begin();
        // One call at a time: the next is armed by the one before.
        await using (var ticks = new Ticks(_time, () => waitingFor(_supervisor.Services)))
        {
            await await Task.WhenAny(_supervisor.Ended, _over.Task);
        }

        await _status.CloseAsync();
        await _log.CloseAsync();
        await _journal.CloseAsync();
    }

    /// <summary>How a run ended.</summary>
    public EndedRecord OutcomeOf(KnownRun run)
    {
        var exit = _exits.GetValueOrDefault(run.Id);
        var outcome = IsLive(run.Id) ? "stuck" : _killed.ContainsKey(run.Id) ? "killed" : "terminated";
        return new EndedRecord(run.Id.Service, run.Id.Run, run.Pid, outcome, exit.Code, exit.Signal is { } signal ? SignalNames.NameOf(signal) : null);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _status.Dispose();
        await _supervisor.DisposeAsync();
        await _hooks.DisposeAsync();
        _devices.Dispose();
        _log.Dispose();
        _journal.Dispose();
    }

    private void Send(ProcessCommand command)
    {
        if (command is ProcessCommand.Kill kill) _killed[kill.Id] = true;
        _host.Send(command);
    }

    private void Note(ProcessEvent news)
    {
        if (news is ProcessEvent.Exited exited) _exits[exited.Id] = exited.Status;
    }

    private bool IsLive(RunId id) => _supervisor.Find(id.Service) is { IsLive: true } service && service.Run == id.Run;

    private void Crashed(Exception bug) => _over.TrySetException(bug);

    /// <summary>Calls every second until disposed; never two at a time.</summary>
    private sealed class Ticks : IAsyncDisposable
    {
        private readonly ITimer _timer;

        public Ticks(TimeProvider time, Action act)
        {
            ITimer? timer = null;
            timer = time.CreateTimer(_ =>
            {
                act();
                Volatile.Read(ref timer)?.Change(Tick, Timeout.InfiniteTimeSpan);
            }, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _timer = timer;
            timer.Change(Tick, Timeout.InfiniteTimeSpan);
        }

        public ValueTask DisposeAsync() => _timer.DisposeAsync();
    }
}
