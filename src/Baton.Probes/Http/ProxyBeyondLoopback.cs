using System.Net;

namespace Baton.Probes.Http;

/// <summary>A proxy that is never asked for what runs on this machine: it would look for it on its own.</summary>
internal sealed class ProxyBeyondLoopback(IWebProxy proxy) : IWebProxy
{
    public ICredentials? Credentials
    {
        get => proxy.Credentials;
        set => proxy.Credentials = value;
    }

    public Uri? GetProxy(Uri destination) => IsHere(destination) ? null : proxy.GetProxy(destination);

    public bool IsBypassed(Uri host) => IsHere(host) || proxy.IsBypassed(host);

    /// <summary>A request for it goes through the proxy.</summary>
    public bool IsUsedFor(Uri url) => !IsBypassed(url) && proxy.GetProxy(url) is not null;

    // What listens on all addresses is often asked by that one.
    private static bool IsHere(Uri url) => url.IsLoopback || url.Host is "0.0.0.0" or "[::]";
}
