using System.Diagnostics;

namespace Baton.TestKit;

/// <summary>A program that a test starts by itself, beside what Baton starts; killed at the end of the test.</summary>
public sealed class StartedProgram : IDisposable
{
    private readonly Process _process;

    private StartedProgram(Process process) => _process = process;

    /// <summary>Its pid.</summary>
    public int Pid => _process.Id;

    /// <summary>Its exit code, once it has exited.</summary>
    public int ExitCode => _process.ExitCode;

    /// <summary>Starts a program by absolute path, with this process's environment and output.</summary>
    public static StartedProgram Start(string program, params string[] arguments)
    {
#pragma warning disable RS0030 // A test's own helper is no service.
        return new StartedProgram(Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false })!);
#pragma warning restore RS0030
    }

    /// <summary>Waits for its end.</summary>
    public void WaitForExit() => _process.WaitForExit();

    /// <summary>SIGKILL, and waits for the end.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_process.HasExited) Kill();
        _process.Dispose();
    }
}
