using Baton.Contracts;
using Baton.Control;
using Baton.Control.Notify;
using Baton.Core;
using Baton.Core.Notices;
using Baton.Daemon.Access;
using Baton.Daemon.Manifests;
using Baton.Daemon.Manifests.Texts;
using Baton.Daemon.Startup;
using Baton.Daemon.State;
using Baton.Journal.Reading;
using Baton.Processes;
using Baton.Processes.Guardian;
using Baton.Supervision.Logs;
using Baton.Supervision.Services;

namespace Baton.Daemon.Wiring;

/// <summary>What the control API is made from.</summary>
internal sealed record ControlParts(
    DaemonOptions Options,
    Locations Locations,
    StateDirectory State,
    Supervisor Supervisor,
    NoticeBoard Notices,
    LogActivity Activity,
    IProcessHost Host,
    EnablingToState Enabling,
    ManifestInForce Manifest,
    TimeProvider Time,
    Departure Departure,
    Action<Exception> Crashed)
{
    /// <summary>What happened longer ago; null: nothing is remembered.</summary>
    public JournalReader? Journal { get; init; }

    /// <summary>Who lives longer than this daemon; null: nobody.</summary>
    public GuardianHost? Guardian { get; init; }

    /// <summary>Tells people of events.</summary>
    public Notifier? Notify { get; init; }

    /// <summary>What is watched.</summary>
    public required HealthWorld Health { get; init; }
}

/// <summary>The control API with what it needs of the daemon: the record about itself, the shutdown, where bugs go.</summary>
internal sealed class ControlToDaemon : IAsyncDisposable
{
    private readonly ControlParts _parts;
    private readonly DateTimeOffset _startedAt;
    private readonly TextsInForce _texts = new();
    private ControlServer? _server;
    private LogReader? _logs;

    private ControlToDaemon(ControlParts parts, string socketPath)
    {
        _parts = parts;
        _startedAt = parts.Time.GetUtcNow();
        SocketPath = socketPath;
    }

    /// <summary>Absolute path of the Unix socket.</summary>
    public string SocketPath { get; }

    /// <summary>Addresses that it listens on, the Unix socket first.</summary>
    public IReadOnlyList<string> Addresses => _server?.Addresses ?? [];

    /// <summary>What is weaker here than it could be: of the API, of the process host, and of what the manifest asks for.</summary>
    public IReadOnlyList<string> Degraded
    {
        get
        {
            var warnings = _parts.Manifest.Warnings;
            // What is known from the beginning is not told once more when the first service begins.
            return [.. _server?.Degraded ?? [], .. _parts.Host.Degraded.Where(sentence => warnings.Count == 0 || !ControllerReach.IsToldBy(sentence)), .. warnings, .. _parts.Manifest.Unfinished is { } unfinished ? [unfinished] : Array.Empty<string>()];
        }
    }

    /// <summary>Starts to listen.</summary>
    /// <exception cref="BatonException">An address that was asked for cannot be used.</exception>
    public static async Task<ControlToDaemon> StartAsync(ControlParts parts, CancellationToken ct)
    {
        var isGoingOn = parts.Guardian is { Start: > 1 };
        var access = AccessInForce.Begin(parts.Options.Listen, parts.Manifest.Reading, parts.Notices, isGoingOn);
        var socket = SocketPlace.Choose(parts.State.Root, Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR"), isGoingOn);
        var control = new ControlToDaemon(parts, socket);
        parts.Manifest.Changed += _ =>
        {
            access.Follow(parts.Manifest.Reading);
            control._texts.Forget();
            control._server?.CheckStreams();
        };
        var logs = control._logs = new LogReader(parts.State.Logs, () => parts.Supervisor.Names);
        var sources = new ControlSources(parts.Supervisor, parts.Notices, logs, parts.Activity, parts.Time)
        {
            Journal = parts.Journal,
            LogSizes = new LogSizes(parts.State.Logs, parts.Time),
            Monitors = parts.Health.Fleet,
            MonitorHistory = parts.Health.History.Find,
            MonitorFigures = parts.Health.Figures,
            Routes = () => parts.Manifest.Manifest.Routes,
            Health = () => parts.Manifest.Manifest.Health,
        };
        control._server = await ControlServer.StartAsync(control.OptionsOf(access), sources, ct);
        foreach (var sentence in control.Degraded) parts.Notices.Publish("daemon", "degraded", cause: null, sentence);
        return control;
    }

    /// <summary>Ends every stream with a reason, and whether another daemon follows, then stops listening; who connects then waits for that one.</summary>
    public Task StopAsync(string reason, bool isFollowed = false) => _server!.StopAsync(reason, isFollowed);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
        _logs?.Dispose();
    }

    private ControlOptions OptionsOf(AccessInForce access) => new()
    {
        SocketPath = SocketPath,
        IsSocketOurs = () => _parts.State.Hold == StateHold.Held,
        Listen = access.Listen.Addresses,
        IsListenRequested = access.Listen.IsRequested,
        Access = () => access.Rules,
        IsFollowed = _parts.Guardian is { Start: > 1 },
        Kept = _parts.Guardian is { } guardian ? new ListenersToGuardian(guardian) : null,
        System = Describe,
        Enable = (names, isEnabled, cause, stopWaiting) => _parts.Enabling.SetAsync(_parts.Supervisor, names, isEnabled, cause, stopWaiting),
        Manifests = new ManifestToSupervision(_parts.Options, _parts.Manifest, _parts.State.Run, _parts.Supervisor, _parts.Notices, _parts.Time, _parts.Crashed) { Register = _parts.Host.RegisterAsync, Check = access.Check },
        TextOf = service => _texts.Of(_parts.Manifest.Reading, service),
        Inherited = () => _parts.Manifest.Reading.Snapshot.Environment,
        Notify = _parts.Notify,
        Shutdown = _parts.Supervisor.ShutDown,
        Leave = _parts.Departure.Leave,
        Upgrade = _parts.Departure.Upgrade,
        Bug = (request, what, thrown) => _parts.Notices.Publish("daemon", "bug", cause: null, $"request {request} ({what}): {thrown}"),
    };

    private SystemRecord Describe() => new()
    {
        Version = BatonVersion.Text,
        Pid = Environment.ProcessId,
        GuardianPid = _parts.Guardian?.GuardianPid,
        Program = Environment.ProcessPath,
        LastEnd = _parts.Guardian?.LastEnd,
        Manifest = _parts.Manifest.Reading.Locations.Manifest,
        StateDirectory = _parts.State.Root,
        Listen = Addresses,
        StartedAt = _startedAt,
        State = _parts.Supervisor.IsShuttingDown ? "stopping" : "running",
        Degraded = Degraded,
    };
}
