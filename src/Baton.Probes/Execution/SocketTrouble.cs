using System.Net.Sockets;

namespace Baton.Probes.Execution;

/// <summary>Failed connections in words.</summary>
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
}
