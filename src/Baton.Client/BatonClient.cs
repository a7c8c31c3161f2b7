using Baton.Client.Http;

namespace Baton.Client;

/// <summary>
/// The control API, typed. Every request uses a connection of its own, which on a local socket costs microseconds, so there is nothing
/// to close and no stale connection to retry on. Safe for use from several threads.
/// </summary>
/// <remarks>
/// All methods throw <see cref="NoDaemonException"/> when nobody listens, <see cref="SilentDaemonException"/> when whoever does says
/// nothing, <see cref="ProblemException"/> when the daemon refuses,
/// <see cref="ConnectionLostException"/> when the connection breaks, and <see cref="InvalidAnswerException"/> when what answers does
/// not speak this API.
/// </remarks>
public sealed class BatonClient
{
    private BatonClient(HttpEndpoint endpoint)
    {
        Address = endpoint.Name;
        Services = new ServicesClient(endpoint);
        Logs = new LogsClient(endpoint);
        Events = new EventsClient(endpoint);
        Manifest = new ManifestClient(endpoint);
        Notify = new NotifyClient(endpoint);
        Monitors = new MonitorsClient(endpoint);
        System = new SystemClient(endpoint);
    }

    /// <summary>Where the daemon is, for messages: the socket's path or <c>http://HOST:PORT</c>.</summary>
    public string Address { get; }

    /// <summary>Services: list, start, stop, restart.</summary>
    public ServicesClient Services { get; }

    /// <summary>What services wrote.</summary>
    public LogsClient Logs { get; }

    /// <summary>What changed and why.</summary>
    public EventsClient Events { get; }

    /// <summary>The manifest: what is in force, plan, reload.</summary>
    public ManifestClient Manifest { get; }

    /// <summary>Who is told of events.</summary>
    public NotifyClient Notify { get; }

    /// <summary>What is watched.</summary>
    public MonitorsClient Monitors { get; }

    /// <summary>The daemon itself.</summary>
    public SystemClient System { get; }

    /// <summary>A client of the daemon behind a Unix socket; nothing is sent yet.</summary>
    /// <param name="socketPath">Path of the socket (<see cref="SocketLocator.Find"/>), at most 107 bytes.</param>
    public static BatonClient Connect(string socketPath) => new(HttpEndpoint.Unix(socketPath));

    /// <summary>A client of the daemon at a TCP address; nothing is sent yet.</summary>
    /// <param name="address"><c>http://HOST:PORT</c>; anything else is an <see cref="ArgumentException"/>.</param>
    public static BatonClient Connect(Uri address) => new(HttpEndpoint.Tcp(address));
}
