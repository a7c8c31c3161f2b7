using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Baton.Bench.Peers;
using Baton.Bench.Report;
using Baton.Bench.World;

namespace Baton.Bench.Scenarios;

/// <summary>What watching many endpoints costs, and how late probes are.</summary>
internal sealed class Monitors : Scenario
{
    private const int Count = 2000;
    private const int Lists = 60;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    // Connections are not kept for intervals above 15 s: what is left then is what a monitor itself takes.
    private static readonly TimeSpan Unconnected = TimeSpan.FromSeconds(16);

    // First probes are begun one after the other, and the second lie spread; then all is compiled.
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    public override string Key => "monitors";

    public override string Title => "2,000 monitors over HTTP";

    public override string Explanation =>
        "Each of 2,000 servers on loopback, with an address of its own, is asked every 10 s. For a minute: how much later than due its requests come to the server (of Baton by the "
        + "time that its API says; of rounds by the first of each server, whole intervals apart), and the processor time of all processes of the "
        + "watcher; then its private memory, also by monitor and beyond that of Baton with one, whose first probe brings what asking over HTTP takes. Connections are kept, but not for an interval of 16 s, which has the row of its own. The list is `GET /health/status`. "
        + "Target: every probe within 100 ms, 25 % of a core, 15 KiB a monitor beyond its connection, 20 ms.";

    public override async Task<Table> RunAsync(Bench bench, CancellationToken stop)
    {
        var table = new Table("median, ms late", "99 %, ms late", "latest, ms", "CPU, % of a core", "private, MiB", "KiB a monitor", "list, ms");
        await using var servers = new ManyServers(Count);
        for (var round = 0; round < (bench.IsQuick ? 1 : 3); round++)
        {
            if (bench.Baton is BatonPeer baton)
            {
                await MeasureBatonAsync(bench, table, "Baton, none", servers, new WatchingBaton(baton, [], Interval), Interval, null, stop);
                var one = await MeasureBatonAsync(bench, table, "Baton, one", servers, new WatchingBaton(baton, [servers.Urls[0]], Interval), Interval, null, stop);
                await MeasureBatonAsync(bench, table, "Baton, every 10 s", servers, new WatchingBaton(baton, servers.Urls, Interval), Interval, one, stop);
                await MeasureBatonAsync(bench, table, "Baton, every 16 s", servers, new WatchingBaton(baton, servers.Urls, Unconnected), Unconnected, one, stop);
            }

            var rounds = new AsyncioRounds(servers.Urls, Interval);
            await TryAsync(table, rounds.Name, () => MeasureRoundsAsync(bench, table, servers, rounds, stop));
        }

        return table;
    }

    /// <summary>Its private memory in MiB; null when it could not be measured.</summary>
    private static async Task<double?> MeasureBatonAsync(Bench bench, Table table, string row, ManyServers servers, WatchingBaton baton, TimeSpan interval, double? one, CancellationToken stop)
    {
        double? memory = null;
        await TryAsync(table, row, async () =>
        {
            servers.Forget();
            await using var fleet = await Fleet.StartAsync(bench, baton, _ => [], 0, stop);
            var address = await ListeningAsync(fleet, stop);
            await Task.Delay(Settle, TimeProvider.System, stop);
            var dues = await DuesAsync(address, servers.Urls.Count, stop);
            var from = Stopwatch.GetTimestamp();
            table[row, 3].Add(await UseAsync(bench, fleet, stop));
            memory = fleet.SupervisorMebibytes("smaps_rollup", "Private_Dirty") + fleet.SupervisorMebibytes("smaps_rollup", "Private_Clean");
            table[row, 4].Add(memory.Value);
            if (dues.Count == Count)
            {
                if (one is { } without) table[row, 5].Add((memory.Value - without) * 1024 / (Count - 1));
                AddLateness(table, row, bench, interval, 0.8, servers.Arrivals.Select((arrivals, i) => (dues[i], Since(arrivals, from))));
            }

            await ListAsync(table, row, address, stop);
        });
        return memory;
    }

    private static async Task MeasureRoundsAsync(Bench bench, Table table, ManyServers servers, AsyncioRounds rounds, CancellationToken stop)
    {
        servers.Forget();
        await using var fleet = await Fleet.StartAsync(bench, rounds, _ => [], 0, stop);
        await Task.Delay(Settle, TimeProvider.System, stop);
        var from = Stopwatch.GetTimestamp();
        table[rounds.Name, 3].Add(await UseAsync(bench, fleet, stop));
        table[rounds.Name, 4].Add(fleet.SupervisorMebibytes("smaps_rollup", "Private_Dirty") + fleet.SupervisorMebibytes("smaps_rollup", "Private_Clean"));
        // Their rounds are an interval and a round apart.
        AddLateness(table, rounds.Name, bench, Interval, 0.4, servers.Arrivals.Select(arrivals => Since(arrivals, from)).Where(arrivals => arrivals.Length > 0).Select(arrivals => (arrivals[0], arrivals)));
    }

    /// <summary>Share of a core, in percent, that all its processes use in the window.</summary>
    private static async Task<double> UseAsync(Bench bench, Fleet fleet, CancellationToken stop)
    {
        var window = TimeSpan.FromSeconds(bench.IsQuick ? 20 : 60);
        var (used, from) = (fleet.SupervisorTime(), Stopwatch.GetTimestamp());
        await Task.Delay(window, TimeProvider.System, stop);
        return (fleet.SupervisorTime() - used) / Stopwatch.GetElapsedTime(from) * 100;
    }

    private static long[] Since(long[] arrivals, long from) => [.. arrivals.Where(at => at >= from)];

    private static void AddLateness(Table table, string row, Bench bench, TimeSpan interval, double least, IEnumerable<(long Due, long[] Arrivals)> watched)
    {
        var late = watched.SelectMany(one => one.Arrivals.Select(at => Late(one.Due, at, interval))).Order().ToList();
        var expected = Count * (int)(TimeSpan.FromSeconds(bench.IsQuick ? 20 : 60) / interval) * least;
        if (late.Count < expected) throw new InvalidOperationException($"only {late.Count} probes came, where {expected} are the least");
        table[row, 0].Add(late[late.Count / 2]);
        table[row, 1].Add(late[late.Count * 99 / 100]);
        table[row, 2].Add(late[^1]);
    }

    /// <summary>Milliseconds since the due time, whole intervals taken off. What comes early by the error of two clocks is in time.</summary>
    private static double Late(long due, long at, TimeSpan interval)
    {
        var (after, step) = (Stopwatch.GetElapsedTime(due, at).TotalMilliseconds, interval.TotalMilliseconds);
        var late = after - (Math.Floor(after / step) * step);
        return late > step - 5 ? 0 : late;
    }

    private static async Task<IPEndPoint> ListeningAsync(Fleet fleet, CancellationToken stop)
    {
        for (var began = Stopwatch.GetTimestamp(); ; await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, stop))
        {
            try
            {
                return await ApiConnection.TcpOfAsync(BatonPeer.SocketOf(fleet.Arena), stop);
            }
            catch (Exception e) when (e is IOException or System.Net.Sockets.SocketException && Stopwatch.GetElapsedTime(began) < StartLimit)
            {
                // It is not there yet.
            }
        }
    }

    /// <summary>A time at which each monitor is due, in ticks of <see cref="Stopwatch"/>, in the order of the manifest.</summary>
    private static async Task<IReadOnlyList<long>> DuesAsync(IPEndPoint address, int count, CancellationToken stop)
    {
        var dues = new List<long>(count);
        using var http = new HttpClient { BaseAddress = new Uri($"http://{address}") };
        for (var target = "/api/v1/monitors?limit=500"; target is not null && dues.Count < count;)
        {
            using var page = JsonDocument.Parse(await http.GetStringAsync(target, stop));
            var (wall, ticks) = (DateTimeOffset.UtcNow, Stopwatch.GetTimestamp());
            foreach (var monitor in page.RootElement.GetProperty("items").EnumerateArray())
                dues.Add(ticks + (long)((monitor.GetProperty("next_check").GetDateTimeOffset() - wall).TotalSeconds * Stopwatch.Frequency));
            target = page.RootElement.TryGetProperty("next", out var next) && next.ValueKind == JsonValueKind.String ? $"/api/v1/monitors?limit=500&cursor={next.GetString()}" : null;
        }

        return dues;
    }

    private static async Task ListAsync(Table table, string row, IPEndPoint address, CancellationToken stop)
    {
        var request = ApiConnection.Request("GET", "/health/status", address.ToString());
        var times = new List<double>();
        using var connection = await ApiConnection.ConnectAsync(address, stop);
        for (var i = 0; i < Lists; i++)
        {
            var began = Stopwatch.GetTimestamp();
            await connection.SendAsync(request, stop);
            await connection.ReceiveAsync(stop);
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        times.Sort();
        table[row, 6].Add(times[times.Count / 2]);
    }
}
