using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Baton.TestProcess.Behaviours;

/// <summary>A parent to which the orphans of the program come that it starts, as to process 1.</summary>
internal static unsafe partial class Nanny
{
    private const int SetChildSubreaper = 36, AllChildren = 0, Exited = 4;

    /// <summary>
    /// <c>nanny reap|hold PROGRAM ARGUMENT...</c>: starts the program and reaps whatever dies, until it has no children, or (hold) never reaps
    /// and stays until it is killed.
    /// </summary>
    public static int Run(string[] arguments)
    {
        if (Control(SetChildSubreaper, 1, 0, 0, 0) != 0) return 1;
        using var program = Process.Start(new ProcessStartInfo(arguments[1], arguments[2..]) { UseShellExecute = false })!;
        if (arguments[0] == "hold")
        {
            using var never = new ManualResetEventSlim();
            never.Wait();
        }

        var siginfo = stackalloc byte[128];
        while (Wait(AllChildren, 0, siginfo, Exited) == 0)
        {
            // Another has died.
        }

        return 0;
    }

    [LibraryImport("libc", EntryPoint = "prctl")]
    private static partial int Control(int option, ulong a, ulong b, ulong c, ulong d);

    [LibraryImport("libc", EntryPoint = "waitid")]
    private static partial int Wait(int kind, int id, byte* siginfo, int options);
}
