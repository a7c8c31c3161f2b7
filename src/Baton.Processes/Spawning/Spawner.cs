using Baton.Processes.Native;

namespace Baton.Processes.Spawning;

/// <summary>
/// The one place that makes processes. posix_spawn borrows our memory until the exec (as vfork does), so its cost does not grow with our
/// heap, and it reports the failure of any step, the exec included, as its own errno.
/// </summary>
internal static unsafe class Spawner
{
    private const int ENOEXEC = 8;

    /// <summary>
    /// Starts the program in a session of its own with default signal actions, an empty mask, <c>/dev/null</c> as standard input and no
    /// other descriptor of ours.
    /// </summary>
    /// <returns>Pid, or 0 and the errno.</returns>
    public static (int Pid, int Error) Spawn(SpawnOrder order)
    {
        var (pid, error) = SpawnOnce(order);
        if (error != ENOEXEC) return (pid, error);
        // A script without "#!": the shell reads it, as execvp has always done.
        return SpawnOnce(order with { Program = "/bin/sh", Arguments = ["/bin/sh", order.Program, .. order.Arguments.Skip(1)] });
    }

    private static (int Pid, int Error) SpawnOnce(SpawnOrder order)
    {
        var actions = stackalloc byte[Libc.SpawnObjectBytes];
        var attributes = stackalloc byte[Libc.SpawnObjectBytes];
        using var arguments = new NativeStrings(order.Arguments);
        using var environment = new NativeStrings(order.Environment);
        using var paths = new NativeStrings([order.Program, order.WorkingDirectory, order.Stdout, order.Stderr]);
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
        // Output is opened for reading too: its unread bytes then outlive a dead reader for as long as the service lives.
        fixed (byte* nowhere = "/dev/null\0"u8)
        {
            // Each of these fails only for want of memory.
            var error = Libc.posix_spawn_file_actions_addopen(actions, 0, nowhere, Libc.O_RDONLY, 0);
            if (error == 0) error = Libc.posix_spawn_file_actions_addopen(actions, 1, paths[2], Libc.O_RDWR, 0);
            if (error == 0) error = Libc.posix_spawn_file_actions_addopen(actions, 2, paths[3], Libc.O_RDWR, 0);
            if (error == 0) error = Libc.posix_spawn_file_actions_addchdir_np(actions, paths[1]);
            if (error == 0) error = Libc.posix_spawn_file_actions_addclosefrom_np(actions, 3);
            return error;
        }
    }
}
