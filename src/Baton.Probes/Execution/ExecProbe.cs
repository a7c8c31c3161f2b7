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
            if (result.IsSuccess) return new ProbeResult(true, result.Duration, what);
            return new ProbeResult(false, result.Duration, what + LastLine(result.Output)) { Failure = new ProbeFailure(result.Exit is null ? FailureKind.Timeout : FailureKind.Exit) };
        }
        catch (BatonException e)
        {
            return new ProbeResult(false, time.GetElapsedTime(began), $"cannot start: {e.Message}") { Failure = new ProbeFailure(FailureKind.Unable) };
        }
    }

    private static string LastLine(string output)
    {
        var trimmed = output.AsSpan().TrimEnd();
        var line = trimmed[(trimmed.LastIndexOf('\n') + 1)..].Trim();
        return line.IsEmpty ? "" : $": {Shortened.To(line, LongestOutput)}";
    }
}
