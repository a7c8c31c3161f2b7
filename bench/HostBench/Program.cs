using Baton.HostBench;
using Baton.Processes.Hosting;

// Figures of the process host alone: HostBench [plain]. Medians and tails; nothing is asserted.
var folder = Directory.CreateTempSubdirectory("baton-bench-");
var relay = new Relay();
await using (var host = InProcessHost.Start(new ProcessHostOptions { StateDirectory = folder.FullName, UseCgroups = !args.Contains("plain") }, relay, TimeProvider.System))
{
    foreach (var sentence in host.Degraded) Console.WriteLine($"degraded: {sentence}");
    await new Restarts(host, relay).RunAsync();
    await new Bulk(host, relay).RunAsync();
    await new Stop(host, relay).RunAsync();
}

folder.Delete(recursive: true);
