using System.Diagnostics;
using Baton.Processes;
using Baton.Processes.Hosting;

namespace Baton.HostBench;

/// <summary>kill -9 of a service that has run for a while, and its successor spawned at once.</summary>
internal sealed class Restarts(InProcessHost host, Relay relay)
{
    public async Task RunAsync()
    {
        Figures exited = new("kill -9 to exit told"), spawned = new("exit told to successor executing"), whole = new("kill -9 to successor executing");
        host.Send(new ProcessCommand.Spawn(new RunId("r", 1), Relay.LaunchOf("/bin/sleep", "1000")));
        var (first, _) = await relay.NextAsync<ProcessEvent.Spawned>();
        var pid = first.Pid;
        for (var run = 2; run < 300; run++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(25), TimeProvider.System);
            using var victim = Process.GetProcessById(pid);
            var killed = TimeProvider.System.GetTimestamp();
            victim.Kill();
            var (exit, at) = await relay.NextAsync<ProcessEvent.Exited>();
            if (!exit.IsTreeGone) throw new InvalidOperationException("its tree is not gone");
            host.Send(new ProcessCommand.Spawn(new RunId("r", run), Relay.LaunchOf("/bin/sleep", "1000")));
            var (next, executing) = await relay.NextAsync<ProcessEvent.Spawned>();
            pid = next.Pid;
            if (run < 50) continue;
            exited.Add(killed, at);
            spawned.Add(at, executing);
            whole.Add(killed, executing);
        }

        exited.Print();
        spawned.Print();
        whole.Print();
        host.Send(new ProcessCommand.Kill(new RunId("r", 299)));
        await relay.NextAsync<ProcessEvent.Exited>();
    }
}
