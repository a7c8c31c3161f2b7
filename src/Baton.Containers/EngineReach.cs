using System.Net.Sockets;

namespace Baton.Containers;

/// <summary>Whether an engine is there, without asking it anything.</summary>
public static class EngineReach
{
    /// <summary>Why nobody answers at a socket; null when somebody does.</summary>
    /// <param name="socket">Absolute path.</param>
    public static string? ProblemOf(string socket)
    {
        if (!File.Exists(socket)) return "there is no such socket";
        using var connection = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) { Blocking = false };
        try
        {
            connection.Connect(new UnixDomainSocketEndPoint(socket));
            return null;
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.WouldBlock)
        {
            // It would be waited for without end.
            return "so many wait for it already that it takes no more; restart Docker (systemctl restart docker)";
        }
        catch (Exception e) when (e is SocketException or ArgumentException)
        {
            return e.Message;
        }
    }
}
