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

    /// <summary>Binds the Unix socket: never, not for an instant, usable by others than the owner.</summary>
    public static Socket Unix(string path)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            File.Delete(path);
            // Linux makes the file with the mode of the socket itself, less the umask. The umask alone belongs to the whole process, and
            // changing it would race with files and programs made meanwhile.
            if (fchmod(socket.SafeHandle, OwnerOnly) != 0) throw new SocketException(Marshal.GetLastPInvokeError());
            socket.Bind(new UnixDomainSocketEndPoint(path));
            var mode = File.GetUnixFileMode(path);
            if (((uint)mode & ~OwnerOnly) == 0) return socket;
            throw new IOException($"its mode is {mode}, wider than the owner's alone");
        }
        catch (Exception e) when (e is SocketException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            socket.Dispose();
            throw new BatonException(ErrorCode.Unavailable, $"cannot listen on \"{path}\": {e.Message}", e);
        }
    }

    /// <summary>Binds a TCP address; null when it is busy and nobody asked for it.</summary>
    public static Socket? Tcp(IPEndPoint address, bool isRequested)
    {
        if (!IPAddress.IsLoopback(address.Address))
            throw new BatonException(ErrorCode.InvalidRequest, $"cannot listen on {address}: only loopback addresses can be listened on as yet");
        try
        {
            var socket = SocketTransportOptions.CreateDefaultBoundListenSocket(address);
            socket.Listen();
            return socket;
        }
        catch (SocketException e)
        {
            if (!isRequested) return null;
            throw new BatonException(ErrorCode.Unavailable, $"cannot listen on {address}: {e.Message}; \"ss -ltnp 'sport = :{address.Port}'\" shows who does", e);
        }
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int fchmod(SafeHandle file, uint mode);
}
