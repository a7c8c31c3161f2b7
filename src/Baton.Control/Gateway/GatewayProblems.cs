using System.Globalization;
using System.Net.Sockets;
using Baton.Contracts;
using Baton.Control.Problems;
using Baton.Health.Routes;

namespace Baton.Control.Gateway;

/// <summary>Why nothing was forwarded, or what came of it; for routes of the earlier gateway in its words.</summary>
internal static class GatewayProblems
{
    /// <summary>Nobody can answer: 503.</summary>
    /// <param name="route">The route.</param>
    /// <param name="reason">Why not.</param>
    /// <param name="retryAfter">When it is worth trying again; null when nobody knows.</param>
    public static ProblemException Unavailable(GatewayRoute route, string reason, TimeSpan? retryAfter = null) =>
        new(ErrorCodes.Unavailable, 503, route.SeedLabel is { } label ? $"{label} service unavailable: {reason}" : Cannot(route, reason))
        {
            RetryAfterSeconds = retryAfter is { } after ? (int)Math.Clamp(Math.Ceiling(after.TotalSeconds), 1, 86_400) : null,
        };

    /// <summary>Nothing came in time: 504.</summary>
    public static ProblemException Timeout(GatewayRoute route) => new(ErrorCodes.Timeout, 504, route.SeedLabel is { } label
        ? $"{label} service timeout"
        : Cannot(route, string.Create(CultureInfo.InvariantCulture, $"no answer within {route.Timeout.TotalSeconds:0.###} s; timeout_seconds of the route says how long it waits")));

    /// <summary>What came is no answer: 502.</summary>
    public static ProblemException Broken(GatewayRoute route, string reason) =>
        route.SeedLabel is null ? new ProblemException(ErrorCodes.Unavailable, 502, Cannot(route, reason)) : Unavailable(route, reason);

    /// <summary>The request cannot be handed on.</summary>
    public static ProblemException Refused(GatewayRoute route, int status, string reason) => new(ErrorCodes.InvalidRequest, status, Cannot(route, reason));

    /// <summary>What an attempt failed by, as a problem; addresses and words of the system stay here.</summary>
    public static ProblemException Of(GatewayRoute route, HttpRequestException e) => e.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError => Unavailable(route, "the name of its host cannot be resolved"),
        HttpRequestError.SecureConnectionError => Unavailable(route, "no TLS connection comes about"),
        _ when e.InnerException is HungUpException hungUp => Broken(route, hungUp.Message),
        HttpRequestError.ConnectionError => Unavailable(route, ReasonOf(e)),
        HttpRequestError.ConfigurationLimitExceeded => Broken(route, $"the head of the answer is larger than {Limits.AnswerHeadKib} KiB"),
        HttpRequestError.ResponseEnded => Broken(route, "the connection was closed before there was an answer"),
        _ => Broken(route, e.InnerException is IOException or SocketException ? "the connection was closed before there was an answer" : "what came is no HTTP answer"),
    };

    private static string Cannot(GatewayRoute route, string reason) => $"cannot forward by route \"{route.Name}\": {reason}";

    private static string ReasonOf(HttpRequestException e) => e.InnerException switch
    {
        SocketException { SocketErrorCode: SocketError.ConnectionRefused } => "connection refused",
        SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain } => "the name of its host cannot be resolved",
        SocketException => "its host cannot be reached",
        IOException => "its address is one of the link, or at which a cloud tells secrets",
        _ => "no connection comes about",
    };
}
