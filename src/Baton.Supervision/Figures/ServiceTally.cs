using Baton.Probes;
using Baton.Processes;

namespace Baton.Supervision.Figures;

/// <summary>
/// What a service has come to since the daemon began: sums over its runs, which only grow. The supervisor counts, anybody reads; the lock is held for the
/// time of a copy.
/// </summary>
public sealed class ServiceTally
{
    private const int MostExits = 16;

    private readonly Lock _gate = new();
    private readonly List<ExitCount> _exits = [];
    private ProbeTally[] _probes = [];
    private long _otherExits;
    private DurationCounter? _starts;
    private OutputFigures? _output;
    private TimeSpan _cpu;
    private TimeSpan _cpuSeen;
    private int _cpuRun;

    /// <summary>What there is now.</summary>
    public TallySums Read()
    {
        lock (_gate) return new TallySums([.. _exits], _otherExits, _starts?.Read(), _cpu, [.. _probes.Select(static probe => probe.Read())]) { Output = _output };
    }

    internal void Ended(ExitStatus status)
    {
        lock (_gate)
        {
            var known = _exits.FindIndex(exit => exit.Status == status);
            if (known >= 0) _exits[known] = _exits[known] with { Count = _exits[known].Count + 1 };
            else if (_exits.Count < MostExits) _exits.Add(new ExitCount(status, 1));
            else _otherExits++;
        }
    }

    internal void Started(TimeSpan took)
    {
        lock (_gate) (_starts ??= new DurationCounter(DurationLimits.OfStarts)).Count(took);
    }

    /// <param name="run">Number of the run.</param>
    /// <param name="cpu">Processor time of its live processes; less than before when one of them ended and took its time with it.</param>
    internal void Measured(int run, TimeSpan cpu)
    {
        lock (_gate)
        {
            var seen = run == _cpuRun ? _cpuSeen : TimeSpan.Zero;
            if (cpu > seen) _cpu += cpu - seen;
            (_cpuRun, _cpuSeen) = (run, cpu);
        }
    }

    /// <param name="probe">Its word: <c>readiness</c>.</param>
    /// <param name="result">What it found.</param>
    internal void Probed(string probe, ProbeResult result)
    {
        lock (_gate)
        {
            var at = Array.FindIndex(_probes, count => count.Probe == probe);
            if (at < 0) (at, _probes) = (_probes.Length, [.. _probes, new ProbeTally(probe)]);
            _probes[at].Count(result);
        }
    }

    /// <param name="output">What its runs have written since the host began to count, which may be before this daemon.</param>
    internal void Counted(OutputFigures output)
    {
        lock (_gate) _output = output;
    }

    /// <summary>One probe of it: a service has four at most.</summary>
    private sealed class ProbeTally(string probe)
    {
        private readonly DurationCounter _durations = new(DurationLimits.OfProbes);
        private long _successes;
        private long _failures;

        public string Probe => probe;

        public void Count(ProbeResult result)
        {
            if (result.IsSuccess) _successes++;
            else _failures++;
            _durations.Count(result.Duration);
        }

        public ProbeCount Read() => new(probe, _successes, _failures, _durations.Read());
    }
}

/// <summary>The sums of a service at one time.</summary>
/// <param name="Exits">How often runs ended in which way; at most 16 ways.</param>
/// <param name="OtherExits">Ends in ways that these had no place for.</param>
/// <param name="Starts">How long runs took from their spawning to their being ready; null while none was.</param>
/// <param name="Cpu">Processor time of all runs; what a process uses between the last measurement and its end is missing.</param>
/// <param name="Probes">What its probes found; those that were asked at least once.</param>
public sealed record TallySums(IReadOnlyList<ExitCount> Exits, long OtherExits, DurationSums? Starts, TimeSpan Cpu, IReadOnlyList<ProbeCount> Probes)
{
    /// <summary>Nothing yet.</summary>
    public static TallySums None { get; } = new([], 0, null, TimeSpan.Zero, []);

    /// <summary>What its runs have written since the host of processes began, which outlives the daemon; null while that is not known.</summary>
    public OutputFigures? Output { get; init; }
}

/// <summary>How often runs ended in one way.</summary>
/// <param name="Status">The way.</param>
/// <param name="Count">How often.</param>
public sealed record ExitCount(ExitStatus Status, long Count);

/// <summary>What one probe found.</summary>
/// <param name="Probe"><c>startup</c>, <c>readiness</c>, <c>liveness</c> or <c>check</c>.</param>
/// <param name="Successes">How often it was answered as it should be.</param>
/// <param name="Failures">How often it was not.</param>
/// <param name="Durations">How long they took.</param>
public sealed record ProbeCount(string Probe, long Successes, long Failures, DurationSums Durations);
