using System.Diagnostics;
using System.Globalization;
using Baton.Bench.Peers;
using Baton.Bench.Report;
using Baton.Bench.World;

namespace Baton.Bench.Scenarios;

internal sealed class LogThroughput : Scenario
{
    private const int Mebibyte = 1 << 20;
    private const int LineBytes = 100;

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    public override string Key => "log";

    public override string Title => "Log throughput";

    public override string Explanation =>
        "1 GiB of numbered lines of 100 bytes from one service into its log, without rotation where it can be turned off: from the first "
        + "instruction of the service until the last line stands in the log. Every line is checked afterwards. `cat` and supervisord and pm2 "
        + "write lines as they come, Baton, runit and s6 tag each with the time. The page cache is filled from memory that was touched just "
        + "before, for each alike, since a virtual machine is slow to get new memory from its host. Target: 1,000 MiB/s on a machine whose "
        + "`cat` does 1,744, none lost.";

    public override async Task<Table> RunAsync(Bench bench, CancellationToken stop)
    {
        var table = new Table("MiB/s", "lines lost");
        for (var round = 0; round < bench.Repeats; round++)
        {
            foreach (var supervisor in (Supervisor[])[.. bench.All, new CatPipe()])
            {
                await TryAsync(table, supervisor.Name, () => MeasureAsync(bench, supervisor, table, stop));
            }
        }

        return table;
    }

    private static async Task MeasureAsync(Bench bench, Supervisor supervisor, Table table, CancellationToken stop)
    {
        var mebibytes = bench.IsQuick ? 128 : 1024;
        var lines = (long)mebibytes * Mebibyte / LineBytes;
        var bytes = (lines * LineBytes).ToString(CultureInfo.InvariantCulture);
        PageCache.Warm(bench.Root, bytes: (long)mebibytes * Mebibyte * 3 / 2);
        await using var fleet = await Fleet.StartAsync(bench, supervisor, arena =>
            [new Service("noisy", [bench.Beacon, arena.Fifo.Path, "flood", bytes], IsLogged: true)], 1, stop);
        var log = new LogFolder(supervisor.LogFolder(fleet.Arena, "noisy"));
        var last = (lines - 1).ToString("D10", CultureInfo.InvariantCulture) + new string('.', LineBytes - 11);
        await log.AwaitAsync(last, Limit, stop);
        var took = Stopwatch.GetElapsedTime(fleet.Reports[0].Nanoseconds);
        table[supervisor.Name, 0].Add(mebibytes / took.TotalSeconds);
        table[supervisor.Name, 1].Add(lines - log.CountLinesInOrder());
    }
}
