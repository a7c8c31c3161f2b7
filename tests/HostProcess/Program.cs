using Baton.HostProcess;
using Baton.Processes;
using Baton.Processes.Hosting;

// Hosts services until it is killed: HostProcess STATE_DIRECTORY cgroups|plain[+adopt] SCRIPT... ; each script is a service s0, s1, ... run by
// bash. With adopt it first takes over what an earlier one left, and starts only services that have no run then.
var time = TimeProvider.System;
var mode = args[1].Split('+');
var host = InProcessHost.Start(new ProcessHostOptions { StateDirectory = args[0], UseCgroups = mode[0] == "cgroups" }, new Printer(), time);
var adopted = mode.Contains("adopt") ? host.Adopt((await host.FindLeftoversAsync()).Select(run => run.Id).ToHashSet()) : [];
for (var i = 2; i < args.Length; i++)
{
    var service = $"s{i - 2}";
    if (adopted.Any(run => run.Id.Service == service && !run.IsTreeGone)) continue;
    host.Send(new ProcessCommand.Spawn(new RunId(service, host.LastRun(service) + 1), new Launch
    {
        Command = ["/bin/bash", "-c", args[i]],
        WorkingDirectory = "/",
        Environment = new Dictionary<string, string> { ["PATH"] = "/usr/local/bin:/usr/bin:/bin" },
        Log = LogPolicy.Default with { RotateBytes = 4_000_000, RotateCount = 1000 },
    }));
}

await host.Failed;
