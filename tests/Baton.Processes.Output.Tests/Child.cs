using System.Diagnostics;
using Baton.TestKit;

namespace Baton.Processes.Output.Tests;

/// <summary>Programs that the tests start; each is killed at the latest when it is disposed of.</summary>
internal sealed class Child : IDisposable
{
    private readonly Process _process;

    private Child(Process process) => _process = process;

    public StreamWriter Input => _process.StandardInput;

    public StreamReader Output => _process.StandardOutput;

    /// <summary>Starts a program with its standard input and output connected to the test.</summary>
    public static Child Start(string program, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true };
#pragma warning disable RS0030 // What is tested here is below the layer that starts processes.
        return new Child(Process.Start(start)!);
#pragma warning restore RS0030
    }

    /// <summary>Starts a behaviour of the test program with its output in a run's FIFOs, opened for reading and writing as a run does.</summary>
    public static Child Write(string stdoutFifo, string stderrFifo, params IEnumerable<string> behaviour) =>
        Start("/bin/sh", ["-c", "exec \"$@\" 1<>\"$0\" 2<>\"$OTHER\"".Replace("$OTHER", stderrFifo, StringComparison.Ordinal),
            stdoutFifo, TestPrograms.TestProcess, .. behaviour]);

    public void Kill() => _process.Kill();

    public bool HasExited => _process.HasExited;

    public async Task<int> ExitAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        await _process.WaitForExitAsync(limit.Token);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}
