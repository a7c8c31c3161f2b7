using System.Diagnostics;
using System.Globalization;
using Baton.ProbeBench;

// Lateness and CPU of many http probes: ProbeBench [PROBES [SECONDS]] [together] [close]. The responder is a process of its own, so that
// its CPU is not counted. Nothing is asserted.
if (args is ["respond"])
{
    await Responder.RunAsync(Console.Out);
    return;
}

var numbers = args.Where(a => char.IsAsciiDigit(a[0])).Select(a => int.Parse(a, CultureInfo.InvariantCulture)).ToList();
var (probes, seconds) = (numbers.ElementAtOrDefault(0) is var p and > 0 ? p : 500, numbers.ElementAtOrDefault(1) is var s and > 0 ? s : 30);
using var responder = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ["respond"]) { RedirectStandardOutput = true, RedirectStandardInput = true })!;
try
{
    var port = int.Parse((await responder.StandardOutput.ReadLineAsync())!, CultureInfo.InvariantCulture);
    var scenario = new HttpProbes(port, probes) { IsSpread = !args.Contains("together"), KeepsConnections = !args.Contains("close") };
    await scenario.RunAsync(TimeSpan.FromSeconds(seconds));
}
finally
{
    // Its input ends with ours, and it with its input.
    responder.StandardInput.Close();
    await responder.WaitForExitAsync();
}
