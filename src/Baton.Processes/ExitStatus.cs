namespace Baton.Processes;

/// <summary>How the first process of a run ended.</summary>
/// <param name="Code">Exit code 0 to 255; null when a signal ended it or it is not known.</param>
/// <param name="Signal">Number of the signal that ended it; null when it exited by itself or it is not known.</param>
public readonly record struct ExitStatus(int? Code, int? Signal)
{
    /// <summary>It exited with code 0.</summary>
    public bool IsSuccess => Code == 0;

    /// <summary>The status could not be had (somebody else reaped it).</summary>
    public static ExitStatus Unknown => default;

    /// <summary>As a person would say it: <c>exit code 3</c>, <c>signal SIGKILL</c>, <c>exit status unknown</c>.</summary>
    public override string ToString() =>
        Code is { } code ? $"exit code {code}" : Signal is { } signal ? $"signal {SignalNames.NameOf(signal)}" : "exit status unknown";
}
