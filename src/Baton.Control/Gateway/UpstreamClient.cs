using System.Net;
using System.Net.Security;
using System.Text;

namespace Baton.Control.Gateway;

/// <summary>The client of all routes: it hands on, and adds, follows, unpacks, stores and remembers nothing.</summary>
internal static class UpstreamClient
{
    /// <summary>A new one.</summary>
    public static HttpMessageInvoker Create() => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        UseCookies = false,
        UseProxy = false,
        PreAuthenticate = false,
        ActivityHeadersPropagator = null,
        ConnectCallback = GuardedConnections.OpenAsync,
        // Not more than there are requests, and a name that comes to mean another address is noticed.
        MaxConnectionsPerServer = Limits.Forwarded,
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(15),
        MaxResponseHeadersLength = Limits.AnswerHeadKib,
        // What is given up is closed, not read to its end.
        MaxResponseDrainSize = 0,
        Expect100ContinueTimeout = TimeSpan.FromSeconds(1),
        // Bytes of headers stay what they are: the server reads them as UTF-8 and writes them as Latin-1.
        RequestHeaderEncodingSelector = static (_, _) => Encoding.UTF8,
        ResponseHeaderEncodingSelector = static (_, _) => Encoding.Latin1,
        SslOptions = new SslClientAuthenticationOptions { CertificateRevocationCheckMode = System.Security.Cryptography.X509Certificates.X509RevocationMode.NoCheck },
    });
}
