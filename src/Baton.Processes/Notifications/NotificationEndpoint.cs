using System.Runtime.InteropServices;
using System.Text;
using Baton.Core;
using Baton.Processes.Native;
using Baton.Processes.Records;

namespace Baton.Processes.Notifications;

/// <summary>
/// The address that services report to: a datagram socket in the abstract namespace, so that services of other users reach it, no path is too
/// long and nothing is left behind. Its name follows from the state directory, so that a service which outlived its daemon finds the next one.
/// </summary>
/// <param name="Descriptor">The socket, which closes on exec.</param>
/// <param name="Address">As services are told it, <c>@NAME</c>.</param>
internal readonly record struct NotificationEndpoint(int Descriptor, string Address)
{
    private const int PathStart = 2;

    /// <summary>One that a daemon before us had bound.</summary>
    /// <exception cref="BatonException">Unavailable: it has no such address.</exception>
    public static unsafe NotificationEndpoint Taken(int descriptor)
    {
        Libc.CloseOnExec(descriptor);
        var address = stackalloc byte[128];
        uint length = 128;
        if (Libc.getsockname(descriptor, address, &length) != 0 || length <= PathStart + 1 || address[PathStart] != 0)
            throw new BatonException(ErrorCode.Unavailable, $"the socket that services report to is lost: {Libc.LastError()}");
        return Listening(descriptor, "@" + Encoding.ASCII.GetString(address + PathStart + 1, (int)length - PathStart - 1));
    }

    /// <summary>A new one.</summary>
    /// <exception cref="BatonException">Unavailable: the kernel gives none.</exception>
    public static NotificationEndpoint Bound(StateId state)
    {
        var name = $"baton/{state}/notify";
        if (TryBind(name, out var descriptor)) return Listening(descriptor, "@" + name);
        // Somebody else has the name, who knows our id or a dead daemon's descriptor: then another, which services of an earlier daemon do not know.
        name = $"baton/{state}/notify-{Libc.RandomNumber():x16}";
        return TryBind(name, out descriptor) ? Listening(descriptor, "@" + name)
            : throw new BatonException(ErrorCode.Unavailable, $"cannot listen for what services report: {Libc.LastError()}");
    }

    private static unsafe bool TryBind(string name, out int descriptor)
    {
        descriptor = Libc.socket(Libc.AF_UNIX, Libc.SOCK_DGRAM | Libc.SOCK_CLOEXEC, 0);
        if (descriptor < 0) return false;
        var bytes = new byte[PathStart + 1 + name.Length];
        MemoryMarshal.Write(bytes, (ushort)Libc.AF_UNIX);
        Encoding.ASCII.GetBytes(name, bytes.AsSpan(PathStart + 1));
        fixed (byte* address = bytes)
        {
            if (Libc.bind(descriptor, address, (uint)bytes.Length) == 0) return true;
        }

        var error = Marshal.GetLastPInvokeError();
        _ = Libc.close(descriptor);
        Marshal.SetLastPInvokeError(error);
        return false;
    }

    private static unsafe NotificationEndpoint Listening(int descriptor, string address)
    {
        var on = 1;
        if (Libc.setsockopt(descriptor, Libc.SOL_SOCKET, Libc.SO_PASSCRED, &on, sizeof(int)) != 0)
            throw new BatonException(ErrorCode.Unavailable, $"cannot tell who reports: {Libc.LastError()}");
        return new NotificationEndpoint(descriptor, address);
    }
}
