using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using Baton.Client.Http;
using Baton.Client.Native;

namespace Baton.Client.Blocking;

/// <summary>
/// A Unix socket by the bare system calls: .NET's own socket starts an engine for asynchronous use, which costs a new process more
/// than the request does. A daemon that is silent for <see cref="HttpEndpoint.SilenceLimit"/> is given up.
/// </summary>
internal sealed unsafe class UnixConnection : IDisposable
{
    // struct sockaddr_un: the family, then the path with its final zero.
    private const int FamilyBytes = 2;

    private readonly string _path;
    private readonly int _descriptor;

    private UnixConnection(string path, int descriptor)
    {
        _path = path;
        _descriptor = descriptor;
    }

    /// <summary>Connects.</summary>
    /// <exception cref="NoDaemonException">Nobody listens there.</exception>
    /// <exception cref="SilentDaemonException">Somebody does, and takes no connections.</exception>
    public static UnixConnection Open(string path)
    {
        var descriptor = Libc.socket(Libc.AF_UNIX, Libc.SOCK_STREAM | Libc.SOCK_CLOEXEC, 0);
        if (descriptor < 0) throw new NoDaemonException(path, LastError());
        var connection = new UnixConnection(path, descriptor);
        try
        {
            connection.LimitSilence();
            connection.Connect();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Sends all of it. A daemon that has answered early and closed is no failure: its answer says more.</summary>
    public void Send(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            nint sent;
            fixed (byte* start = bytes) sent = Libc.send(_descriptor, start, (nuint)bytes.Length, Libc.MSG_NOSIGNAL);
            if (sent >= 0) bytes = bytes[(int)sent..];
            else if (Marshal.GetLastPInvokeError() is Libc.EPIPE or Libc.ECONNRESET) return;
            else ThrowUnlessInterrupted();
        }
    }

    /// <summary>Some bytes; 0 when the other side has closed, with or without having read all that was sent.</summary>
    public int Receive(Span<byte> into)
    {
        while (true)
        {
            nint received;
            fixed (byte* start = into) received = Libc.recv(_descriptor, start, (nuint)into.Length, 0);
            if (received >= 0) return (int)received;
            if (Marshal.GetLastPInvokeError() == Libc.ECONNRESET) return 0;
            ThrowUnlessInterrupted();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _ = Libc.close(_descriptor);

    // Both directions, and on a Unix socket the sending one limits the connecting too (socket(7)).
    private void LimitSilence()
    {
        var limit = new Libc.TimeValue { Seconds = (nint)(HttpEndpoint.SilenceLimit.Ticks / TimeSpan.TicksPerSecond) };
        foreach (var option in (ReadOnlySpan<int>)[Libc.SO_RCVTIMEO, Libc.SO_SNDTIMEO])
        {
            var result = Libc.setsockopt(_descriptor, Libc.SOL_SOCKET, option, &limit, (uint)sizeof(Libc.TimeValue));
            Debug.Assert(result == 0, "a Unix socket takes time limits");
        }
    }

    private void Connect()
    {
        var address = stackalloc byte[FamilyBytes + SocketLocator.MaxPathBytes + 1];
        var span = new Span<byte>(address, FamilyBytes + SocketLocator.MaxPathBytes + 1);
        span.Clear();
        *(ushort*)address = Libc.AF_UNIX;
        var length = FamilyBytes + Encoding.UTF8.GetBytes(_path, span[FamilyBytes..]) + 1;
        while (Libc.connect(_descriptor, address, (uint)length) != 0)
        {
            var error = Marshal.GetLastPInvokeError();
            if (error == Libc.EINTR) continue;
            if (error == Libc.EAGAIN) throw new SilentDaemonException(_path, HttpEndpoint.SilenceLimit);
            throw new NoDaemonException(_path, Reason(error));
        }
    }

    private void ThrowUnlessInterrupted()
    {
        var error = Marshal.GetLastPInvokeError();
        if (error == Libc.EINTR) return;
        if (error == Libc.EAGAIN) throw new SilentDaemonException(_path, HttpEndpoint.SilenceLimit);
        throw new ConnectionLostException(_path, Marshal.GetPInvokeErrorMessage(error));
    }

    private static string Reason(int error) => error switch
    {
        Libc.ENOENT => HttpEndpoint.NoSuchSocket,
        Libc.ECONNREFUSED => HttpEndpoint.NobodyListens,
        _ => Marshal.GetPInvokeErrorMessage(error),
    };

    private static string LastError() => Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError());
}
