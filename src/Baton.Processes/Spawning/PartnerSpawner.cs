using Baton.Processes.Native;

namespace Baton.Processes.Spawning;

/// <summary>
/// Starts the other half of Baton itself: in our session and process group, so that both have the terminal, with our standard streams, and with one
/// end of a socket pair as its only other descriptor.
/// </summary>
internal static unsafe class PartnerSpawner
{
    /// <summary>The number that the socket has in the new process.</summary>
    public const int SocketNumber = 3;

    /// <param name="program">Absolute path.</param>
    /// <param name="arguments">Its own name first.</param>
    /// <param name="environment">Lines <c>NAME=VALUE</c>.</param>
    /// <param name="socket">The descriptor that becomes <see cref="SocketNumber"/>; null: it gets none.</param>
    /// <returns>Pid, or 0 and the errno.</returns>
    public static (int Pid, int Error) Spawn(string program, IReadOnlyList<string> arguments, IReadOnlyCollection<string> environment, int? socket)
    {
        var actions = stackalloc byte[Libc.SpawnObjectBytes];
        var attributes = stackalloc byte[Libc.SpawnObjectBytes];
        using var paths = new NativeStrings([program]);
        using var words = new NativeStrings(arguments);
        using var lines = new NativeStrings(environment);
        var signals = stackalloc byte[128];
        Libc.posix_spawnattr_init(attributes);
        Libc.posix_spawnattr_setflags(attributes, Libc.POSIX_SPAWN_SETSIGDEF | Libc.POSIX_SPAWN_SETSIGMASK);
        Libc.sigemptyset(signals);
        Libc.posix_spawnattr_setsigmask(attributes, signals);
        Libc.sigfillset(signals);
        Libc.posix_spawnattr_setsigdefault(attributes, signals);
        Libc.posix_spawn_file_actions_init(actions);
        var error = socket is { } end ? Libc.posix_spawn_file_actions_adddup2(actions, end, SocketNumber) : 0;
        if (error == 0) error = Libc.posix_spawn_file_actions_addclosefrom_np(actions, socket is null ? SocketNumber : SocketNumber + 1);
        var pid = 0;
        if (error == 0) error = Libc.posix_spawn(&pid, paths.First, actions, attributes, words.Pointers, lines.Pointers);
        Libc.posix_spawn_file_actions_destroy(actions);
        Libc.posix_spawnattr_destroy(attributes);
        return error == 0 ? (pid, 0) : (0, error);
    }
}
