using System.Net.Sockets;

namespace Baton.Probes.Execution;

/// <summary>Failed connections in words, and by kind.</summary>
internal static class SocketTrouble
{
    public static string Explain(SocketException e, string host) => e.SocketErrorCode switch
    {
        SocketError.ConnectionRefused => "connection refused",
        SocketError.ConnectionReset => "connection reset",
        SocketError.TimedOut => "no answer to the connection attempt",
        SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain => $"name \"{host}\" cannot be resolved",
        SocketError.HostUnreachable or SocketError.NetworkUnreachable => $"\"{host}\" cannot be reached",
        _ => $"connection failed: {e.Message}",
    };

    public static FailureKind KindOf(SocketException e) => e.SocketErrorCode switch
    {
        SocketError.ConnectionRefused => FailureKind.Refused,
        SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.Shutdown => FailureKind.Closed,
        SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain or SocketError.NoRecovery => FailureKind.Dns,
        SocketError.AccessDenied or SocketError.TooManyOpenSockets or SocketError.NoBufferSpaceAvailable => FailureKind.Unable,
        _ => FailureKind.Unreachable,
    };

    public static Verdict VerdictOf(SocketException e, string host) => Verdict.Trouble(KindOf(e), Explain(e, host));
}
