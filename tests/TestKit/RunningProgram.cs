using System.Diagnostics;
using System.Text;
using Xunit.Sdk;

namespace Baton.TestKit;

/// <summary>A real program started by a test, with what it prints; killed when the test forgets it.</summary>
public sealed class RunningProgram : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _errors = new();

    private RunningProgram(Process process) => _process = process;

    /// <summary>Its process.</summary>
    public int Pid => _process.Id;

    /// <summary>It has ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>What it has printed so far.</summary>
    public string Output => Read(_output);

    /// <summary>What it has printed to standard error so far.</summary>
    public string Errors => Read(_errors);

    /// <summary>Starts a program in a folder.</summary>
    /// <param name="program">Absolute path.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="folder">Where it starts.</param>
    /// <param name="readsOutput">False leaves its output pipes unread, as a terminal that hangs does.</param>
    /// <param name="variables">Variables for it and for all that it starts, each as <c>NAME=text</c>.</param>
    public static RunningProgram Start(string program, IReadOnlyList<string> arguments, string folder, bool readsOutput = true, IReadOnlyList<string>? variables = null)
    {
        var info = new ProcessStartInfo(program) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments) info.ArgumentList.Add(argument);
        // A daemon under test must not take this test run for a service of an outer daemon, nor listen where people do.
        info.Environment.Remove("BATON_RUN");
        info.Environment.Remove("VEECLE_ORCHESTRATOR_SOCKET");
        foreach (var variable in variables ?? [])
        {
            if (variable.Split('=', 2) is [var name, var text]) info.Environment[name] = text;
        }

#pragma warning disable RS0030 // A test starts programs; Baton itself does so only in Baton.Processes.
        var running = new RunningProgram(Process.Start(info)!);
#pragma warning restore RS0030
        if (readsOutput) running.ReadOutput();
        return running;
    }

    /// <summary>Runs a program to its end.</summary>
    public static async Task<(int ExitCode, string Output, string Errors)> RunAsync(
        string program, IReadOnlyList<string> arguments, string folder, IReadOnlyList<string>? variables = null)
    {
        await using var running = Start(program, arguments, folder, variables: variables);
        var exitCode = await running.ExitAsync();
        return (exitCode, running.Output, running.Errors);
    }

    /// <summary>Waits for its end, with a limit.</summary>
    public async Task<int> ExitAsync()
    {
        using var limit = new CancellationTokenSource(Eventually.Limit, TimeProvider.System);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            throw new XunitException($"{_process.StartInfo.FileName} did not end in time; it printed: {Output}{Errors}");
        }

        return _process.ExitCode;
    }

    /// <summary>Sends a signal to it alone.</summary>
    public void Signal(int signal) => ProcessTable.Signal(Pid, signal);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private static string Read(StringBuilder text)
    {
        lock (text) return text.ToString();
    }

    private void ReadOutput()
    {
        _process.OutputDataReceived += (_, e) => Append(_output, e.Data);
        _process.ErrorDataReceived += (_, e) => Append(_errors, e.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    private static void Append(StringBuilder text, string? line)
    {
        if (line is null) return;
        lock (text) text.Append(line).Append('\n');
    }
}
