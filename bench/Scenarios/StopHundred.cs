using System.Diagnostics;
using Baton.Bench.Peers;
using Baton.Bench.Report;
using Baton.Bench.World;

namespace Baton.Bench.Scenarios;

internal sealed class StopHundred : Scenario
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Settle = TimeSpan.FromMilliseconds(1500);

    public override string Key => "stop";

    public override string Title => "Stop of 100 services";

    public override string Explanation =>
        "Each service has a grandchild that left its session. From the stop signal to the supervisor until the last service has ended, and "
        + "until the last grandchild has; survivors are counted one second after the supervisor has ended. Target: 60 ms, no survivor.";

    public override async Task<Table> RunAsync(Bench bench, CancellationToken stop)
    {
        var table = new Table("services, ms", "grandchildren, ms", "supervisor, ms", "survivors");
        for (var round = 0; round < bench.Repeats; round++)
        {
            foreach (var supervisor in bench.All)
            {
                await TryAsync(table, supervisor.Name, () => MeasureAsync(bench, supervisor, table, stop));
            }
        }

        return table;
    }

    private static async Task MeasureAsync(Bench bench, Supervisor supervisor, Table table, CancellationToken stop)
    {
        Task<TimeSpan?> grandchildrenGone;
        await using (var fleet = await Fleet.StartAsync(
            bench, supervisor, arena => Service.Many(100, bench.Beacon, arena.Fifo.Path, "leave"), 200, stop))
        {
            await Task.Delay(Settle, TimeProvider.System, stop);
            var services = Watch(fleet, isGrandchild: 0);
            var grandchildren = Watch(fleet, isGrandchild: 1);
            var pid = fleet.SupervisorPid;
            var daemon = Native.OpenPidfd(pid);

            var askedAt = Stopwatch.GetTimestamp();
            Native.Signal(pid, supervisor.StopSignal);
            grandchildrenGone = Task.Run(() => LastEnd(grandchildren, askedAt), stop);
            var servicesGone = Task.Run(() => LastEnd(services, askedAt), stop);
            var daemonGone = await Task.Run(() => LastEnd([daemon], askedAt), stop);
            table[supervisor.Name, 0].Add((await servicesGone ?? throw new TimeoutException("services did not end")).TotalMilliseconds);
            table[supervisor.Name, 2].Add((daemonGone ?? throw new TimeoutException("the supervisor did not end")).TotalMilliseconds);

            await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, stop);
            var survivors = ProcessTable.Marked(fleet.Arena.Folder).Count - fleet.SupervisorPids.Count;
            table[supervisor.Name, 3].Add(survivors);
            if (survivors > 0) return;
        }

        if (await grandchildrenGone is { } gone) table[supervisor.Name, 1].Add(gone.TotalMilliseconds);
    }

    private static int[] Watch(Fleet fleet, int isGrandchild) =>
        [.. fleet.Reports.Where(report => report.IsGrandchild == isGrandchild).Select(report => Native.OpenPidfd(report.Pid))];

    private static TimeSpan? LastEnd(int[] pidfds, long since)
    {
        var allEnded = true;
        foreach (var pidfd in pidfds) allEnded &= Native.AwaitEnd(pidfd, Limit - Stopwatch.GetElapsedTime(since));
        return allEnded ? Stopwatch.GetElapsedTime(since) : null;
    }
}
