using System.Diagnostics;
using Baton.Bench.Peers;

namespace Baton.Bench.World;

/// <summary>A supervisor at work.</summary>
internal sealed class Fleet : IAsyncDisposable
{
    // For the slowest supervisor with the largest fleet, several times over.
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly string _beacon;
    private readonly Process _started;

    private Fleet(Supervisor supervisor, Arena arena, string beacon, long startedAt, Process started)
    {
        Supervisor = supervisor;
        Arena = arena;
        StartedAt = startedAt;
        _beacon = beacon;
        _started = started;
    }

    public Supervisor Supervisor { get; }

    public Arena Arena { get; }

    /// <summary>Just before the supervisor was started, in ns of <see cref="Stopwatch"/>.</summary>
    public long StartedAt { get; }

    /// <summary>What the services reported at their first start.</summary>
    public required IReadOnlyList<Beacon> Reports { get; init; }

    /// <summary>Starts a supervisor; returns when <paramref name="reports"/> processes have reported.</summary>
    public static async Task<Fleet> StartAsync(
        Bench bench, Supervisor supervisor, Func<Arena, Service[]> services, int reports, CancellationToken stop)
    {
        var arena = new Arena(bench.Root);
        try
        {
            supervisor.Write(arena, services(arena));
            var startedAt = Stopwatch.GetTimestamp();
            var started = supervisor.Start(arena);
            var found = await arena.Fifo.NextAsync(reports, StartLimit, stop);
            return new Fleet(supervisor, arena, bench.Beacon, startedAt, started) { Reports = found };
        }
        catch
        {
            await arena.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts a supervisor with <paramref name="count"/> services that only report.</summary>
    public static Task<Fleet> StartAsync(Bench bench, Supervisor supervisor, int count, CancellationToken stop) =>
        StartAsync(bench, supervisor, arena => Service.Many(count, bench.Beacon, arena.Fifo.Path), count, stop);

    public int SupervisorPid => Supervisor.PidOf(Arena, _started);

    public IReadOnlyList<int> SupervisorPids => ProcessTable.Supervisors(Arena.Folder, _beacon);

    /// <summary>Processor time that all its processes have used.</summary>
    public TimeSpan SupervisorTime() => SupervisorPids.Aggregate(TimeSpan.Zero, (sum, pid) => sum + Native.ProcessorTime(pid));

    /// <summary>The largest of its processes: of Baton the daemon, beside which the guardian is small.</summary>
    public double LargestMebibytes(string file, string name) => SupervisorPids.Max(pid => ProcessTable.Mebibytes(pid, file, name));

    public double SupervisorMebibytes(string file, string name) => SupervisorPids.Sum(pid => ProcessTable.Mebibytes(pid, file, name));

    public async ValueTask DisposeAsync()
    {
        await Arena.DisposeAsync();
        _started.Dispose();
    }
}
