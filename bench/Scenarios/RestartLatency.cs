using System.Diagnostics;
using Baton.Bench.Peers;
using Baton.Bench.Report;
using Baton.Bench.World;

namespace Baton.Bench.Scenarios;

internal sealed class RestartLatency : Scenario
{
    // runit waits a second between starts, supervisord counts a service as started after one.
    private static readonly TimeSpan Up = TimeSpan.FromMilliseconds(1600);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    public override string Key => "restart";

    public override string Title => "Restart after kill -9";

    public override string Explanation =>
        "From `kill -9` of a service that has been up for 1.6 s to the first instruction of its successor. The bare loop in C keeps no logs, limits or records: "
        + "it is the least that any program can need. Target: 1.5 ms.";

    public override async Task<Table> RunAsync(Bench bench, CancellationToken stop)
    {
        var table = new Table("ms");
        var fleets = new List<Fleet>();
        try
        {
            foreach (var supervisor in (Supervisor[])[.. bench.All, bench.Floor])
            {
                await TryAsync(table, supervisor.Name, async () => fleets.Add(await Fleet.StartAsync(bench, supervisor, 1, stop)));
            }

            var latest = fleets.ToDictionary(fleet => fleet, fleet => fleet.Reports[0]);
            for (var round = 0; round < (bench.IsQuick ? 3 : 15); round++)
            {
                foreach (var fleet in fleets)
                {
                    await TryAsync(table, fleet.Supervisor.Name, async () =>
                    {
                        var (successor, took) = await KillAsync(fleet, latest[fleet], stop);
                        latest[fleet] = successor;
                        table[fleet.Supervisor.Name, 0].Add(took.TotalMilliseconds);
                    });
                }
            }
        }
        finally
        {
            foreach (var fleet in fleets) await fleet.DisposeAsync();
        }

        return table;
    }

    private static async Task<(Beacon Successor, TimeSpan Took)> KillAsync(Fleet fleet, Beacon victim, CancellationToken stop)
    {
        var up = Stopwatch.GetElapsedTime(victim.Nanoseconds);
        if (up < Up) await Task.Delay(Up - up, TimeProvider.System, stop);
        var killedAt = Stopwatch.GetTimestamp();
        Native.Signal(victim.Pid, Native.Kill);
        var successor = await fleet.Arena.Fifo.NextAsync(Limit, stop);
        return (successor, Stopwatch.GetElapsedTime(killedAt, successor.Nanoseconds));
    }
}
