using Baton.Processes;

namespace Baton.Supervision.Figures;

/// <summary>What a service has come to since the daemon began: sums over its runs, which only grow.</summary>
public sealed record ServiceTally
{
    private const int MostExits = 16;

    /// <summary>Nothing yet.</summary>
    public static ServiceTally None { get; } = new();

    /// <summary>How often runs ended in which way. At most 16 ways; what comes after these is in <see cref="OtherExits"/>.</summary>
    public IReadOnlyList<ExitCount> Exits { get; private init; } = [];

    /// <summary>Ends in ways that <see cref="Exits"/> had no place for.</summary>
    public long OtherExits { get; private init; }

    /// <summary>Runs that became ready for the first time.</summary>
    public long Starts { get; private init; }

    /// <summary>How long these took from their spawning on, together.</summary>
    public TimeSpan StartTime { get; private init; }

    /// <summary>Processor time of all runs, as far as it was measured: what a process uses between the last measurement and its end is missing.</summary>
    public TimeSpan Cpu { get; private init; }

    private int CpuRun { get; init; }

    private TimeSpan CpuSeen { get; init; }

    /// <summary>With one more run that ended.</summary>
    public ServiceTally Ended(ExitStatus status)
    {
        for (var i = 0; i < Exits.Count; i++)
        {
            if (Exits[i].Status != status) continue;
            var counted = Exits.ToArray();
            counted[i] = counted[i] with { Count = counted[i].Count + 1 };
            return this with { Exits = counted };
        }

        return Exits.Count < MostExits ? this with { Exits = [.. Exits, new ExitCount(status, 1)] } : this with { OtherExits = OtherExits + 1 };
    }

    /// <summary>With one more run that became ready.</summary>
    public ServiceTally Started(TimeSpan took) => this with { Starts = Starts + 1, StartTime = StartTime + took };

    /// <summary>With what was measured of a run.</summary>
    /// <param name="run">Its number.</param>
    /// <param name="cpu">Processor time of its live processes; less than before when one of them ended and took its time with it.</param>
    public ServiceTally Measured(int run, TimeSpan cpu)
    {
        var seen = run == CpuRun ? CpuSeen : TimeSpan.Zero;
        return this with { Cpu = Cpu + (cpu > seen ? cpu - seen : TimeSpan.Zero), CpuRun = run, CpuSeen = cpu };
    }
}

/// <summary>How often runs ended in one way.</summary>
/// <param name="Status">The way.</param>
/// <param name="Count">How often.</param>
public sealed record ExitCount(ExitStatus Status, long Count);
