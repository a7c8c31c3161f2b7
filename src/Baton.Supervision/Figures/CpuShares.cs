using Baton.Processes;
using Baton.Supervision.Services;

namespace Baton.Supervision.Figures;

/// <summary>Turns counters of processor time into percentages, from one measurement to the next.</summary>
internal sealed class CpuShares(TimeProvider time)
{
    private Dictionary<RunId, TimeSpan> _previous = [];
    private long? _measuredAt;

    /// <summary>The figures of one measurement, by run.</summary>
    /// <param name="measured">What the host counted.</param>
    /// <param name="age">How long a run has been there: what the first measurement of a run is related to; null when that is not known.</param>
    public IEnumerable<(RunId Id, ServiceFigures Figures, TimeSpan Cpu)> Next(IReadOnlyList<RunFigures> measured, Func<RunId, TimeSpan?> age)
    {
        var span = _measuredAt is { } before ? time.GetElapsedTime(before) : TimeSpan.Zero;
        _measuredAt = time.GetTimestamp();
        var now = new Dictionary<RunId, TimeSpan>(measured.Count);
        var result = new List<(RunId, ServiceFigures, TimeSpan)>(measured.Count);
        foreach (var run in measured)
        {
            now[run.Id] = run.Cpu;
            var percent = _previous.TryGetValue(run.Id, out var earlier) ? Percent(run.Cpu - earlier, span) : Percent(run.Cpu, age(run.Id));
            result.Add((run.Id, new ServiceFigures(percent, run.MemoryBytes, run.Processes, run.Ports), run.Cpu));
        }

        _previous = now;
        return result;
    }

    /// <summary>A process of the tree that ended took its time with it: a sum that shrank says nothing.</summary>
    private static double? Percent(TimeSpan used, TimeSpan? span) =>
        span > TimeSpan.Zero && used >= TimeSpan.Zero ? Math.Round(used / span.Value * 100, 1) : null;
}
