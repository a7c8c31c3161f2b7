using System.Net;

namespace Baton.Probes.Http;

/// <summary>The HTTP clients of all probes of a process. They keep nothing between requests, but connections where those are used again soon.</summary>
internal static class ProbeHttp
{
    /// <summary>Longest interval for which an idle connection is kept: asked more often than that, a new one each time would cost more than one kept.</summary>
    public static readonly TimeSpan KeepsUpTo = TimeSpan.FromSeconds(15);

    // Longer than the interval it is kept for, so that a probe finds its own still there.
    private static readonly TimeSpan IdleLimit = TimeSpan.FromSeconds(20);

    private static readonly Lazy<HttpMessageInvoker> Keeping = new(() => Create(HttpClient.DefaultProxy, keepsConnections: true));
    private static readonly Lazy<HttpMessageInvoker> Closing = new(() => Create(HttpClient.DefaultProxy, keepsConnections: false));

    /// <summary>Probes of that interval send <c>Connection: close</c>.</summary>
    public static bool IsKept(TimeSpan interval) => interval <= KeepsUpTo;

    /// <summary>The one for probes of that interval, with the proxy that the environment of this process names, if any.</summary>
    public static HttpMessageInvoker For(TimeSpan interval) => IsKept(interval) ? Keeping.Value : Closing.Value;

    /// <param name="proxy">The proxy for what is not loopback; it may decline each address itself.</param>
    /// <param name="keepsConnections">Idle ones; without it each is closed after its answer, also when the server would go on.</param>
    public static HttpMessageInvoker Create(IWebProxy proxy, bool keepsConnections) => new(new SocketsHttpHandler
    {
        Proxy = new ProxyBeyondLoopback(proxy),
        UseCookies = false,
        AllowAutoRedirect = false,
        ActivityHeadersPropagator = null,
        AutomaticDecompression = DecompressionMethods.None,
        PooledConnectionIdleTimeout = IdleLimit,
        PooledConnectionLifetime = keepsConnections ? Timeout.InfiniteTimeSpan : TimeSpan.Zero,
        // What is left of a body beyond what was read is not worth waiting for.
        MaxResponseDrainSize = 0,
    });
}
