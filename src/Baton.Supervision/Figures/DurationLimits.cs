namespace Baton.Supervision.Figures;

/// <summary>The upper ends of the classes that durations are counted in, ascending. They are few and fixed: each is a sample of each service.</summary>
public static class DurationLimits
{
    /// <summary>Of starts, in seconds.</summary>
    public static IReadOnlyList<double> OfStarts { get; } = [0.1, 0.5, 1, 5, 30, 120];

    /// <summary>Of executions of probes, in seconds.</summary>
    public static IReadOnlyList<double> OfProbes { get; } = [0.005, 0.025, 0.1, 0.5, 2, 10];
}
