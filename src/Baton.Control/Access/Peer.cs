using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Baton.Control.Access;

/// <summary>Who is at the other end of a connection; set as a feature of it.</summary>
/// <param name="Who">For the record: <c>uid 1000</c>, <c>127.0.0.1</c>, <c>token "ops" from 10.0.0.5</c>.</param>
/// <param name="IsLocalUser">Came through the Unix socket and was checked there; no more checks are needed.</param>
internal sealed partial record Peer(string Who, bool IsLocalUser)
{
    private const int SolSocket = 1, SoPeerCred = 17;

    /// <summary>What it may do. Default: what is answered to everybody, until the request was looked at.</summary>
    public Role Role { get; init; }

    /// <summary>The token that it showed; null where none was asked for, or none that is known.</summary>
    public string? TokenName { get; init; }

    /// <summary>That token, itself or by a session; null as with its name.</summary>
    public AccessToken? Token { get; init; }

    /// <summary>The session by which it showed that token (<see cref="SessionCookie.IdOf"/>); null where it did not by one.</summary>
    public string? Session { get; init; }

    /// <summary>It showed a token that is none.</summary>
    public bool HasWrongToken { get; init; }

    /// <summary>Address at the other end; null where there is none.</summary>
    public IPAddress? Address { get; init; }

    /// <summary>The page of another site that asks, and may; null when none does.</summary>
    public string? CorsOrigin { get; init; }

    /// <summary>The user at the other end of a Unix socket, as the kernel noted when it connected.</summary>
    public static uint UserOf(Socket socket)
    {
        // struct ucred { pid_t pid; uid_t uid; gid_t gid; }
        Span<byte> credentials = stackalloc byte[12];
        socket.GetRawSocketOption(SolSocket, SoPeerCred, credentials);
        return MemoryMarshal.Read<uint>(credentials[4..]);
    }

    /// <summary>The daemon's own user and root may; root could do anything to the daemon in any case.</summary>
    public static bool IsAllowed(uint user, uint own) => user == own || user == 0;

    [LibraryImport("libc", EntryPoint = "geteuid")]
    public static partial uint OwnUser();
}
