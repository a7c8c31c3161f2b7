using Baton.HostProcess;
using Baton.Processes;
using Baton.Processes.Hosting;

// Hosts services until it is killed: HostProcess STATE_DIRECTORY cgroups|plain SCRIPT... ; each script is a service s0, s1, ... run by bash.
var time = TimeProvider.System;
var host = InProcessHost.Start(new ProcessHostOptions { StateDirectory = args[0], UseCgroups = args[1] == "cgroups" }, new Printer(), time);
for (var i = 2; i < args.Length; i++)
{
    var service = $"s{i - 2}";
    host.Send(new ProcessCommand.Spawn(new RunId(service, host.LastRun(service) + 1), new Launch
    {
        Command = ["/bin/bash", "-c", args[i]],
        WorkingDirectory = "/",
        Environment = new Dictionary<string, string> { ["PATH"] = "/usr/local/bin:/usr/bin:/bin" },
    }));
}

await host.Failed;
