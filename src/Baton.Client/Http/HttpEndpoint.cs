using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Baton.Contracts;

namespace Baton.Client.Http;

/// <summary>Where a daemon listens, and the exchanges with it.</summary>
internal sealed class HttpEndpoint
{
    /// <summary>Longest answer that is read as a whole; pages of the daemon are far smaller.</summary>
    internal const int MaxAnswerBytes = 64 * 1024 * 1024;

    /// <summary>Why a path has no daemon.</summary>
    internal const string NoSuchSocket = "there is no such socket", NobodyListens = "nobody listens there";

    /// <summary>After how long without a byte a daemon counts as silent, where nothing but a quick answer is asked for.</summary>
    internal static readonly TimeSpan SilenceLimit = TimeSpan.FromSeconds(10);

    /// <summary>The same for a stream, in which a daemon that has nothing to say says so every 15 s.</summary>
    private static readonly TimeSpan StreamSilenceLimit = TimeSpan.FromSeconds(45);

    // Made when it is needed: a blocking exchange never does.
    private readonly Func<EndPoint>? _address;

    private HttpEndpoint(Func<EndPoint>? address, string host, string name)
    {
        _address = address;
        Host = host;
        Name = name;
    }

    /// <summary>Path of the Unix socket; null for a TCP address, or a path that no socket can have.</summary>
    public string? SocketPath { get; private init; }

    /// <summary>Value of the <c>Host</c> header.</summary>
    public string Host { get; }

    /// <summary>The address for people.</summary>
    public string Name { get; }

    public static HttpEndpoint Unix(string path)
    {
        // A path that no socket can have is one where nobody listens: it is told on the first request, as for any other.
        var fits = System.Text.Encoding.UTF8.GetByteCount(path) is > 0 and <= SocketLocator.MaxPathBytes;
        return new HttpEndpoint(fits ? () => new UnixDomainSocketEndPoint(path) : null, "baton", path) { SocketPath = fits ? path : null };
    }

    public static HttpEndpoint Tcp(Uri address)
    {
        if (!address.IsAbsoluteUri || address.Scheme != Uri.UriSchemeHttp || address.PathAndQuery != "/" || address.UserInfo.Length > 0)
            throw new ArgumentException($"\"{address}\" is not an address of the form http://HOST:PORT", nameof(address));
        EndPoint endPoint = IPAddress.TryParse(address.DnsSafeHost, out var ip)
            ? new IPEndPoint(ip, address.Port)
            : new DnsEndPoint(address.DnsSafeHost, address.Port);
        return new HttpEndpoint(() => endPoint, address.Authority, $"http://{address.Authority}");
    }

    public Task<T> GetAsync<T>(string target, JsonTypeInfo<T> answer, CancellationToken ct) =>
        ExchangeAsync(new HttpRequest("GET", target, Host), answer, ct);

    public Task<T> DeleteAsync<T>(string target, JsonTypeInfo<T> answer, CancellationToken ct) =>
        ExchangeAsync(new HttpRequest("DELETE", target, Host), answer, ct);

    public Task<T> PostAsync<TBody, T>(string target, TBody body, JsonTypeInfo<TBody> bodyInfo, JsonTypeInfo<T> answer, CancellationToken ct) =>
        ExchangeAsync(Post(target, body, bodyInfo), answer, ct);

    /// <summary>The same for a request that is answered when something has happened, however long that takes.</summary>
    public async Task<T> PostAndWaitAsync<TBody, T>(
        string target, TBody body, JsonTypeInfo<TBody> bodyInfo, JsonTypeInfo<T> answer, CancellationToken ct)
    {
        using var exchange = await SendAsync(Post(target, body, bodyInfo), Timeout.InfiniteTimeSpan, ct);
        exchange.Patience = SilenceLimit;
        return await ReadAnswerAsync(exchange, answer, ct);
    }

    /// <summary>Opens an event stream; the caller disposes it.</summary>
    public async Task<HttpExchange> OpenStreamAsync(string target, string? lastEventId, CancellationToken ct)
    {
        var request = new HttpRequest("GET", target, Host) { Accept = "text/event-stream", LastEventId = lastEventId };
        var exchange = await SendAsync(request, SilenceLimit, ct);
        try
        {
            if (!exchange.Head.IsOk) await ThrowProblemAsync(exchange, ct);
            exchange.Patience = StreamSilenceLimit;
            if (exchange.Head.IsEventStream) return exchange;
            throw new InvalidAnswerException("an event stream was asked for and something else came");
        }
        catch
        {
            exchange.Dispose();
            throw;
        }
    }

    private HttpRequest Post<TBody>(string target, TBody body, JsonTypeInfo<TBody> info) =>
        new("POST", target, Host) { Body = JsonSerializer.SerializeToUtf8Bytes(body, info) };

    private async Task<T> ExchangeAsync<T>(HttpRequest request, JsonTypeInfo<T> answer, CancellationToken ct)
    {
        using var exchange = await SendAsync(request, SilenceLimit, ct);
        return await ReadAnswerAsync(exchange, answer, ct);
    }

    private static async Task<T> ReadAnswerAsync<T>(HttpExchange exchange, JsonTypeInfo<T> answer, CancellationToken ct)
    {
        if (!exchange.Head.IsOk) await ThrowProblemAsync(exchange, ct);
        return Read(await exchange.ReadAllAsync(MaxAnswerBytes, ct), answer);
    }

    private static async Task ThrowProblemAsync(HttpExchange exchange, CancellationToken ct)
    {
        throw ProblemOf(exchange.Head, await exchange.ReadAllAsync(MaxAnswerBytes, ct));
    }

    /// <summary>The problem that an answer tells.</summary>
    public static ProblemException ProblemOf(ResponseHead head, ReadOnlyMemory<byte> body)
    {
        if (!head.IsProblem || body.IsEmpty) throw new InvalidAnswerException($"status {head.Status} without a problem as JSON");
        return new ProblemException(Read(body, WireJson.Default.Problem), head.Status);
    }

    /// <summary>Reads what the daemon says at the end of a stream.</summary>
    /// <exception cref="ConnectionLostException">It ends since something failed there: to try again may help.</exception>
    public StreamEnd ReadEnd(ReadOnlyMemory<byte> json)
    {
        var end = Read(json, WireJson.Default.StreamEnd);
        return end.Code is null ? end : throw new ConnectionLostException(Name, end.Reason);
    }

    /// <summary>Reads JSON of the daemon, which is held to the shape it promised.</summary>
    public static T Read<T>(ReadOnlyMemory<byte> json, JsonTypeInfo<T> info)
    {
        try
        {
            return JsonSerializer.Deserialize(json.Span, info) ?? throw new InvalidAnswerException("the body is null");
        }
        catch (JsonException e)
        {
            throw new InvalidAnswerException(e.Message, e);
        }
    }

    private async Task<HttpExchange> SendAsync(HttpRequest request, TimeSpan patience, CancellationToken ct)
    {
        var exchange = new HttpExchange(await ConnectAsync(ct), Name) { Patience = patience };
        try
        {
            await exchange.RunAsync(request, ct);
            return exchange;
        }
        catch
        {
            exchange.Dispose();
            throw;
        }
    }

    private async Task<Socket> ConnectAsync(CancellationToken ct)
    {
        var (socket, address) = CreateSocket();
        // A daemon that is stopped takes connections still, into the system's queue, until that is full.
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(SilenceLimit);
        try
        {
            await socket.ConnectAsync(address, limit.Token);
            return socket;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            socket.Dispose();
            throw new SilentDaemonException(Name, SilenceLimit);
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw new NoDaemonException(Name, Reason(e), e);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    // .NET tells a socket file that does not exist as an address that cannot be assigned.
    internal static string Reason(SocketException e) => e.SocketErrorCode switch
    {
        SocketError.AddressNotAvailable => NoSuchSocket,
        SocketError.ConnectionRefused => NobodyListens,
        _ => e.Message,
    };

    /// <summary>That the path of a Unix socket is one that no socket can have.</summary>
    public NoDaemonException BadPath() => new(Name, $"the path is empty or longer than {SocketLocator.MaxPathBytes} bytes");

    private (Socket Socket, EndPoint Address) CreateSocket()
    {
        var address = _address?.Invoke() ?? throw BadPath();
        var socket = address is UnixDomainSocketEndPoint
            ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
            : new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        return (socket, address);
    }
}
