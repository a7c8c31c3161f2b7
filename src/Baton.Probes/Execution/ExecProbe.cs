using Baton.Core;
using Baton.Probes.Specs;
using Baton.Processes;
using Baton.Processes.Programs;

namespace Baton.Probes.Execution;

/// <summary>Runs a program and looks at its exit code.</summary>
internal sealed class ExecProbe(
    ProbeSpec.Exec spec, TimeSpan timeout, TimeProvider time, Func<Launch, TimeSpan, CancellationToken, Task<ShortProgramResult>> execute) : IProbe
{
    private const int LongestOutput = 200;

    private readonly Launch _launch = new() { Command = spec.Command, WorkingDirectory = spec.WorkingDirectory, Environment = spec.Environment, Credentials = spec.Credentials };

    public async Task<ProbeResult> ExecuteAsync(CancellationToken cancel)
    {
        var began = time.GetTimestamp();
        try
        {
            // The deadline is the program's own: it is dead before the next execution begins.
            var result = await execute(_launch, timeout, cancel);
            var what = result.Exit is { } exit ? $"{exit} after {SpanText.Of(result.Duration)}" : Attempt.TimeoutText(timeout);
            return new ProbeResult(result.IsSuccess, result.Duration, result.IsSuccess ? what : what + LastLine(result.Output));
        }
        catch (BatonException e)
        {
            return new ProbeResult(false, time.GetElapsedTime(began), $"cannot start: {e.Message}");
        }
    }

    private static string LastLine(string output)
    {
        var trimmed = output.AsSpan().TrimEnd();
        var line = trimmed[(trimmed.LastIndexOf('\n') + 1)..].Trim();
        return line.IsEmpty ? "" : $": {Shortened.To(line, LongestOutput)}";
    }
}
