using Baton.Processes.Native;

namespace Baton.Processes.Spawning;

/// <summary>
/// The one place that makes processes. posix_spawn borrows our memory until the exec (as vfork does), so its cost does not grow with our
/// heap, and it reports the failure of any step, the exec included, as its own errno.
/// </summary>
internal static unsafe class Spawner
{
    /// <summary>
    /// Starts the program in a session of its own with default signal actions, an empty mask, <c>/dev/null</c> as standard input and no
    /// other descriptor of ours.
    /// </summary>
    /// <param name="order">What to spawn.</param>
    /// <param name="sign">A FIFO that the child opens to write and closes, first of all; somebody has it open to read.</param>
    /// <returns>Pid, or 0 and the errno.</returns>
    public static (int Pid, int Error) Spawn(SpawnOrder order, string sign)
    {
        var actions = stackalloc byte[Libc.SpawnObjectBytes];
        var attributes = stackalloc byte[Libc.SpawnObjectBytes];
        using var arguments = new NativeStrings(order.Arguments);
        using var environment = new NativeStrings(order.Environment);
        using var paths = new NativeStrings([order.Program, order.WorkingDirectory, order.Stdout, order.Stderr, sign]);
        var error = Prepare(actions, attributes, paths.Pointers);
        var pid = 0;
        if (error == 0) error = Libc.posix_spawn(&pid, paths.First, actions, attributes, arguments.Pointers, environment.Pointers);
        Libc.posix_spawn_file_actions_destroy(actions);
        Libc.posix_spawnattr_destroy(attributes);
        return error == 0 ? (pid, 0) : (0, error);
    }

    private static int Prepare(void* actions, void* attributes, byte** paths)
    {
        const short flags = Libc.POSIX_SPAWN_SETSID | Libc.POSIX_SPAWN_SETSIGDEF | Libc.POSIX_SPAWN_SETSIGMASK;
        var signals = stackalloc byte[128];
        Libc.posix_spawnattr_init(attributes);
        Libc.posix_spawnattr_setflags(attributes, flags);
        Libc.sigemptyset(signals);
        Libc.posix_spawnattr_setsigmask(attributes, signals);
        // .NET ignores SIGPIPE, and ignoring is inherited.
        Libc.sigfillset(signals);
        Libc.posix_spawnattr_setsigdefault(attributes, signals);
        Libc.posix_spawn_file_actions_init(actions);
        // Output is opened for reading too: its unread bytes then outlive a dead reader for as long as the service lives. Appending says
        // nothing to a FIFO; in a file the two streams do not overwrite each other.
        fixed (byte* nowhere = "/dev/null\0"u8)
        {
            // Each of these fails only for want of memory.
            var error = Libc.posix_spawn_file_actions_addopen(actions, 3, paths[4], Libc.O_WRONLY, 0);
            // This closes the sign again, and all that we have open. What the steps after it open beyond 2 they close themselves.
            if (error == 0) error = Libc.posix_spawn_file_actions_addclosefrom_np(actions, 3);
            if (error == 0) error = Libc.posix_spawn_file_actions_addopen(actions, 0, nowhere, Libc.O_RDONLY, 0);
            if (error == 0) error = Libc.posix_spawn_file_actions_addopen(actions, 1, paths[2], Libc.O_RDWR | Libc.O_APPEND, 0);
            if (error == 0) error = Libc.posix_spawn_file_actions_addopen(actions, 2, paths[3], Libc.O_RDWR | Libc.O_APPEND, 0);
            if (error == 0) error = Libc.posix_spawn_file_actions_addchdir_np(actions, paths[1]);
            return error;
        }
    }
}
