using Baton.Processes.Hosting;
using Baton.Processes.Tree;

namespace Baton.Processes.Figures;

/// <summary>Adds up what each run's tree uses in one snapshot.</summary>
internal sealed class FigureSampler
{
    // User-space ticks are 100 a second on every Linux that .NET runs on, whatever the kernel counts in.
    private const long TicksPerSecond = 100;

    private readonly List<int> _members = [];
    private readonly ListeningPorts _ports = new();

    public ProcessEvent.Sampled Sample(ProcSnapshot snapshot, TreeMap map, List<LiveRun> runs)
    {
        _ports.Refresh();
        var figures = new List<RunFigures>(runs.Count);
        foreach (var run in runs)
        {
            if (run.IsLeftover || run.Phase is RunPhase.Spawning or RunPhase.Gone) continue;
            map.MembersOf(run, _members);
            figures.Add(Add(run, snapshot));
        }

        return new ProcessEvent.Sampled(figures);
    }

    private RunFigures Add(LiveRun run, ProcSnapshot snapshot)
    {
        long ticks = 0, pages = 0;
        List<int>? ports = null;
        foreach (var index in _members)
        {
            ref readonly var entry = ref snapshot.Entries[index];
            ticks += entry.CpuTicks;
            pages += entry.ResidentPages;
            _ports.AddTo(ref ports, snapshot.Files, entry.Pid);
        }

        ports?.Sort();
        return new RunFigures(run.Id, TimeSpan.FromTicks(ticks * (TimeSpan.TicksPerSecond / TicksPerSecond)), pages * Environment.SystemPageSize,
            _members.Count, ports is null ? [] : [.. ports.Distinct()]);
    }
}
