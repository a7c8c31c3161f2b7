using System.Net.Sockets;
using System.Security.Authentication;
using Baton.Probes.Execution;

namespace Baton.Probes.Http;

/// <summary>Failed requests in words.</summary>
internal static class HttpTrouble
{
    public static string Explain(Exception e, string host)
    {
        for (var at = e; at is not null; at = at.InnerException)
        {
            if (at is AuthenticationException) return $"certificate or TLS failure: {at.Message}";
            if (at is SocketException socket) return SocketTrouble.Explain(socket, host);
        }

        return e is HttpIOException { HttpRequestError: HttpRequestError.ResponseEnded } or HttpRequestException { HttpRequestError: HttpRequestError.ResponseEnded }
            ? "the connection was closed before the answer was complete"
            : $"no valid HTTP answer: {e.Message}";
    }
}
