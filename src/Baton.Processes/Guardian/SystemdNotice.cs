using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Baton.Processes.Native;

namespace Baton.Processes.Guardian;

/// <summary>
/// What systemd wants to know of a service of <c>Type=notify</c> (sd_notify(3)): one datagram of lines to the socket in <c>NOTIFY_SOCKET</c>. Without
/// that variable nothing is said. A manager that does not listen is no trouble of ours.
/// </summary>
internal sealed unsafe class SystemdNotice : IDisposable
{
    private const int AddressBytes = 110, PathAt = 2, SOCK_DGRAM = 2;

    private readonly byte[] _address = new byte[AddressBytes];
    private readonly int _addressLength;
    private readonly int _socket = -1;
    private readonly ITimer? _watchdog;

    private SystemdNotice(string? path, TimeSpan? watchdog, Func<bool> isWell, TimeProvider time)
    {
        if (path is not ['/' or '@', _, ..] || Encoding.UTF8.GetByteCount(path) > AddressBytes - PathAt - 1) return;
        _address[0] = Libc.AF_UNIX;
        var length = Encoding.UTF8.GetBytes(path, _address.AsSpan(PathAt));
        // The manager may have its socket in the abstract space, whose names begin with a zero.
        if (path[0] == '@') _address[PathAt] = 0;
        _addressLength = PathAt + length + (path[0] == '@' ? 0 : 1);
        _socket = Libc.socket(Libc.AF_UNIX, SOCK_DGRAM | Libc.SOCK_CLOEXEC, 0);
        // A manager that does not come to read must not hold up the guardian for long.
        var wait = stackalloc long[2] { 1, 0 };
        if (_socket >= 0) _ = Libc.setsockopt(_socket, Libc.SOL_SOCKET, Libc.SO_SNDTIMEO, wait, 2 * sizeof(long));
        // Twice as often as it must be: systemd's own advice.
        if (_socket >= 0 && watchdog is { } limit && limit > TimeSpan.Zero) _watchdog = time.CreateTimer(_ => Ping(isWell), null, limit / 2, limit / 2);
    }

    /// <summary>Reads where to speak to, from the environment of this process.</summary>
    /// <param name="isWell">Asked before each word to the watchdog: false says nothing, so that the manager acts.</param>
    /// <param name="time">The clock.</param>
    public static SystemdNotice Open(Func<bool> isWell, TimeProvider time)
    {
        // WATCHDOG_PID names the process that is meant, where it is set.
        var isForUs = Environment.GetEnvironmentVariable("WATCHDOG_PID") is not { } pid || pid == Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        TimeSpan? watchdog = isForUs && long.TryParse(Environment.GetEnvironmentVariable("WATCHDOG_USEC"), NumberStyles.None, CultureInfo.InvariantCulture, out var microseconds)
            ? TimeSpan.FromMicroseconds(microseconds)
            : null;
        return new SystemdNotice(Environment.GetEnvironmentVariable("NOTIFY_SOCKET"), watchdog, isWell, time);
    }

    /// <summary>Says lines, as <c>READY=1</c>; waits a second at most where the manager has not read what was said before.</summary>
    public void Say(string lines) => Say(lines, flags: 0);

    private void Say(string lines, int flags)
    {
        if (_socket < 0) return;
        var text = Encoding.UTF8.GetBytes(lines);
        fixed (byte* start = text)
        fixed (byte* address = _address)
        {
            while (Libc.sendto(_socket, start, text.Length, Libc.MSG_NOSIGNAL | flags, address, (uint)_addressLength) < 0
                && Marshal.GetLastPInvokeError() == Libc.Errno.EINTR) continue;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _watchdog?.Dispose();
        if (_socket >= 0) _ = Libc.close(_socket);
    }

    private void Ping(Func<bool> isWell)
    {
        // One more that waits to be read says nothing new.
        if (isWell()) Say("WATCHDOG=1", Libc.MSG_DONTWAIT);
    }
}
