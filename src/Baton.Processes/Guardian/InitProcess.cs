using System.Collections;
using System.Globalization;
using System.Runtime.InteropServices;
using Baton.Core;
using Baton.Processes.Native;
using Baton.Processes.Spawning;

namespace Baton.Processes.Guardian;

/// <summary>
/// Process 1 of a container: has the guardian as its child, passes signals on to it, reaps whatever else becomes its child, and ends as the guardian
/// does. It is a process of its own since .NET, as process 1, reaps every child at SIGCHLD (https://github.com/dotnet/runtime/pull/65061), and with
/// that the exit codes of services are lost. Nothing here asks for SIGCHLD, so that this does not begin; it may go when that can be turned off.
/// </summary>
internal static class InitProcess
{
    private const int SIGHUP = 1, SIGINT = 2, Failed = 1, SignalBase = 128;

    /// <summary>This is process 1.</summary>
    public static bool IsNeeded => Environment.ProcessId == 1;

    /// <summary>Is process 1 until the guardian has ended; what lives then, the kernel kills.</summary>
    /// <param name="arguments">The words of this process's command line, without the program's name.</param>
    /// <returns>The guardian's exit code.</returns>
    /// <exception cref="BatonException">SpawnFailed: there is no guardian.</exception>
    public static int Run(string[] arguments)
    {
        var gate = new Lock();
        var early = new List<int>();
        var guardian = 0;
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => PassOn(context, Libc.SIGTERM));
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context => PassOn(context, SIGHUP));
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => PassOn(context, SIGINT));
        lock (gate)
        {
            guardian = Start(arguments);
            foreach (var signal in early) _ = Libc.kill(guardian, signal);
        }

        while (true)
        {
            var pid = Libc.WaitForAny();
            lock (gate)
            {
                var status = Libc.Reap(Libc.P_PID, pid, out _) ?? ExitStatus.Unknown;
                if (pid != 0 && pid != guardian) continue;
                guardian = 0;
                return status.Code ?? (status.Signal is { } end ? SignalBase + end : Failed);
            }
        }

        void PassOn(PosixSignalContext context, int signal)
        {
            context.Cancel = true;
            // Ctrl+C goes to all that are at the terminal, the guardian too.
            if (signal == SIGINT && Libc.tcgetpgrp(0) is > 0 and var group && group == Libc.getpgrp()) return;
            lock (gate)
            {
                // It is reaped under the gate, so the number is never a stranger's. Before it is known the signal waits.
                if (guardian > 0) _ = Libc.kill(guardian, signal);
                else early.Add(signal);
            }
        }
    }

    private static int Start(string[] arguments)
    {
        var program = Environment.ProcessPath!;
        // From a build folder it may be `dotnet baton.dll` that runs.
        string[] words = Path.GetFileName(program) == "dotnet" ? [program, Environment.GetCommandLineArgs()[0], .. arguments] : [program, .. arguments];
        var (pid, error) = PartnerSpawner.Spawn(program, words, EnvironmentLines(), socket: null);
        return pid > 0 ? pid : throw new BatonException(ErrorCode.SpawnFailed, $"cannot start \"{program}\": {Marshal.GetPInvokeErrorMessage(error)}");
    }

    private static List<string> EnvironmentLines()
    {
        var lines = new List<string> { string.Create(CultureInfo.InvariantCulture, $"{InheritedLimit.Variable}={InheritedLimit.Find(Environment.GetEnvironmentVariable)}") };
        foreach (DictionaryEntry entry in Environment.GetEnvironmentVariables())
        {
            if ((string)entry.Key != InheritedLimit.Variable) lines.Add($"{entry.Key}={entry.Value}");
        }

        return lines;
    }
}
