using System.Net.Sockets;
using System.Security.Authentication;
using Baton.Probes.Addresses;
using Baton.Probes.Execution;

namespace Baton.Probes.Http;

/// <summary>Failed requests in words, and by kind.</summary>
internal static class HttpTrouble
{
    public static Verdict VerdictOf(Exception e, string host)
    {
        for (var at = e; at is not null; at = at.InnerException)
        {
            if (at is AuthenticationException) return Verdict.Trouble(FailureKind.Tls, $"certificate or TLS failure: {at.Message}");
            if (at is ForbiddenAddressException) return Verdict.Trouble(FailureKind.Forbidden, at.Message);
            if (at is AskedAlreadyException) return Ended;
            if (at is SocketException socket) return SocketTrouble.VerdictOf(socket, host);
        }

        return ErrorOf(e) switch
        {
            HttpRequestError.ResponseEnded => Ended,
            // The message of the outer exception only points to the inner one.
            HttpRequestError.SecureConnectionError => Verdict.Trouble(FailureKind.Tls, $"certificate or TLS failure: {e.GetBaseException().Message}"),
            _ => Verdict.Trouble(FailureKind.Protocol, $"no valid HTTP answer: {e.Message}"),
        };
    }

    private static Verdict Ended => Verdict.Trouble(FailureKind.Closed, "the connection was closed before the answer was complete");

    private static HttpRequestError ErrorOf(Exception e) => e switch
    {
        HttpIOException x => x.HttpRequestError,
        HttpRequestException { HttpRequestError: HttpRequestError.Unknown, InnerException: HttpIOException x } => x.HttpRequestError,
        HttpRequestException x => x.HttpRequestError,
        _ => HttpRequestError.Unknown,
    };
}
