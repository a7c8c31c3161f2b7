using System.Diagnostics;
using Baton.Bench.Peers;
using Baton.Bench.Report;
using Baton.Bench.World;

namespace Baton.Bench.Scenarios;

internal sealed class MassStart : Scenario
{
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(2);

    public override string Key => "start";

    public override string Title => "Start of 1,000 services";

    public override string Explanation =>
        "From the exec of the built supervisor to the first instruction of the last of 1,000 services. Target: 1.2 s.";

    public override async Task<Table> RunAsync(Bench bench, CancellationToken stop)
    {
        var table = new Table("s");
        for (var round = 0; round < bench.Repeats; round++)
        {
            foreach (var supervisor in (Supervisor[])[.. bench.All, bench.Floor])
            {
                // The last fleet's processes are taken apart by the kernel for a while after they have ended.
                await Task.Delay(Settle, TimeProvider.System, stop);
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
