using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Baton.Probes.Addresses;

namespace Baton.Probes.Http;

/// <summary>
/// An HTTP client of many probes. It keeps nothing between requests, but connections where those are used again soon, and when the
/// certificates that it saw expire.
/// </summary>
internal sealed class ProbeClient : IDisposable
{
    // Longer than the interval that connections are kept for, so that a probe finds its own still there.
    private static readonly TimeSpan IdleLimit = TimeSpan.FromSeconds(20);

    private static readonly HttpRequestOptionsKey<bool> HasConnected = new("baton.connected");

    private readonly ProbeClientKind _kind;
    private readonly Reach _reach;
    private readonly ProxyBeyondLoopback _proxy;
    private readonly CertificateDates _dates = new();

    /// <param name="kind">What all its requests have in common.</param>
    /// <param name="proxy">The proxy for what is not loopback; it may decline each address itself.</param>
    /// <param name="reach">Resolves and connects; null for as ever, under the policy of the kind.</param>
    public ProbeClient(ProbeClientKind kind, IWebProxy proxy, Reach? reach = null)
    {
        _kind = kind;
        _reach = reach ?? new Reach(kind.Addresses);
        _proxy = new ProxyBeyondLoopback(proxy);
        Invoker = new HttpMessageInvoker(new LookUpWatch(_reach, CreateHandler()));
    }

    /// <summary>What sends, past <see cref="SendAsync"/>; for who opens an answer otherwise, after <see cref="CheckBehindProxyAsync"/>.</summary>
    public HttpMessageInvoker Invoker { get; }

    /// <summary>Sends and returns when the headers of the answer have come.</summary>
    /// <exception cref="ForbiddenAddressException">Nothing may be sent there. It can also be an inner exception.</exception>
    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancel)
    {
        await CheckBehindProxyAsync(request.RequestUri!, cancel);
        return await Invoker.SendAsync(request, cancel);
    }

    /// <summary>
    /// The address that a proxy connects to cannot be seen. What can be seen is what the name means here, so that is what is checked then;
    /// a name that only the proxy can resolve goes through.
    /// </summary>
    /// <exception cref="ForbiddenAddressException">Nothing may be sent there.</exception>
    public async ValueTask CheckBehindProxyAsync(Uri url, CancellationToken cancel)
    {
        if (_reach.IsOpen || !_proxy.IsUsedFor(url)) return;
        try
        {
            await _reach.ResolveAsync(url.IdnHost, cancel);
        }
        catch (SocketException)
        {
            // Only the proxy knows it.
        }
    }

    /// <summary>When the certificate expires that was shown at the last handshake for a request that was marked; null where none was.</summary>
    public DateTimeOffset? ExpiryOf(Uri url) => url.Scheme == Uri.UriSchemeHttps ? _dates.Of(url) : null;

    public void Dispose() => Invoker.Dispose();

    // What a name means and which certificate is shown are looked at anew so often.
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);

    private SocketsHttpHandler CreateHandler()
    {
        var handler = new SocketsHttpHandler
        {
            Proxy = _proxy,
            UseCookies = false,
            AllowAutoRedirect = false,
            ActivityHeadersPropagator = null,
            AutomaticDecompression = DecompressionMethods.None,
            PooledConnectionIdleTimeout = IdleLimit,
            PooledConnectionLifetime = _kind.KeepsConnections ? Lifetime : TimeSpan.Zero,
            // What is left of a body beyond what was read is not worth waiting for.
            MaxResponseDrainSize = 0,
            ConnectCallback = ConnectAsync,
            PlaintextStreamFilter = (context, _) =>
            {
                _dates.Note(context.InitialRequestMessage, context.PlaintextStream);
                return ValueTask.FromResult(context.PlaintextStream);
            },
        };
#pragma warning disable CA5359 // It is what the description asks for, of this probe alone.
        if (_kind.IsInsecure) handler.SslOptions.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
#pragma warning restore CA5359
        // A certificate names addresses of others to be fetched from, which nobody has checked.
        if (!_reach.IsOpen) handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy { DisableCertificateDownloads = true, RevocationMode = X509RevocationMode.NoCheck };
        return handler;
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancel)
    {
        // By itself the client sends a request three times more to a server that hangs up on it. Once is right, where the connection was an old one.
        if (context.InitialRequestMessage.Options.TryGetValue(HasConnected, out _)) throw new AskedAlreadyException();
        context.InitialRequestMessage.Options.Set(HasConnected, true);
        // The proxy itself was named by who runs this machine.
        var isToProxy = context.InitialRequestMessage.RequestUri is { } url && _proxy.IsUsedFor(url);
        LookUpWatch.Note(context.InitialRequestMessage, context.DnsEndPoint.Host);
        var socket = await (isToProxy ? Reach.Open : _reach).ConnectAsync(context.DnsEndPoint.Host, context.DnsEndPoint.Port, cancel);
        LookUpWatch.Note(context.InitialRequestMessage, null);
        try
        {
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (Exception)
        {
            socket.Dispose();
            throw;
        }
    }
}
