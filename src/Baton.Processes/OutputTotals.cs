using System.Globalization;

namespace Baton.Processes;

/// <summary>How much of what a run wrote is in Baton's hands: in its log, or in the pipe to it.</summary>
/// <param name="Stdout">Bytes of standard output since the run began.</param>
/// <param name="Stderr">Bytes of standard error.</param>
public readonly record struct OutputTotals(long Stdout, long Stderr)
{
    /// <summary>The variable by which a process that goes on with a run is told.</summary>
    public const string Variable = "BATON_WRITTEN";

    /// <summary>Reads what <see cref="ToString"/> made; null when that is none.</summary>
    public static OutputTotals? Parse(string? text) =>
        text?.Split(',') is [var first, var second]
        && long.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var stdout) && long.TryParse(second, NumberStyles.None, CultureInfo.InvariantCulture, out var stderr)
            ? new OutputTotals(stdout, stderr)
            : null;

    /// <summary>As it stands in <see cref="Variable"/>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Stdout},{Stderr}");
}
