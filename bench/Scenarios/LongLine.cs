using System.Globalization;
using Baton.Bench.Peers;
using Baton.Bench.Report;
using Baton.Bench.World;

namespace Baton.Bench.Scenarios;

internal sealed class LongLine : Scenario
{
    private const long Bytes = 100_000_000;
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    public override string Key => "line";

    public override string Title => "A line of 100 MB";

    public override string Explanation =>
        "One service prints 100,000,000 bytes without a line end. Highest resident memory of the supervisor, all its processes added, when "
        + "the line is in the log; the same with a line of 10 bytes; bytes of the line that are missing in the log. Target: no growth, none missing.";

    public override async Task<Table> RunAsync(Bench bench, CancellationToken stop)
    {
        var table = new Table("peak with 10 bytes, MiB", "peak with 100 MB, MiB", "bytes missing");
        for (var round = 0; round < bench.Repeats; round++)
        {
            foreach (var supervisor in bench.All)
            {
                await TryAsync(table, supervisor.Name, async () =>
                {
                    table[supervisor.Name, 0].Add((await MeasureAsync(bench, supervisor, 10, stop)).Peak);
                    var (peak, missing) = await MeasureAsync(bench, supervisor, Bytes, stop);
                    table[supervisor.Name, 1].Add(peak);
                    table[supervisor.Name, 2].Add(missing);
                });
            }
        }

        return table;
    }

    private static async Task<(double Peak, long Missing)> MeasureAsync(Bench bench, Supervisor supervisor, long bytes, CancellationToken stop)
    {
        var length = bytes.ToString(CultureInfo.InvariantCulture);
        await using var fleet = await Fleet.StartAsync(bench, supervisor, arena =>
            [new Service("noisy", [bench.Beacon, arena.Fifo.Path, "line", length], IsLogged: true)], 1, stop);
        var log = new LogFolder(supervisor.LogFolder(fleet.Arena, "noisy"));
        await log.AwaitAsync("END", Limit, stop);
        // A command that started a daemon has ended by then: it is none of the supervisor's processes.
        await Task.Delay(Settle, TimeProvider.System, stop);
        return (fleet.SupervisorMebibytes("status", "VmHWM"), bytes - log.Count((byte)'x'));
    }
}
