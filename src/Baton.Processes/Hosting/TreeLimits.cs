using System.Collections.Concurrent;
using Baton.Core;
using Baton.Processes.Tree;

namespace Baton.Processes.Hosting;

/// <summary>Sets the limits of trees before they are spawned. A service without any costs one look into a set that is usually empty.</summary>
/// <param name="home">The cgroups of services; null where there are none.</param>
/// <param name="trouble">Told once of each controller that is missing.</param>
internal sealed class TreeLimits(CgroupHome? home, Action<string> trouble)
{
    private readonly ConcurrentDictionary<string, bool> _limited = new();
    private readonly ConcurrentDictionary<string, long> _kills = new();
    private readonly ConcurrentDictionary<string, bool> _told = new();

    /// <summary>Sets the limits of a service's next run, or takes back those of the one before.</summary>
    /// <exception cref="BatonException">SpawnFailed: they are required and cannot be set.</exception>
    public void Set(string service, ResourceLimits? limits)
    {
        if (limits is not { HasTreeLimit: true } wanted)
        {
            if (!_limited.IsEmpty && _limited.TryRemove(service, out _)) home?.Limit(service, new ResourceLimits());
            if (!_kills.IsEmpty) _kills.TryRemove(service, out _);
            return;
        }

        _limited[service] = true;
        if (wanted.Memory is null) _kills.TryRemove(service, out _);
        else _kills[service] = home?.OutOfMemoryKills(service) ?? 0;
        var missing = home is null ? AllOf(wanted) : home.Limit(service, wanted);
        if (missing.Count == 0) return;
        var why = home is null ? "there is no cgroup v2 that Baton may use" : "Baton's cgroup has no such controller (cgroup.controllers, Delegate= of systemd)";
        var what = $"limits.{string.Join(" and limits.", missing)} of \"{service}\" cannot be set, since {why}";
        if (wanted.IsRequired) throw new BatonException(ErrorCode.SpawnFailed, $"{what}, and limits.required is true");
        // All of them are told now, not only the first.
        var untold = missing.Where(controller => _told.TryAdd(controller, true)).ToList();
        if (untold.Count > 0) trouble($"{what}: it runs without; memory_restart and limits.as need no cgroup");
    }

    /// <summary>The kernel has killed in a service's tree for want of memory since its last run began.</summary>
    public bool IsOutOfMemory(string service) => !_kills.IsEmpty && _kills.TryGetValue(service, out var before) && home?.OutOfMemoryKills(service) > before;

    private static List<string> AllOf(ResourceLimits limits)
    {
        var all = new List<string>();
        if (limits.Memory is not null) all.Add("memory");
        if (limits.Cpu is not null) all.Add("cpu");
        if (limits.Pids is not null) all.Add("pids");
        return all;
    }
}
