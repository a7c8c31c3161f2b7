using Baton.OutputBench;

// usage: OutputBench [FOLDER] [ROUNDS]: medians over rounds (5), files under FOLDER (the system's temporary folder).
var folder = Directory.CreateDirectory(Path.Combine(args.Length > 0 ? args[0] : Path.GetTempPath(), $"baton-bench-{Environment.ProcessId}")).FullName;
var rounds = args.Length > 1 ? int.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture) : 5;
try
{
    await FloodScenario.RunAsync(folder, rounds);
    await OpenScenario.RunAsync(folder, rounds);
}
finally
{
    Directory.Delete(folder, recursive: true);
}
