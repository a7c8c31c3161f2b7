using System.Diagnostics;
using Baton.Bench.Peers;
using Baton.Bench.Report;
using Baton.Bench.World;

namespace Baton.Bench.Scenarios;

/// <summary>What many probes cost, and how late they are; none of the others asks over HTTP.</summary>
internal sealed class ProbeDuty : Scenario
{
    private const int Services = 500;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(10);

    public override string Key => "probes";

    public override string Title => "500 services with http probes";

    public override string Explanation =>
        "Each service has a readiness probe over HTTP every 5 s. For a minute, one server on the same machine notes when requests come: how much "
        + "later than the earliest of its service, in steps of 5 s; and the processor time of guardian and daemon together. Target: every probe within 50 ms of its "
        + "due time, at most 10 % of a core.";

    public override async Task<Table> RunAsync(Bench bench, CancellationToken stop)
    {
        var table = new Table("median, ms late", "99 %, ms late", "latest, ms", "CPU, % of a core");
        if (bench.Baton is not { } baton) return table;
        for (var round = 0; round < (bench.IsQuick ? 1 : 5); round++) await TryAsync(table, baton.Name, () => MeasureAsync(bench, baton, table, stop));
        return table;
    }

    private static async Task MeasureAsync(Bench bench, Supervisor baton, Table table, CancellationToken stop)
    {
        await using var server = new HealthServer();
        await using var fleet = await Fleet.StartAsync(bench, baton,
            arena => [.. Service.Many(Services, bench.Beacon, arena.Fifo.Path).Select((s, i) => s with { ReadinessUrl = $"http://127.0.0.1:{server.Port}/{i}" })], Services, stop);
        await Task.Delay(Settle, TimeProvider.System, stop);
        var window = TimeSpan.FromSeconds(bench.IsQuick ? 20 : 60);
        var (from, before) = (Stopwatch.GetTimestamp(), fleet.SupervisorTime());
        await Task.Delay(window, TimeProvider.System, stop);
        var used = fleet.SupervisorTime() - before;
        var late = server.Arrivals.SelectMany(arrivals => Lateness([.. arrivals.Where(at => at >= from)])).Order().ToList();
        if (late.Count < Services * (int)(window / Interval) * 9 / 10) throw new InvalidOperationException($"only {late.Count} probes came");
        table[baton.Name, 0].Add(late[late.Count / 2]);
        table[baton.Name, 1].Add(late[late.Count * 99 / 100]);
        table[baton.Name, 2].Add(late[^1]);
        table[baton.Name, 3].Add(used / window * 100);
    }

    /// <summary>Milliseconds by which each is later than the earliest, whole intervals apart.</summary>
    private static IEnumerable<double> Lateness(long[] arrivals)
    {
        if (arrivals.Length == 0) return [];
        var places = Array.ConvertAll(arrivals, at => Stopwatch.GetElapsedTime(arrivals[0], at).TotalMilliseconds);
        var steps = Array.ConvertAll(places, at => at - (Math.Round(at / Interval.TotalMilliseconds) * Interval.TotalMilliseconds));
        var earliest = steps.Min();
        return steps.Select(step => step - earliest);
    }
}
