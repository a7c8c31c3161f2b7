using System.Globalization;
using System.Runtime.InteropServices;
using Baton.Bench;
using Baton.Bench.Peers;
using Baton.Bench.Report;
using Baton.Bench.Scenarios;

Scenario[] known = [new RestartLatency(), new MassStart(), new StopHundred(), new LogThroughput(), new LongLine(), new Idle(), new ListCommand(), new ManifestCheck(), new ProbeDuty(), new Monitors(), new ListApi(), new EventFanout(), new Dashboard()];
if (Options.Parse(args) is not { } options || options.Scenarios.Except(known.Select(s => s.Key)).Any())
{
    Console.Error.WriteLine($"usage: bench/run [--quick] [--out FILE] [{string.Join('|', known.Select(s => s.Key))}]...");
    return 2;
}

using var interrupt = new CancellationTokenSource();
void Interrupt(PosixSignalContext signal)
{
    signal.Cancel = true; // What was started is ended first.
    interrupt.Cancel();
}

PosixSignal[] endings = [PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP];
var registrations = endings.Select(signal => PosixSignalRegistration.Create(signal, Interrupt)).ToArray();

var root = Path.Combine(options.Arenas, $"{Environment.ProcessId}-{Guid.NewGuid():N}"[..16]);
Directory.CreateDirectory(root);
try
{
    var versions = File.ReadLines(Path.Combine(options.Prefix, "versions")).Select(l => l.Split('=', 2)).ToDictionary(l => l[0], l => l[1]);
    Supervisor? baton = options.Baton is { } program ? new BatonPeer(program, versions["baton"]) : null;
    Supervisor[] peers =
    [
        new Runit(options.Prefix, versions["runit"]), new S6(versions["s6"]),
        new Supervisord(options.Prefix, versions["supervisor"]), new Pm2(options.Prefix, versions["pm2"]),
    ];
    var bench = new Bench(root, Path.Combine(options.Prefix, "beacon"), baton, peers, new BareLoop(options.Prefix), options.IsQuick);
    return await RunAsync(bench, options, [.. known.Where(s => options.Scenarios.Count == 0 || options.Scenarios.Contains(s.Key))], interrupt.Token);
}
catch (OperationCanceledException)
{
    return 130;
}
finally
{
    Directory.Delete(root, recursive: true);
    foreach (var registration in registrations) registration.Dispose();
}

static async Task<int> RunAsync(Bench bench, Options options, IReadOnlyList<Scenario> scenarios, CancellationToken stop)
{
    List<string> page =
    [
        "# Speed", "",
        "Made by `bench/run`, which fetches the peers from Debian and npm and starts everything side by side in one run. "
        + "Each figure is the **median** (lowest to highest). All supervisors run the same program (`bench/beacon.c`), which reports "
        + "the time of its first instruction. Baton runs in the background (`baton up -d`).", "",
        $"- {DateTimeOffset.UtcNow.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC"
        + (bench.IsQuick ? ", **quick mode: few repeats, short waits, no figures to quote**" : $", medians of {bench.Repeats} or more"),
        .. Machine.Facts(bench),
    ];
    var hasFailures = false;
    foreach (var scenario in scenarios)
    {
        Console.Error.WriteLine($"{scenario.Title} ...");
        var table = await scenario.RunAsync(bench, stop);
        hasFailures |= table.HasFailures;
        page.AddRange(["", $"## {scenario.Title}", "", scenario.Explanation, "", .. table.Lines()]);
    }

    var text = string.Join('\n', page) + "\n";
    if (options.Output is { } file) await File.WriteAllTextAsync(file, text, stop);
    else Console.Out.Write(text);
    return hasFailures ? 1 : 0;
}
