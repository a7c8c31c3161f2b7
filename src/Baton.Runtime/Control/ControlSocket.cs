using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using Baton.Core;
using Baton.Processes.Native;
using Baton.Runtime.Addresses;
using Baton.Runtime.Instances;

namespace Baton.Runtime.Control;

/// <summary>Binds a control socket, and says loudly when that cannot be.</summary>
public static partial class ControlSocket
{
    private const uint OwnerOnly = 0b110_000_000; // rw-------
    private const int CloseOnExec = 0x80000; // SOCK_CLOEXEC
    private const int SolSocket = 1, SoPeerCred = 17;
    private const int TypeMask = 0xF000, SocketFile = 0xC000; // S_IFMT, S_IFSOCK
    private const int LinkItself = 0x100; // AT_SYMLINK_NOFOLLOW

    /// <summary>Binds and listens.</summary>
    /// <param name="address">Where; the file of a socket whose owner has died is replaced.</param>
    /// <param name="isOpenAllowed">TCP may be reached from beyond this machine, by everybody, since clients show no credentials.</param>
    /// <param name="ct">Ends the looking up of a host's name.</param>
    /// <exception cref="BatonException">Unavailable: it cannot be bound, somebody else listens there. InvalidRequest: it would be reached from beyond this machine.</exception>
    public static async Task<Socket> BindAsync(ControlAddress address, bool isOpenAllowed, CancellationToken ct) => address switch
    {
        ControlAddress.Unix unix => Unix(unix.Path),
        ControlAddress.Tcp tcp => await TcpAsync(tcp.Address, isOpenAllowed, ct),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>The user at the other end of a Unix socket, as the kernel noted when it connected.</summary>
    internal static uint UserOf(Socket socket)
    {
        // struct ucred { pid_t pid; uid_t uid; gid_t gid; }
        Span<byte> credentials = stackalloc byte[12];
        socket.GetRawSocketOption(SolSocket, SoPeerCred, credentials);
        return MemoryMarshal.Read<uint>(credentials[4..]);
    }

    [LibraryImport("libc", EntryPoint = "geteuid")]
    internal static partial uint OwnUser();

    /// <summary>Device and inode of a path, to know later whether what is there is still ours.</summary>
    internal static string? IdentityOf(string path) => Libc.IdentityOf(path);

    /// <summary>Listens on a path with mode 0600; the file of a socket whose owner has died is replaced. Closing it leaves the file.</summary>
    /// <exception cref="BatonException">Unavailable: it cannot be bound.</exception>
    internal static Socket Unix(string path)
    {
        var length = Encoding.UTF8.GetByteCount(path);
        if (length > IpcFolder.LongestPath)
            throw new BatonException(ErrorCode.Unavailable, $"cannot listen on \"{path}\": the path of a socket has at most {IpcFolder.LongestPath} bytes, and this one has {length}");
        // A socket that .NET makes and binds takes its file with it when it is closed, even when that is somebody else's by then.
        var made = new SafeSocketHandle(socket(Libc.AF_UNIX, Libc.SOCK_STREAM | CloseOnExec, 0), ownsHandle: true);
        try
        {
            if (made.IsInvalid) throw new SocketException(Marshal.GetLastPInvokeError());
            RemoveStale(path);
            // Linux makes the file with the mode of the socket itself, less the umask: there is no instant at which others could use it.
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

    /// <summary>A file that is a socket and on which nobody listens is left over from a process that died. Everything else stays.</summary>
    private static void RemoveStale(string path)
    {
        if (TypeOf(path) is not { } type) return;
        if (type != SocketFile) throw new IOException("there is a file of that name already, which is no socket");
        using var probe = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) { Blocking = false };
        try
        {
            probe.Connect(new UnixDomainSocketEndPoint(path));
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionRefused)
        {
            File.Delete(path);
            return;
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.WouldBlock)
        {
            // So many wait to be accepted that there is no room for more: somebody listens.
        }

        throw new IOException("another process listens there; give this one a path of its own, or stop that one");
    }

    private static async Task<Socket> TcpAsync(HostPort address, bool isOpenAllowed, CancellationToken ct)
    {
        try
        {
            var found = IPAddress.TryParse(address.Host, out var literal) ? [literal] : await Dns.GetHostAddressesAsync(address.Host, ct);
            SocketException? last = null;
            foreach (var one in found)
            {
                if (!isOpenAllowed && !IPAddress.IsLoopback(one)) throw Open(address, one);
                try
                {
                    return Tcp(new IPEndPoint(one, address.Port));
                }
                catch (SocketException e)
                {
                    last = e;
                }
            }

            throw last ?? new SocketException((int)SocketError.HostNotFound);
        }
        catch (SocketException e)
        {
            throw new BatonException(ErrorCode.Unavailable, $"cannot listen on {address}: {e.Message}", e);
        }
    }

    private static Socket Tcp(IPEndPoint address)
    {
        var bound = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            bound.Bind(address);
            bound.Listen();
            return bound;
        }
        catch (SocketException)
        {
            bound.Dispose();
            throw;
        }
    }

    private static BatonException Open(HostPort address, IPAddress one) => new(ErrorCode.InvalidRequest,
        $"cannot listen on {address}: everybody who reaches {one} could run programs here, since the control socket knows no credentials; use a loopback address or a Unix path, or allow it with --insecure-control");

    /// <summary>The file type of what is there, not of what it leads to; null when nothing is.</summary>
    private static unsafe int? TypeOf(string path)
    {
        const int modeAt = 28;
        const uint type = 1; // STATX_TYPE
        var answer = stackalloc byte[256];
        return statx(-100 /* AT_FDCWD */, path, LinkItself, type, answer) == 0 ? *(ushort*)(answer + modeAt) & TypeMask : null;
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int socket(int family, int type, int protocol);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int bind(SafeHandle socket, ReadOnlySpan<byte> address, uint length);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int fchmod(SafeHandle file, uint mode);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int statx(int folder, string path, int flags, uint mask, byte* answer);
}
