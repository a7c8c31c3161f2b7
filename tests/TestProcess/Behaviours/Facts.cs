using System.Globalization;

namespace Baton.TestProcess.Behaviours;

/// <summary><c>facts FILE</c>: writes what it was started with, one <c>name: value</c> a line, and ends.</summary>
internal static class Facts
{
    public static int Run(string[] args)
    {
        var stat = File.ReadAllText("/proc/self/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        var lines = new List<string>
        {
            $"pid: {Environment.ProcessId}", $"group: {fields[2]}", $"session: {fields[3]}", $"cwd: {Environment.CurrentDirectory}",
            $"stdin: {Target(0)}", $"stdout: {Target(1)}", $"stderr: {Target(2)}",
        };
        lines.AddRange(File.ReadLines("/proc/self/limits").Where(line => line.StartsWith("Max open files", StringComparison.Ordinal))
            .Select(line => "nofile: " + line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[3]));
        lines.AddRange(Environment.GetEnvironmentVariables().Cast<System.Collections.DictionaryEntry>()
            .Select(variable => string.Create(CultureInfo.InvariantCulture, $"env {variable.Key}: {variable.Value}")));
        File.WriteAllLines(args[0] + ".draft", lines);
        File.Move(args[0] + ".draft", args[0]);
        return 0;
    }

    private static string Target(int fd) => File.ResolveLinkTarget($"/proc/self/fd/{fd}", returnFinalTarget: false)?.FullName ?? "none";
}
