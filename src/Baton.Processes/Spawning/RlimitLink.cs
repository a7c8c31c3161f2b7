using System.Globalization;
using Baton.Core;
using Baton.Processes.Native;

namespace Baton.Processes.Spawning;

/// <summary>The link of the chain that limits a process (<c>prlimit</c>); nothing where nothing is limited.</summary>
internal static class RlimitLink
{
    private const ulong Unlimited = ulong.MaxValue;

    /// <param name="limits">What is limited.</param>
    /// <param name="tool">Finds a program of the system.</param>
    /// <exception cref="BatonException">SpawnFailed: a limit is higher than Baton may set it.</exception>
    public static IEnumerable<string> Of(ResourceLimits? limits, Func<string, string> tool)
    {
        var all = limits?.OfProcess.ToList() ?? [];
        if (all.Count == 0) return [];
        foreach (var (name, number, value) in all) ThrowIfTooHigh(name, number, (ulong)value);
        return [tool("prlimit"), .. all.Select(limit => string.Create(CultureInfo.InvariantCulture, $"--{limit.Name}={limit.Value}:{limit.Value}")), "--"];
    }

    private static unsafe void ThrowIfTooHigh(string name, int number, ulong value)
    {
        Libc.Limit own;
        if (Libc.geteuid() == 0 || Libc.prlimit64(0, number, null, &own) != 0 || own.Hard == Unlimited || own.Hard >= value) return;
        throw new BatonException(ErrorCode.SpawnFailed, string.Create(CultureInfo.InvariantCulture,
            $"limits.{name} = {value} is more than Baton may give, whose own hard limit is {own.Hard}; raise that (ulimit -H, LimitNOFILE= and the like of systemd), or start Baton as root"));
    }
}
