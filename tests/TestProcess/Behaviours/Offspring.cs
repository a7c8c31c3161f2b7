using System.Diagnostics;

namespace Baton.TestProcess.Behaviours;

/// <summary>Behaviours that leave other processes behind; these say their pids in FILE.</summary>
internal static class Offspring
{
    /// <summary><c>double-fork FILE</c>: ends at once and leaves a grandchild in a session of its own, as daemons do.</summary>
    public static int DoubleFork(string[] args) => Start("setsid", ["--fork", Environment.ProcessPath!, "sleep", args[0]]);

    /// <summary><c>hold-pipes FILE CODE</c>: ends with CODE and leaves a child that holds its output.</summary>
    public static int HoldPipes(string[] args)
    {
        Start(Environment.ProcessPath!, ["sleep", args[0]]);
        return int.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture);
    }

    private static int Start(string program, string[] arguments)
    {
        // Nothing redirected: it inherits what we write to.
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false });
        return process is null ? 1 : 0;
    }
}
