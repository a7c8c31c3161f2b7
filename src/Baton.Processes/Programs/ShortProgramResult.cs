namespace Baton.Processes.Programs;

/// <summary>How a short-lived program went.</summary>
/// <param name="Exit">How its first process ended; null when the deadline came first and it was killed.</param>
/// <param name="Duration">From the call to the end, monotonic.</param>
/// <param name="Output">The last <see cref="ShortProgram.OutputBytes"/> of what it wrote to its standard output and error, together, as UTF-8.</param>
public sealed record ShortProgramResult(ExitStatus? Exit, TimeSpan Duration, string Output)
{
    /// <summary>It did not end before its deadline.</summary>
    public bool IsTimeout => Exit is null;

    /// <summary>It exited with code 0 in time.</summary>
    public bool IsSuccess => Exit is { IsSuccess: true };
}
