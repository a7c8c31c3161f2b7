using System.Diagnostics;

namespace Baton.Bench.World;

/// <summary>
/// A folder, a FIFO and all processes of one supervisor in one scenario; leaves no process behind. Its small files stay until the bench
/// ends: after thousands of deletions ext4 is slow to make new files for minutes, and whoever were measured next would pay for it.
/// </summary>
internal sealed class Arena : IAsyncDisposable
{
    private const long LargeBytes = 1 << 20;
    private static int _count;

    public Arena(string root)
    {
        Folder = Path.Combine(root, $"arena{Interlocked.Increment(ref _count)}");
        Directory.CreateDirectory(Folder);
        Fifo = new BeaconFifo(this["beacon.fifo"]);
    }

    public string Folder { get; }

    public BeaconFifo Fifo { get; }

    public string this[string name] => Path.Combine(Folder, name);

    public string Write(string name, string text, bool executable = false)
    {
        var path = this[name];
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        if (executable) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }

    /// <summary>Starts a program in a session of its own, its output in the file <c>supervisor.out</c>.</summary>
    public Process Start(IReadOnlyList<string> command, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo("/bin/sh") { WorkingDirectory = Folder };
        foreach (var argument in (string[])["-c", "exec setsid \"$@\" </dev/null >>supervisor.out 2>&1", "sh", .. command])
        {
            start.ArgumentList.Add(argument);
        }

        Prepare(start.Environment, environment);
        return Process.Start(start)!;
    }

    /// <summary>Runs a command to its end with its output thrown away; its wall-clock time.</summary>
    public async Task<TimeSpan> TimeAsync(IReadOnlyList<string> command, IReadOnlyDictionary<string, string>? environment, CancellationToken stop)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1)) { WorkingDirectory = Folder, RedirectStandardOutput = true };
        Prepare(start.Environment, environment);
        var began = Stopwatch.GetTimestamp();
        using var process = Process.Start(start)!;
        await process.StandardOutput.ReadToEndAsync(stop);
        await process.WaitForExitAsync(stop);
        var took = Stopwatch.GetElapsedTime(began);
        return process.ExitCode == 0 ? took : throw new InvalidOperationException($"{string.Join(' ', command)}: exit code {process.ExitCode}");
    }

    public async ValueTask DisposeAsync()
    {
        // A supervisor may start a service while we look, so until nothing is found.
        while (ProcessTable.Marked(Folder) is { Count: > 0 } left)
        {
            foreach (var pid in left) Native.Signal(pid, Native.Kill);
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }

        await Fifo.DisposeAsync();
        foreach (var file in new DirectoryInfo(Folder).EnumerateFiles("*", SearchOption.AllDirectories).Where(file => file.Length > LargeBytes)) file.Delete();
    }

    private void Prepare(IDictionary<string, string?> target, IReadOnlyDictionary<string, string>? more)
    {
        foreach (var (name, value) in more ?? new Dictionary<string, string>()) target[name] = value;
        var mark = ProcessTable.MarkOf(Folder);
        target[mark.Key] = mark.Value;
    }
}
