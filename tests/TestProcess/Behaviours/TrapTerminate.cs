using System.Globalization;
using System.Runtime.InteropServices;

namespace Baton.TestProcess.Behaviours;

/// <summary><c>trap-terminate FILE MILLISECONDS [CODE]</c>: says in FILE that it is ready; after SIGTERM takes its time, then exits with CODE.</summary>
internal static class TrapTerminate
{
    public static int Run(string[] args)
    {
        using var asked = new ManualResetEventSlim();
        using var registration = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            context.Cancel = true;
            asked.Set();
        });
        File.WriteAllText(args[0], $"{Environment.ProcessId}\n");
        asked.Wait();
        using var never = new ManualResetEventSlim();
        never.Wait(int.Parse(args[1], CultureInfo.InvariantCulture));
        return args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 0;
    }
}
