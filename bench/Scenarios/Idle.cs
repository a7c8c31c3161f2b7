using System.Globalization;
using Baton.Bench.Peers;
using Baton.Bench.Report;
using Baton.Bench.World;

namespace Baton.Bench.Scenarios;

internal sealed class Idle : Scenario
{
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(5);

    public override string Key => "idle";

    public override string Title => "Doing nothing";

    public override string Explanation =>
        "Processor time used in 60 s while services only wait, then resident (RSS) and proportional (PSS) memory; all processes of the "
        + "supervisor added, its services not. All supervisors idle side by side. Target: with 100 services 20 ms more than the same daemon "
        + "empty; of the daemon alone, which is the largest process, at most 65 MiB RSS empty, 85 MiB with 1,000 services.";

    public override async Task<Table> RunAsync(Bench bench, CancellationToken stop)
    {
        var table = new Table("CPU in 60 s, ms", "RSS, MiB", "PSS, MiB", "largest process, RSS, MiB", "processes");
        for (var round = 0; round < bench.Repeats; round++) await MeasureAsync(bench, table, stop);
        return table;
    }

    private static async Task MeasureAsync(Bench bench, Table table, CancellationToken stop)
    {
        var window = TimeSpan.FromSeconds(bench.IsQuick ? 10 : 60);
        var fleets = new List<(string Row, Fleet Fleet)>();
        try
        {
            foreach (var (supervisor, count) in Lineup(bench))
            {
                var row = string.Create(CultureInfo.InvariantCulture, $"{supervisor.Name}, {count:#,0} services");
                await TryAsync(table, row, async () => fleets.Add((row, await Fleet.StartAsync(bench, supervisor, count, stop))));
            }

            await Task.Delay(Settle, TimeProvider.System, stop);
            var before = fleets.ConvertAll(f => Use(f.Fleet.SupervisorPids));
            await Task.Delay(window, TimeProvider.System, stop);
            for (var i = 0; i < fleets.Count; i++)
            {
                var (row, fleet) = fleets[i];
                // A process that ended meanwhile (the command that started a daemon) is left out of both sums.
                var used = Use(fleet.SupervisorPids).Sum(now => (now.Value - before[i].GetValueOrDefault(now.Key)).TotalMilliseconds);
                table[row, 0].Add(used * 60 / window.TotalSeconds);
                table[row, 1].Add(fleet.SupervisorMebibytes("status", "VmRSS"));
                table[row, 2].Add(fleet.SupervisorMebibytes("smaps_rollup", "Pss"));
                table[row, 3].Add(fleet.LargestMebibytes("status", "VmRSS"));
                table[row, 4].Add(fleet.SupervisorPids.Count);
            }
        }
        finally
        {
            foreach (var (_, fleet) in fleets) await fleet.DisposeAsync();
        }
    }

    private static IEnumerable<(Supervisor Supervisor, int Count)> Lineup(Bench bench)
    {
        if (bench.Baton is { } baton)
        {
            yield return (baton, 0);
            yield return (baton, 100);
            yield return (baton, 1000);
        }

        foreach (var peer in bench.Peers) yield return (peer, 100);
    }

    private static Dictionary<int, TimeSpan> Use(IEnumerable<int> pids) => pids.ToDictionary(pid => pid, Native.ProcessorTime);
}
