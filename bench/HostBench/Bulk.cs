using Baton.Processes;
using Baton.Processes.Hosting;

namespace Baton.HostBench;

/// <summary>A thousand services at once, measured, then killed.</summary>
internal sealed class Bulk(InProcessHost host, Relay relay)
{
    private const int Count = 1000;

    public async Task RunAsync()
    {
        Figures all = new($"{Count} spawns"), sample = new($"figures of {Count} services"), gone = new($"kill of {Count}, all gone");
        for (var round = 1; round <= 3; round++)
        {
            var began = TimeProvider.System.GetTimestamp();
            for (var i = 0; i < Count; i++) host.Send(new ProcessCommand.Spawn(new RunId($"b{i}", round), Relay.LaunchOf("/bin/sleep", "1000")));
            var end = 0L;
            for (var i = 0; i < Count; i++) end = (await relay.NextAsync<ProcessEvent.Spawned>()).At;
            all.Add(began, end);
            await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System);

            began = TimeProvider.System.GetTimestamp();
            host.Send(new ProcessCommand.Sample());
            sample.Add(began, (await relay.NextAsync<ProcessEvent.Sampled>()).At);

            began = TimeProvider.System.GetTimestamp();
            for (var i = 0; i < Count; i++) host.Send(new ProcessCommand.Kill(new RunId($"b{i}", round)));
            for (var i = 0; i < Count; i++) end = (await relay.NextAsync<ProcessEvent.Exited>()).At;
            gone.Add(began, end);
        }

        all.Print();
        sample.Print();
        gone.Print();
    }
}
