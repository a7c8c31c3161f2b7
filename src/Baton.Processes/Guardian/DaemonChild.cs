using System.Globalization;
using System.Runtime.InteropServices;
using Baton.Core;
using Baton.Processes.Native;
using Baton.Processes.Spawning;

namespace Baton.Processes.Guardian;

/// <summary>The process that is the daemon, from its spawn to its end.</summary>
internal sealed class DaemonChild : IDisposable
{
    private readonly Lock _gate = new();
    private bool _isReaped;

    private DaemonChild(int pid, int pidfd)
    {
        Pid = pid;
        Pidfd = pidfd;
    }

    public int Pid { get; }

    /// <summary>Ctrl+C at our terminal reaches it as it reaches us; not where we are in the background there, or have none.</summary>
    public bool IsAtOurTerminal
    {
        get
        {
            var group = Libc.getpgrp();
            lock (_gate) return !_isReaped && Enumerable.Range(0, 3).Any(stream => Libc.tcgetpgrp(stream) == group) && Libc.getpgid(Pid) == group;
        }
    }

    private int Pidfd { get; }

    /// <summary>Starts it.</summary>
    /// <param name="program">Absolute path.</param>
    /// <param name="arguments">Its own name first.</param>
    /// <param name="environment">Lines <c>NAME=VALUE</c>; two are added.</param>
    /// <param name="socket">Its end of the socket pair.</param>
    /// <exception cref="BatonException">SpawnFailed.</exception>
    public static DaemonChild Start(string program, IReadOnlyList<string> arguments, IEnumerable<string> environment, int socket)
    {
        List<string> lines =
        [
            .. environment,
            string.Create(CultureInfo.InvariantCulture, $"{GuardianHost.Variable}={PartnerSpawner.SocketNumber}"),
            string.Create(CultureInfo.InvariantCulture, $"{InheritedLimit.Variable}={InheritedLimit.Find(Environment.GetEnvironmentVariable)}"),
        ];
        var (pid, error) = PartnerSpawner.Spawn(program, arguments, lines, socket);
        if (pid == 0) throw new BatonException(ErrorCode.SpawnFailed, $"cannot start \"{program}\": {Marshal.GetPInvokeErrorMessage(error)}");
        var pidfd = Libc.PidfdOpen(pid);
        if (pidfd >= 0) return new DaemonChild(pid, pidfd);
        _ = Libc.kill(pid, Libc.SIGKILL);
        _ = Libc.Reap(Libc.P_PID, pid, out _, block: true);
        throw new BatonException(ErrorCode.Unavailable, $"cannot watch the daemon: {Libc.LastError()}");
    }

    /// <summary>Passes a signal on.</summary>
    public void Signal(int signal)
    {
        lock (_gate)
        {
            if (!_isReaped) _ = Libc.PidfdSendSignal(Pidfd, signal);
        }
    }

    /// <summary>Blocks until it has ended, and reaps it.</summary>
    /// <param name="every">How often to call <paramref name="look"/> meanwhile.</param>
    /// <param name="look">Called on this thread.</param>
    public unsafe ExitStatus WaitForEnd(TimeSpan every, Action look)
    {
        var ended = new Libc.PollDescriptor { Descriptor = Pidfd, Wanted = Libc.POLLIN };
        // Less than 0 is a signal that interrupted it; the waiting below takes what else it may be.
        for (var found = 0; found <= 0;)
        {
            found = Libc.poll(&ended, 1, (int)every.TotalMilliseconds);
            if (found == 0) look();
            else if (found < 0 && Marshal.GetLastPInvokeError() != Libc.Errno.EINTR) break;
        }

        var status = Libc.Reap(Libc.P_PIDFD, Pidfd, out _, block: true) ?? ExitStatus.Unknown;
        lock (_gate) _isReaped = true;
        return status;
    }

    /// <inheritdoc/>
    public void Dispose() => _ = Libc.close(Pidfd);
}
