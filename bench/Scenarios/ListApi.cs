using System.Diagnostics;
using System.Net;
using Baton.Bench.Peers;
using Baton.Bench.Report;
using Baton.Bench.World;

namespace Baton.Bench.Scenarios;

internal sealed class ListApi : Scenario
{
    private const int Services = 1000;
    private const int Connections = 4;

    private static readonly (string Row, string Target)[] Lists =
        [("/api/v1/services?limit=1000", "/api/v1/services?limit=1000"), ("/api/services/list", "/api/services/list")];

    public override string Key => "list-api";

    public override string Title => "The list of 1,000 services by the API";

    public override string Explanation =>
        "All services in one answer over TCP, on connections that are kept: the median of one client that asks again and again, then how many answers four clients get "
        + "for each second of processor time that daemon and guardian use, while services are measured once a second as for every list. "
        + "Target: 5 ms, 3,000.";

    public override async Task<Table> RunAsync(Bench bench, CancellationToken stop)
    {
        var table = new Table("median, ms", "answers for 1 s of processor time", "answers/s", "KiB an answer");
        if (bench.Baton is not { } baton) return table;
        await TryAsync(table, baton.Name, async () =>
        {
            await using var fleet = await Fleet.StartAsync(bench, baton, Services, stop);
            var address = await ApiConnection.TcpOfAsync(BatonPeer.SocketOf(fleet.Arena), stop);
            for (var round = 0; round < bench.Repeats; round++)
            {
                foreach (var (row, target) in Lists) await MeasureAsync(bench, fleet, address, target, (column, value) => table[row, column].Add(value), stop);
            }
        });
        return table;
    }

    private static async Task MeasureAsync(Bench bench, Fleet fleet, IPEndPoint address, string target, Action<int, double> add, CancellationToken stop)
    {
        var request = ApiConnection.Request("GET", target, address.ToString());
        var times = new List<double>();
        using (var one = await ApiConnection.ConnectAsync(address, stop))
        {
            for (var i = 0; i < 500; i++)
            {
                var began = Stopwatch.GetTimestamp();
                await one.SendAsync(request, stop);
                var bytes = await one.ReceiveAsync(stop);
                times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
                if (i == 0) add(3, bytes / 1024.0);
            }
        }

        times.Sort();
        add(0, times[times.Count / 2]);
        var span = TimeSpan.FromSeconds(bench.IsQuick ? 3 : 10);
        var used = fleet.SupervisorTime();
        var from = Stopwatch.GetTimestamp();
        var answers = await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => AskAsync(address, request, from, span, stop)));
        var took = Stopwatch.GetElapsedTime(from);
        used = fleet.SupervisorTime() - used;
        add(1, answers.Sum() / used.TotalSeconds);
        add(2, answers.Sum() / took.TotalSeconds);
    }

    private static Task<int> AskAsync(IPEndPoint address, byte[] request, long from, TimeSpan span, CancellationToken stop) => Task.Run(async () =>
    {
        using var connection = await ApiConnection.ConnectAsync(address, stop);
        var answers = 0;
        for (; Stopwatch.GetElapsedTime(from) < span; answers++)
        {
            await connection.SendAsync(request, stop);
            await connection.ReceiveAsync(stop);
        }

        return answers;
    }, stop);
}
