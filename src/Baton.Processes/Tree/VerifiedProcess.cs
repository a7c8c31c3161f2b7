using Baton.Processes.Native;

namespace Baton.Processes.Tree;

/// <summary>
/// A pid alone is never trusted: between the look and the act its process may have ended and its number may mean a stranger. A
/// descriptor is opened first and the start time is compared after that, so what the descriptor stands for is what was looked at, or
/// is dead.
/// </summary>
internal static class VerifiedProcess
{
    /// <summary>A descriptor of exactly the process in <paramref name="entry"/>, to be closed by the caller; -1 when it is gone.</summary>
    public static int Open(ProcFiles files, in ProcessEntry entry)
    {
        var pidfd = Libc.PidfdOpen(entry.Pid);
        if (pidfd < 0) return -1;
        if (files.TryStat(entry.Pid, out var now) && now.StartTicks == entry.StartTicks) return pidfd;
        Libc.close(pidfd);
        return -1;
    }

    /// <summary>Signals exactly that process; false when it is gone or may not be signalled.</summary>
    public static bool Signal(ProcFiles files, in ProcessEntry entry, int signal)
    {
        var pidfd = Open(files, entry);
        if (pidfd < 0) return false;
        var result = Libc.PidfdSendSignal(pidfd, signal);
        Libc.close(pidfd);
        return result == 0;
    }
}
