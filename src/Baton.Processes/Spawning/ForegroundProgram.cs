using System.Runtime.InteropServices;
using Baton.Core;
using Baton.Processes.Native;

namespace Baton.Processes.Spawning;

/// <summary>
/// A program in the terminal of whoever asked for it: with our standard streams, in our session and process group, and else as the runs of a
/// service are: folder, environment, credentials, umask 022, the soft limit on open files that Baton was started with, and no signal ignored.
/// </summary>
public static unsafe class ForegroundProgram
{
    private const int SIGHUP = 1, SIGPIPE = 13, SignalBase = 128;
    private const uint OthersMayRead = 0b000_010_010;

    /// <summary>Becomes the program: it keeps the pid, and nothing of this process goes on. Returns only by failing.</summary>
    /// <exception cref="BatonException">SpawnFailed: it cannot be started, and why.</exception>
    public static void Become(Launch what)
    {
        var (program, arguments) = Prepare(what);
        using var paths = new NativeStrings([program]);
        using var words = new NativeStrings(arguments);
        using var lines = new NativeStrings(LinesOf(what));
        // .NET ignores SIGPIPE, and ignoring is inherited.
        var action = stackalloc byte[256];
        new Span<byte>(action, 256).Clear();
        _ = Libc.sigaction(SIGPIPE, action, null);
        _ = Libc.execve(paths.First, words.Pointers, lines.Pointers);
        throw Failure(SpawnDiagnosis.Explain(what, program, Marshal.GetLastPInvokeError()));
    }

    /// <summary>Runs the program to its end, which may be long. SIGTERM and SIGHUP are passed on to it; Ctrl+C reaches it by the terminal, too.</summary>
    /// <returns>Its exit code; 128 and the number of the signal that ended it.</returns>
    /// <exception cref="BatonException">SpawnFailed: it cannot be started, and why.</exception>
    public static int Run(Launch what)
    {
        var (program, arguments) = Prepare(what);
        var (pid, error) = PartnerSpawner.Spawn(program, arguments, LinesOf(what), socket: null);
        if (pid == 0) throw Failure(SpawnDiagnosis.Explain(what, program, error));
        var gate = new Lock();
        var isReaped = false;
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => PassOn(context, Libc.SIGTERM));
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context => PassOn(context, SIGHUP));
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, static context => context.Cancel = true);
        using var quit = PosixSignalRegistration.Create(PosixSignal.SIGQUIT, static context => context.Cancel = true);
        // A dead child keeps its pid until it is reaped, so that the wait and the reaping are two steps, and no signal goes to a stranger.
        Libc.WaitForDeath(pid);
        lock (gate)
        {
            isReaped = true;
            var status = Libc.Reap(Libc.P_PID, pid, out _, block: true) ?? ExitStatus.Unknown;
            return status.Code ?? (status.Signal is { } signal ? SignalBase + signal : 1);
        }

        void PassOn(PosixSignalContext context, int signal)
        {
            context.Cancel = true;
            lock (gate)
            {
                if (!isReaped) _ = Libc.kill(pid, signal);
            }
        }
    }

    /// <summary>Looks for the program, and makes this process what it is to be started from: folder, umask, limit.</summary>
    private static (string Program, IReadOnlyList<string> Arguments) Prepare(Launch what)
    {
        if (SpawnDiagnosis.RefusalOf(what) is { } refusal) throw Failure(refusal);
        var (program, arguments) = ExecChain.Of(what);
        try
        {
            Environment.CurrentDirectory = what.WorkingDirectory;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Failure($"working directory \"{what.WorkingDirectory}\": {e.Message}");
        }

        _ = Libc.umask(OthersMayRead);
        InheritedLimit.Restore(0, InheritedLimit.Find(Environment.GetEnvironmentVariable));
        return (program, arguments);
    }

    private static List<string> LinesOf(Launch what) => [.. what.Environment.Select(variable => $"{variable.Key}={variable.Value}")];

    private static BatonException Failure(string reason) => new(ErrorCode.SpawnFailed, reason);
}
