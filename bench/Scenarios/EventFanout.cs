using System.Diagnostics;
using Baton.Bench.Peers;
using Baton.Bench.Report;
using Baton.Bench.World;

namespace Baton.Bench.Scenarios;

internal sealed class EventFanout : Scenario
{
    private const int Readers = 200;
    private const int PerSecond = 100;

    // What the stream may still be behind with when the last event was asked for.
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(30);

    public override string Key => "event-fanout";

    public override string Title => "200 readers of the event stream";

    public override string Explanation =>
        "100 events a second (stops of a service that does not run, asked for one by one) to 200 readers over TCP, and to one more that never reads. Each reader checks that it gets "
        + "every number, and how late (the time of an event is in whole ms). Processor time is that of daemon and guardian, the requests included. Target: none missing, nobody falls behind.";

    public override async Task<Table> RunAsync(Bench bench, CancellationToken stop)
    {
        var table = new Table("events missing", "late: median, ms", "late: 99 of 100 within, ms", "late: the latest, ms", "processor time, % of one");
        if (bench.Baton is not { } baton) return table;
        for (var round = 0; round < bench.Repeats; round++) await TryAsync(table, baton.Name, () => MeasureAsync(bench, baton, table, stop));
        return table;
    }

    private static async Task MeasureAsync(Bench bench, Supervisor baton, Table table, CancellationToken stop)
    {
        await using var fleet = await Fleet.StartAsync(bench, baton, 1, stop);
        var address = await ApiConnection.TcpOfAsync(BatonPeer.SocketOf(fleet.Arena), stop);
        using var asking = await ApiConnection.ConnectAsync(address, stop);
        var request = ApiConnection.Request("POST", "/api/v1/services/s0001/stop", address.ToString());
        await AskAsync(asking, request, stop);
        using var stuck = await EventReader.ConnectAsync(address, isNarrow: true, stop);
        var readers = new List<EventReader>();
        try
        {
            for (var i = 0; i < Readers; i++) readers.Add(await EventReader.ConnectAsync(address, isNarrow: false, stop));
            var count = PerSecond * (bench.IsQuick ? 5 : 30);
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
            limit.CancelAfter(TimeSpan.FromSeconds(count / PerSecond) + Rest);
            var used = fleet.SupervisorTime();
            var from = Stopwatch.GetTimestamp();
            var reading = readers.ConvertAll(reader => reader.ReadAsync(count, limit.Token));
            await PublishAsync(asking, request, count, from, limit.Token);
            await Task.WhenAll(reading);
            used = fleet.SupervisorTime() - used;
            Note(table, baton.Name, readers, used / Stopwatch.GetElapsedTime(from) * 100);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            throw new TimeoutException($"{readers.Count(reader => reader.Late.Count == 0)} readers got nothing, the slowest {readers.Min(reader => reader.Late.Count)} events");
        }
        finally
        {
            foreach (var reader in readers) reader.Dispose();
        }
    }

    private static async Task PublishAsync(ApiConnection asking, byte[] request, int count, long from, CancellationToken stop)
    {
        for (var i = 0; i < count; i++)
        {
            var due = TimeSpan.FromSeconds((double)i / PerSecond) - Stopwatch.GetElapsedTime(from);
            if (due > TimeSpan.FromMilliseconds(1)) await Task.Delay(due, TimeProvider.System, stop);
            await AskAsync(asking, request, stop);
        }
    }

    private static void Note(Table table, string row, List<EventReader> readers, double share)
    {
        var late = readers.SelectMany(reader => reader.Late).Order().ToList();
        table[row, 0].Add(readers.Sum(reader => reader.Missing));
        table[row, 1].Add(late[late.Count / 2]);
        table[row, 2].Add(late[late.Count * 99 / 100]);
        table[row, 3].Add(late[^1]);
        table[row, 4].Add(share);
    }

    private static async Task AskAsync(ApiConnection asking, byte[] request, CancellationToken stop)
    {
        await asking.SendAsync(request, stop);
        await asking.ReceiveAsync(stop);
    }
}
