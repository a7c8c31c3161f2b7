namespace Baton.Supervision.Figures;

/// <summary>How long things took, counted in classes. Whoever holds it sees to it that one thread at a time touches it.</summary>
/// <param name="limits">The upper ends of the classes, in seconds, ascending.</param>
internal sealed class DurationCounter(IReadOnlyList<double> limits)
{
    private readonly long[] _counts = new long[limits.Count + 1];
    private TimeSpan _sum;

    /// <summary>Counts one.</summary>
    public void Count(TimeSpan took)
    {
        var at = 0;
        while (at < limits.Count && took.TotalSeconds > limits[at]) at++;
        _counts[at]++;
        _sum += took;
    }

    /// <summary>What there is now.</summary>
    public DurationSums Read() => new([.. _counts], _sum);
}
