using System.Collections.Concurrent;
using Baton.Processes.Records;
using Baton.Processes.Tree;

namespace Baton.Processes.Notifications;

/// <summary>
/// Finds the run that a process belongs to by the marks that every process of its tree carries (<see cref="RunMark"/>): the limit first, and the
/// environment for one whose limit is nobody's. Only runs of services that were named are found.
/// </summary>
internal sealed class RunSenders(StateId state, Func<string, int> slotOf, Func<string, int> lastRun) : IDisposable
{
    private readonly ConcurrentDictionary<int, string> _services = new();
    private readonly ProcFiles _files = new();

    /// <summary>From now on runs of this service are found. On any thread.</summary>
    public void Add(string service) => _services[slotOf(service)] = service;

    /// <summary>The run of a process that lives, or is dead and not yet reaped; null when it is none of ours. One thread at a time.</summary>
    public RunId? Find(int pid)
    {
        var mark = RunMark.Read(pid, state);
        if (mark.Kind == LimitMarkKind.Ours)
            return _services.TryGetValue(mark.Slot, out var service) ? new RunId(service, mark.RunUpTo(lastRun(service))) : null;
        return mark.Kind == LimitMarkKind.Foreign ? null : ByEnvironment(pid);
    }

    public void Dispose() => _files.Dispose();

    private RunId? ByEnvironment(int pid)
    {
        var environment = _files.Read(pid, "environ"u8);
        foreach (var range in environment.Split((byte)0))
        {
            var line = environment[range];
            if (line.StartsWith("BATON_RUN="u8)) return RunMark.Parse(line["BATON_RUN=".Length..], state) is { } run && _services.Values.Contains(run.Service) ? run : null;
        }

        return null;
    }
}
