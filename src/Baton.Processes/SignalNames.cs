using System.Globalization;

namespace Baton.Processes;

/// <summary>Signals by the names people use for them (<c>SIGTERM</c>, <c>TERM</c>), numbers as on Linux x86-64 and arm64 (signal(7)).</summary>
public static class SignalNames
{
    private static readonly (string Name, int Number)[] Known =
    [
        ("SIGHUP", 1), ("SIGINT", 2), ("SIGQUIT", 3), ("SIGILL", 4), ("SIGTRAP", 5), ("SIGABRT", 6), ("SIGBUS", 7), ("SIGFPE", 8),
        ("SIGKILL", 9), ("SIGUSR1", 10), ("SIGSEGV", 11), ("SIGUSR2", 12), ("SIGPIPE", 13), ("SIGALRM", 14), ("SIGTERM", 15),
        ("SIGSTKFLT", 16), ("SIGCHLD", 17), ("SIGCONT", 18), ("SIGSTOP", 19), ("SIGTSTP", 20), ("SIGTTIN", 21), ("SIGTTOU", 22),
        ("SIGURG", 23), ("SIGXCPU", 24), ("SIGXFSZ", 25), ("SIGVTALRM", 26), ("SIGPROF", 27), ("SIGWINCH", 28), ("SIGIO", 29),
        ("SIGPWR", 30), ("SIGSYS", 31),
    ];

    /// <summary>All names, with the <c>SIG</c> prefix, in order of number.</summary>
    public static IEnumerable<string> All => Known.Select(signal => signal.Name);

    /// <summary>The number of a signal named with or without <c>SIG</c>, in upper or lower case; null when there is none.</summary>
    public static int? NumberOf(string name)
    {
        foreach (var (known, number) in Known)
        {
            if (known.Equals(name, StringComparison.OrdinalIgnoreCase)
                || known.AsSpan(3).Equals(name, StringComparison.OrdinalIgnoreCase)) return number;
        }

        return null;
    }

    /// <summary>The name with <c>SIG</c>; <c>signal N</c> for the real-time ones.</summary>
    public static string NameOf(int number) =>
        Array.Find(Known, signal => signal.Number == number).Name ?? string.Create(CultureInfo.InvariantCulture, $"signal {number}");
}
