using Baton.Processes.Native;

namespace Baton.Processes.Exits;

/// <summary>What the process must be before it may have children of its own.</summary>
internal static unsafe class ChildSignals
{
    /// <summary>
    /// Sets the customary umask (022) for services and makes this process the subreaper of its descendants. Puts SIGCHLD to its default if it was inherited as ignored: with that the
    /// kernel would reap our children itself, and exit codes were lost.
    /// </summary>
    public static void Prepare()
    {
        // Services inherit it; what Baton itself makes has modes of its own.
        const uint othersMayRead = 0b000_010_010;
        _ = Libc.umask(othersMayRead);
        var action = stackalloc byte[256];
        new Span<byte>(action, 256).Clear();
        var isIgnored = Libc.sigaction(Libc.SIGCHLD, null, action) == 0 && *(nint*)action == 1;
        new Span<byte>(action, 256).Clear();
        if (isIgnored && Libc.sigaction(Libc.SIGCHLD, action, null) != 0)
            throw new Core.BatonException(Core.ErrorCode.Unavailable, $"cannot watch processes: {Libc.LastError()}");
        if (Libc.prctl(Libc.PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) != 0)
            throw new Core.BatonException(Core.ErrorCode.Unavailable, $"cannot adopt the descendants of services: {Libc.LastError()}");
    }
}
