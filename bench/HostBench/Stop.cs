using Baton.Processes;
using Baton.Processes.Hosting;

namespace Baton.HostBench;

/// <summary>Terminate of a hundred services, each with a grandchild that left the session, cleared its environment and closed its output.</summary>
internal sealed class Stop(InProcessHost host, Relay relay)
{
    private const int Count = 100;

    public async Task RunAsync()
    {
        var script = "(setsid env -i /bin/sleep 1000 >/dev/null 2>&1 &); exec sleep 1000";
        Figures sample = new($"figures of {Count} services"), all = new($"stop of {Count}, nothing left");
        for (var round = 1; round <= 10; round++)
        {
            for (var i = 0; i < Count; i++) host.Send(new ProcessCommand.Spawn(new RunId($"s{i}", round), Relay.LaunchOf("/bin/bash", "-c", script)));
            for (var i = 0; i < Count; i++) await relay.NextAsync<ProcessEvent.Spawned>();
            await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System);

            var began = TimeProvider.System.GetTimestamp();
            host.Send(new ProcessCommand.Sample());
            var (sampled, at) = await relay.NextAsync<ProcessEvent.Sampled>();
            sample.Add(began, at);
            if (sampled.Figures.Sum(f => f.Processes) != 2 * Count) Console.WriteLine($"processes attributed: {sampled.Figures.Sum(f => f.Processes)}");

            began = TimeProvider.System.GetTimestamp();
            for (var i = 0; i < Count; i++) host.Send(new ProcessCommand.Terminate(new RunId($"s{i}", round), 15));
            all.Add(began, await LastEndAsync());
        }

        sample.Print();
        all.Print();
    }

    private async Task<long> LastEndAsync()
    {
        long end = 0;
        for (var left = Count; left > 0;)
        {
            var (next, at) = await relay.NextAsync<ProcessEvent>();
            if (next is not (ProcessEvent.TreeGone or ProcessEvent.Exited { IsTreeGone: true })) continue;
            left--;
            end = at;
        }

        return end;
    }
}
