using System.Globalization;
using Baton.Processes.Native;

namespace Baton.Processes.Spawning;

/// <summary>
/// The soft limit on open files that Baton was started with. .NET raises it to the hard one for itself; programs that still use select
/// break above 1,024 descriptors, so services get back what a shell would have given them.
/// </summary>
internal static class InheritedLimit
{
    /// <summary>Set by the launcher, which still sees it.</summary>
    public const string Variable = "BATON_NOFILE";

    private const ulong Customary = 1024;

    /// <summary>The launcher's word, else the limit of our parent, which .NET has not touched, else 1,024.</summary>
    public static ulong Find(Func<string, string?> environment)
    {
        if (ulong.TryParse(environment(Variable), NumberStyles.None, CultureInfo.InvariantCulture, out var told) && told > 0) return told;
        return OfParent() ?? Customary;
    }

    /// <summary>Puts the soft limit of a process to <paramref name="soft"/>, or to its hard one when that is lower.</summary>
    public static unsafe void Restore(int pid, ulong soft)
    {
        Libc.Limit limit;
        // Refused only for a set-uid program, which then keeps the higher limit.
        if (Libc.prlimit64(pid, Libc.RLIMIT_NOFILE, null, &limit) != 0 || limit.Soft <= soft) return;
        limit.Soft = Math.Min(soft, limit.Hard);
        Libc.prlimit64(pid, Libc.RLIMIT_NOFILE, &limit, null);
    }

    private static unsafe ulong? OfParent()
    {
        var stat = File.ReadAllText("/proc/self/stat");
        var parent = int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture);
        Libc.Limit limit;
        return parent > 1 && Libc.prlimit64(parent, Libc.RLIMIT_NOFILE, null, &limit) == 0 ? limit.Soft : null;
    }
}
