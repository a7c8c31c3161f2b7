using Baton.Processes;
using Baton.Supervision.Services;

namespace Baton.Supervision.Figures;

/// <summary>Turns counters of processor time into percentages, from one measurement to the next.</summary>
internal sealed class CpuShares(TimeProvider time)
{
    private Dictionary<RunId, TimeSpan> _previous = [];
    private long? _measuredAt;

    /// <summary>The figures of one measurement, by service.</summary>
    public IEnumerable<(RunId Id, ServiceFigures Figures)> Next(IReadOnlyList<RunFigures> measured)
    {
        var span = _measuredAt is { } before ? time.GetElapsedTime(before) : TimeSpan.Zero;
        _measuredAt = time.GetTimestamp();
        var now = new Dictionary<RunId, TimeSpan>(measured.Count);
        var result = new List<(RunId, ServiceFigures)>(measured.Count);
        foreach (var run in measured)
        {
            now[run.Id] = run.Cpu;
            // A process of the tree that ended took its time with it: a sum that shrank says nothing.
            double? percent = span > TimeSpan.Zero && _previous.TryGetValue(run.Id, out var cpu) && run.Cpu >= cpu
                ? Math.Round((run.Cpu - cpu) / span * 100, 1)
                : null;
            result.Add((run.Id, new ServiceFigures(percent, run.MemoryBytes, run.Processes, run.Ports)));
        }

        _previous = now;
        return result;
    }
}
