using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Baton.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace Baton.Control.Listening;

/// <summary>Binds what the API listens on, before the server starts, so that each failure is told in its own words.</summary>
internal static partial class SocketBinding
{
    private const uint OwnerOnly = 0b110_000_000; // rw-------
    private const int UnixFamily = 1, Stream = 1, CloseOnExec = 0x80000; // AF_UNIX, SOCK_STREAM, SOCK_CLOEXEC

    /// <summary>
    /// Binds the Unix socket and listens: never, not for an instant, usable by others than the owner. Its file stays when the socket is closed, since
    /// another process may go on listening on it.
    /// </summary>
    public static Socket Unix(string path)
    {
        // A socket that .NET makes and binds takes its file with it when it is closed.
        var made = new SafeSocketHandle(socket(UnixFamily, Stream | CloseOnExec, 0), ownsHandle: true);
        try
        {
            if (made.IsInvalid) throw new SocketException(Marshal.GetLastPInvokeError());
            File.Delete(path);
            // Linux makes the file with the mode of the socket itself, less the umask. The umask alone belongs to the whole process, and
            // changing it would race with files and programs made meanwhile.
            if (fchmod(made, OwnerOnly) != 0) throw new SocketException(Marshal.GetLastPInvokeError());
            var address = new UnixDomainSocketEndPoint(path).Serialize();
            if (bind(made, address.Buffer.Span, (uint)address.Size) != 0) throw new SocketException(Marshal.GetLastPInvokeError());
            var mode = File.GetUnixFileMode(path);
            if (((uint)mode & ~OwnerOnly) != 0) throw new IOException($"its mode is {mode}, wider than the owner's alone");
            var bound = new Socket(made);
            bound.Listen();
            return bound;
        }
        catch (Exception e) when (e is SocketException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            made.Dispose();
            throw new BatonException(ErrorCode.Unavailable, $"cannot listen on \"{path}\": {e.Message}", e);
        }
    }

    /// <summary>Binds a TCP address.</summary>
    /// <exception cref="BatonException">Unavailable: it is busy, or not of this machine.</exception>
    public static Socket Tcp(IPEndPoint address)
    {
        try
        {
            var socket = SocketTransportOptions.CreateDefaultBoundListenSocket(address);
            socket.Listen();
            return socket;
        }
        catch (SocketException e)
        {
            throw new BatonException(ErrorCode.Unavailable, $"cannot listen on {address}: {e.Message}; \"ss -ltnp 'sport = :{address.Port}'\" shows who does", e);
        }
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int socket(int family, int type, int protocol);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int bind(SafeHandle socket, ReadOnlySpan<byte> address, uint length);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int fchmod(SafeHandle file, uint mode);
}
