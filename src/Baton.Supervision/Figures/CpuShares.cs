using Baton.Processes;
using Baton.Supervision.Services;

namespace Baton.Supervision.Figures;

/// <summary>Turns counters of processor time into percentages, from one measurement to the next.</summary>
internal sealed class CpuShares(TimeProvider time)
{
    private Dictionary<RunId, Measured> _previous = [];

    /// <summary>The figures of one measurement, by run.</summary>
    /// <param name="measured">What the host counted.</param>
    /// <param name="age">How long a run has been there: what the first measurement of a run is related to; null when that is not known.</param>
    public IEnumerable<(RunId Id, ServiceFigures Figures, TimeSpan Cpu)> Next(IReadOnlyList<RunFigures> measured, Func<RunId, TimeSpan?> age)
    {
        var now = new Dictionary<RunId, Measured>(measured.Count);
        var result = new List<(RunId, ServiceFigures, TimeSpan)>(measured.Count);
        var at = time.GetTimestamp();
        foreach (var run in measured)
        {
            var isKnown = _previous.TryGetValue(run.Id, out var earlier);
            // What is told once more was no measurement: its share stays, and the next is related to when it was made.
            var next = run.OldSince is not null && isKnown ? earlier : new Measured(run.Cpu, at, isKnown ? Percent(run.Cpu - earlier.Cpu, time.GetElapsedTime(earlier.At, at)) : Percent(run.Cpu, age(run.Id)));
            now[run.Id] = next;
            result.Add((run.Id, new ServiceFigures(next.Percent, run.MemoryBytes, run.Processes, run.Ports) { OldSince = run.OldSince, Said = run.Said }, run.Cpu));
        }

        _previous = now;
        return result;
    }

    /// <summary>A process of the tree that ended took its time with it: a sum that shrank says nothing.</summary>
    private static double? Percent(TimeSpan used, TimeSpan? span) =>
        span > TimeSpan.Zero && used >= TimeSpan.Zero ? Math.Round(used / span.Value * 100, 1) : null;

    private readonly record struct Measured(TimeSpan Cpu, long At, double? Percent);
}
