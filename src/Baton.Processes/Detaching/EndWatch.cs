using System.Collections;
using System.Runtime.InteropServices;
using Baton.Core;
using Baton.Processes.Native;
using Baton.Processes.Spawning;
using Baton.Processes.Tree;
using Microsoft.Win32.SafeHandles;

namespace Baton.Processes.Detaching;

/// <summary>
/// A tiny process that becomes a program when everybody has died who holds its descriptor: a shell that reads a pipe. The kernel tells it by the end of
/// the pipe, however they died; a line in the pipe calls it off. It lives in a session of its own, so a kill of theirs does not reach it.
/// </summary>
public static unsafe class EndWatch
{
    private const int PipeNumber = 3, ProgramNumber = 4;

    // The outer shell ends at once, so that what waits belongs to whoever reaps strangers.
    private const string Script = "{ read -r over && exit 0; exec \"$@\"; } <&3 3<&- &";

    /// <summary>Starts it.</summary>
    /// <param name="arguments">What it becomes: a program's absolute path, then its arguments. It gets our environment.</param>
    /// <param name="outputFile">Absolute path of a file that takes what that prints; made when missing.</param>
    /// <param name="program">The open file of the program, which need not have a name any more: then the first argument is of no account. Null: what that names.</param>
    /// <returns>The descriptor, which the caller owns and nobody inherits.</returns>
    /// <exception cref="BatonException">SpawnFailed, Unavailable.</exception>
    public static int Start(IReadOnlyList<string> arguments, string outputFile, SafeFileHandle? program = null)
    {
        if (MachineFeatures.FindTool("sh") is not { } shell) throw new BatonException(ErrorCode.SpawnFailed, "there is no \"sh\" on this machine");
        var image = DuplicateOf(program);
        var ends = stackalloc int[2];
        if (Libc.pipe2(ends, Libc.O_CLOEXEC) != 0)
        {
            var problem = Libc.LastError();
            if (image >= 0) _ = Libc.close(image);
            throw new BatonException(ErrorCode.Unavailable, $"cannot make a pipe: {problem}");
        }

        string[] become = program is null ? [.. arguments] : [$"/proc/self/fd/{ProgramNumber}", .. arguments.Skip(1)];
        // Without a mark it would be taken for what a run has left, and be looked for at each exit.
        var limit = RunMark.PutNobodys();
        var (pid, error) = Spawn(shell, [shell, "-c", Script, "baton-end-watch", .. become], outputFile, ends[0], image);
        if (limit is { } before) RunMark.PutBack(before);
        if (image >= 0) _ = Libc.close(image);
        _ = Libc.close(ends[0]);
        if (pid > 0 && Libc.Reap(Libc.P_PID, pid, out _, block: true) is { IsSuccess: true }) return ends[1];
        _ = Libc.close(ends[1]);
        throw new BatonException(ErrorCode.SpawnFailed, $"cannot start \"{shell}\": {(error == 0 ? "it has failed" : Marshal.GetPInvokeErrorMessage(error))}");
    }

    /// <summary>Calls it off, and closes the descriptor: it ends, whoever else holds one. Nothing happens when it has ended already.</summary>
    public static void CallOff(int descriptor)
    {
        var line = (byte)'\n';
        _ = Libc.write(descriptor, &line, 1);
        _ = Libc.close(descriptor);
    }

    /// <summary>The same file under a number that is none of those that are given away; -1 for none.</summary>
    private static int DuplicateOf(SafeFileHandle? program)
    {
        if (program is null) return -1;
        var image = Libc.Duplicate((int)program.DangerousGetHandle(), atLeast: ProgramNumber + 1);
        return image >= 0 ? image : throw new BatonException(ErrorCode.Unavailable, $"cannot pass the program on: {Libc.LastError()}");
    }

    private static (int Pid, int Error) Spawn(string shell, IReadOnlyList<string> arguments, string outputFile, int pipe, int image)
    {
        const int ownerOnly = 0x180; // 0600
        const int append = Libc.O_WRONLY | Libc.O_APPEND | Libc.O_CREAT;
        var actions = stackalloc byte[Libc.SpawnObjectBytes];
        var attributes = stackalloc byte[Libc.SpawnObjectBytes];
        var signals = stackalloc byte[128];
        using var words = new NativeStrings(arguments);
        using var paths = new NativeStrings([shell, outputFile, "/"]);
        using var environment = new NativeStrings([.. Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(entry => $"{entry.Key}={entry.Value}")]);
        Libc.posix_spawnattr_init(attributes);
        Libc.posix_spawnattr_setflags(attributes, Libc.POSIX_SPAWN_SETSID | Libc.POSIX_SPAWN_SETSIGDEF | Libc.POSIX_SPAWN_SETSIGMASK);
        Libc.sigemptyset(signals);
        Libc.posix_spawnattr_setsigmask(attributes, signals);
        Libc.sigfillset(signals);
        Libc.posix_spawnattr_setsigdefault(attributes, signals);
        Libc.posix_spawn_file_actions_init(actions);
        // Each of these fails only for want of memory.
        var error = Libc.posix_spawn_file_actions_adddup2(actions, pipe, PipeNumber);
        fixed (byte* nowhere = "/dev/null\0"u8)
        {
            if (error == 0) error = Libc.posix_spawn_file_actions_addopen(actions, 0, nowhere, Libc.O_RDONLY, 0);
        }

        if (error == 0) error = Libc.posix_spawn_file_actions_addopen(actions, 1, paths.Pointers[1], append, ownerOnly);
        if (error == 0) error = Libc.posix_spawn_file_actions_adddup2(actions, 1, 2);
        if (error == 0 && image >= 0) error = Libc.posix_spawn_file_actions_adddup2(actions, image, ProgramNumber);
        if (error == 0) error = Libc.posix_spawn_file_actions_addclosefrom_np(actions, image >= 0 ? ProgramNumber + 1 : PipeNumber + 1);
        if (error == 0) error = Libc.posix_spawn_file_actions_addchdir_np(actions, paths.Pointers[2]);
        var pid = 0;
        if (error == 0) error = Libc.posix_spawn(&pid, paths.First, actions, attributes, words.Pointers, environment.Pointers);
        Libc.posix_spawn_file_actions_destroy(actions);
        Libc.posix_spawnattr_destroy(attributes);
        return error == 0 ? (pid, 0) : (0, error);
    }
}
