using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Baton.Client;
using Baton.Contracts;
using Baton.Control.Access;
using Baton.Control.Streams;
using Baton.Core.Notices;
using Baton.Health.Manifests;
using Baton.Health.Monitors;
using Baton.Health.Routes;
using Baton.Journal;
using Baton.Processes;
using Baton.Supervision.Logs;
using Baton.Supervision.Services;
using Baton.TestKit;

namespace Baton.Control.Tests;

/// <summary>A real server on a socket of its own (and a free port), over a real supervisor without processes, and real log files.</summary>
internal sealed class ControlFixture : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private ControlServer? _server;

    private ControlFixture(IReadOnlyList<string> services, long lastSeq = 0)
        : this([.. services.Select(name => name == "motor" ? AsOfRobot(Define(name, services)) : Define(name, services))], lastSeq)
    {
    }

    private ControlFixture(IReadOnlyList<ServiceDefinition> definitions, long lastSeq = 0)
    {
        Notices = new NoticeBoard(Time, kept: 64, lastSeq);
        Host = new ScriptedHost();
        Supervisor = new Supervisor(definitions, new SupervisorPorts
        {
            Processes = Host.Send,
            LastRun = _ => 0,
            Devices = Devices,
            Probing = Probing,
            Inherited = () => Inherited,
            Notices = Notices,
            Time = Time,
            Random = () => 0.5,
            Crashed = e => Bugs.Enqueue(e),
        });
        Host.Events = Supervisor;
        Logs = new LogFiles(_folder["logs"]);
        Reader = new LogReader(_folder["logs"], () => Supervisor.Services.Select(s => s.Name).ToList());
        Activity = new LogActivity(Watches.Enqueue);
    }

    public ManualTime Time { get; } = new();

    public NoticeBoard Notices { get; }

    public ScriptedDevices Devices { get; } = new();

    public AnsweredProbing Probing { get; } = new();

    public StreamCounters Streams { get; } = new();

    /// <summary>What the files of the manifest say.</summary>
    public Func<ServiceDefinition, ManifestText>? TextOf { get; set; }

    /// <summary>What services inherit.</summary>
    public Dictionary<string, string> Inherited { get; } = [];

    public ScriptedHost Host { get; }

    public Supervisor Supervisor { get; }

    public LogFiles Logs { get; }

    public LogReader Reader { get; }

    public LogActivity Activity { get; }

    public ConcurrentQueue<ProcessCommand> Watches { get; } = new();

    public ConcurrentQueue<Exception> Bugs { get; } = new();

    public ConcurrentQueue<(bool Kill, string Who)> Shutdowns { get; } = new();

    public ControlServer Server => _server!;

    public string SocketPath => _folder["s"];

    public EndPoint Unix => new UnixDomainSocketEndPoint(SocketPath);

    public IPEndPoint Tcp => IPEndPoint.Parse(Server.Addresses[1]["http://".Length..]);

    public BatonClient Client => BatonClient.Connect(SocketPath);

    public Func<SystemRecord>? System { get; set; }

    /// <summary>Whom the server answers on TCP; may be changed at any time.</summary>
    public AccessRules Access { get; set; } = AccessRules.Default;

    public static Task<ControlFixture> StartAsync(params string[] services) => StartAsync(services, _ => Peer.OwnUser());

    /// <summary>One with these services.</summary>
    public static async Task<ControlFixture> StartAsync(ServiceDefinition first, params ServiceDefinition[] others)
    {
        var fixture = new ControlFixture([first, .. others]);
        fixture._server = await ControlServer.StartAsync(fixture.Options(), fixture.Sources, _ => Peer.OwnUser(), CancellationToken.None);
        return fixture;
    }

    /// <summary>A service as most tests want it.</summary>
    public static ServiceDefinition Define(string name, IReadOnlyList<string>? others = null) => new()
    {
        Name = name,
        Launch = new Launch { Command = ["true"], WorkingDirectory = "/", Environment = new Dictionary<string, string>() },
        // One that is named so belongs to the group "night", and shows all that can be said of a service.
        Groups = name.StartsWith("night-", StringComparison.Ordinal) ? ["night"] : [],
        DisplayName = name == "night-sky" ? "The sky" : null,
        Description = name == "night-sky" ? "stars & moon" : "",
        Port = name == "night-sky" ? 7000 : null,
        IsAutostarted = name != "night-sky",
        DependsOn = name == "web" && others?.Contains("db") == true ? ["db"] : [],
    };

    /// <summary>One whose manifest is another's to show and change.</summary>
    public static async Task<ControlFixture> StartAsync(IManifests manifests)
    {
        var fixture = new ControlFixture(["db", "web"]) { Manifests = manifests };
        fixture._server = await ControlServer.StartAsync(fixture.Options(), fixture.Sources, _ => Peer.OwnUser(), CancellationToken.None);
        return fixture;
    }

    /// <summary>One that waits for slow clients only so long.</summary>
    public static async Task<ControlFixture> StartAsync(Patience patience)
    {
        var fixture = new ControlFixture(["db", "web"]) { Patience = patience };
        fixture._server = await ControlServer.StartAsync(fixture.Options(), fixture.Sources, _ => Peer.OwnUser(), CancellationToken.None);
        return fixture;
    }

    /// <summary>One with room for only so many streams.</summary>
    public static async Task<ControlFixture> StartAsync(StreamLimits limits)
    {
        var fixture = new ControlFixture(["db", "web"]) { StreamLimits = limits };
        fixture._server = await ControlServer.StartAsync(fixture.Options(), fixture.Sources, _ => Peer.OwnUser(), CancellationToken.None);
        return fixture;
    }

    /// <summary>One that watches what the test says, in the fixture's time.</summary>
    public static async Task<ControlFixture> StartAsync(Func<TimeProvider, MonitorFleet> monitors)
    {
        var fixture = new ControlFixture(["db", "web"]);
        fixture.Monitors = monitors(fixture.Time);
        fixture._server = await ControlServer.StartAsync(fixture.Options(), fixture.Sources, _ => Peer.OwnUser(), CancellationToken.None);
        return fixture;
    }

    /// <summary>What is watched; null for nothing.</summary>
    public MonitorFleet? Monitors { get; private set; }

    /// <summary>What is answered elsewhere; may be changed at any time.</summary>
    public RoutesSection Routes { get; set; } = RoutesSection.None;

    private IManifests? Manifests { get; init; }

    private StreamLimits StreamLimits { get; init; } = StreamLimits.Default;

    private Patience Patience { get; init; } = Patience.Default;

    public static async Task<ControlFixture> StartAsync(string[] services, Func<Socket, uint> userOf)
    {
        var fixture = new ControlFixture(services.Length == 0 ? ["db", "web"] : services);
        fixture._server = await ControlServer.StartAsync(fixture.Options(), fixture.Sources, userOf, CancellationToken.None);
        return fixture;
    }

    public ControlSources Sources => new(Supervisor, Notices, Reader, Activity, Time)
    {
        Journal = Journal?.Reader,
        Streams = Streams,
        Monitors = Watched?.Fleet ?? Monitors,
        Routes = () => Routes,
        Health = () => Watched?.Section ?? HealthSection.None,
        MonitorHistory = name => Watched?.History(name),
        MonitorFigures = Watched?.Figures,
    };

    /// <summary>What is watched; null unless asked for.</summary>
    public WatchedMonitors? Watched { get; private set; }

    /// <summary>One that watches these, each by a scripted endpoint.</summary>
    public static async Task<ControlFixture> StartWatchingAsync(params MonitorDefinition[] monitors)
    {
        var fixture = new ControlFixture(["db"]);
        fixture.Watched = await WatchedMonitors.BeginAsync(monitors, fixture._folder["health.db"], fixture.Time, fixture.Bugs.Enqueue);
        fixture._server = await ControlServer.StartAsync(fixture.Options(), fixture.Sources, _ => Peer.OwnUser(), CancellationToken.None);
        return fixture;
    }

    /// <summary>What remembers events; null unless asked for.</summary>
    public NoticeJournal? Journal { get; private set; }

    /// <summary>With a real journal behind the board, which keeps no more than 64 events itself.</summary>
    public static Task<ControlFixture> StartWithJournalAsync(params string[] services) => StartWithJournalAsync(JournalLimits.Default, 0, static _ => Task.CompletedTask, services);

    /// <summary>The same, with what an earlier daemon wrote into its folder up to a number.</summary>
    public static async Task<ControlFixture> StartWithJournalAsync(JournalLimits limits, long lastSeq, Func<string, Task> fill, params string[] services)
    {
        var fixture = new ControlFixture(services, lastSeq);
        await fill(fixture._folder["journal"]);
        fixture.Journal = NoticeJournal.Open(fixture._folder["journal"], limits, fixture.Time);
        fixture.Journal.Connect(fixture.Notices, fixture.Bugs.Enqueue);
        fixture._server = await ControlServer.StartAsync(fixture.Options(), fixture.Sources, _ => Peer.OwnUser(), CancellationToken.None);
        return fixture;
    }

    public ControlOptions Options() => new()
    {
        SocketPath = SocketPath,
        Listen = [new IPEndPoint(IPAddress.Loopback, 0)],
        IsListenRequested = true,
        Access = () => Access,
        Patience = Patience,
        StreamLimits = StreamLimits,
        System = () => System?.Invoke() ?? new SystemRecord
        {
            Version = "1.2.3",
            Pid = 42,
            StateDirectory = "/state",
            Listen = ["/state/baton.sock"],
            StartedAt = Time.Origin,
            State = "running",
            Degraded = [],
        },
        Enable = (names, isEnabled, cause, stopWaiting) => Supervisor.EnableAsync(names, isEnabled, cause, stopWaiting),
        Manifests = Manifests,
        TextOf = service => TextOf?.Invoke(service) ?? new ManifestText("native", "", new HashSet<string>()),
        Inherited = () => Inherited,
        Shutdown = (kill, cause) => Shutdowns.Enqueue((kill, cause.Who)),
        Bug = (_, _, e) => Bugs.Enqueue(e),
    };

    /// <summary>One exchange on the Unix socket.</summary>
    public Task<RawAnswer> SendAsync(string method, string target, string? body = null) => RawHttp.ExchangeAsync(
        Unix, $"{method} {target} HTTP/1.1\r\nHost: baton\r\nConnection: close\r\n{(body is null ? "" : $"Content-Length: {body.Length}\r\n")}\r\n{body}");

    /// <summary>One exchange on TCP; headers each with its line end.</summary>
    public Task<RawAnswer> SendTcpAsync(string method, string target, string headers = "", string? body = null) => RawHttp.ExchangeAsync(
        Tcp, $"{method} {target} HTTP/1.1\r\nHost: {Tcp}\r\nConnection: close\r\n{headers}{(body is null ? "" : $"Content-Length: {body.Length}\r\n")}\r\n{body}");

    /// <summary>Opens a stream on the Unix socket.</summary>
    public async Task<RawHttp> StreamAsync(string target, string headers = "")
    {
        var http = await RawHttp.ConnectAsync(Unix);
        await http.SendAsync($"GET {target} HTTP/1.1\r\nHost: baton\r\nAccept: text/event-stream\r\n{headers}\r\n");
        return http;
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        if (Monitors is not null) await Monitors.DisposeAsync();
        await Supervisor.DisposeAsync();
        if (Watched is not null) await Watched.DisposeAsync();
        Reader.Dispose();
        Journal?.Dispose();
        _folder.Dispose();
    }

    /// <summary>What an entry of a registry may say.</summary>
    private static ServiceDefinition AsOfRobot(ServiceDefinition definition) => definition with
    {
        DisplayName = "Motor socket",
        Description = "Drives the wheels",
        Type = "python",
        Port = 8081,
        Check = BuiltInCheck.All.Single(check => check.Name == "movement_check"),
        Policy = definition.Policy with { Restart = RestartMode.Always },
    };
}
