using System.Diagnostics;
using Baton.Bench.Report;
using Baton.Bench.World;

namespace Baton.Bench.Scenarios;

internal sealed class MassStart : Scenario
{
    public override string Key => "start";

    public override string Title => "Start of 1,000 services";

    public override string Explanation =>
        "From the exec of the built supervisor to the first instruction of the last of 1,000 services. Target: 1.2 s.";

    public override async Task<Table> RunAsync(Bench bench, CancellationToken stop)
    {
        var table = new Table("s");
        for (var round = 0; round < bench.Repeats; round++)
        {
            foreach (var supervisor in bench.All)
            {
                await TryAsync(table, supervisor.Name, async () =>
                {
                    await using var fleet = await Fleet.StartAsync(bench, supervisor, 1000, stop);
                    var last = fleet.Reports.Max(report => report.Nanoseconds);
                    table[supervisor.Name, 0].Add(Stopwatch.GetElapsedTime(fleet.StartedAt, last).TotalSeconds);
                });
            }
        }

        return table;
    }
}
