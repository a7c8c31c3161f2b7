namespace Baton.Health.Alarms;

/// <summary>Of whom a silence is to be, or to end: of each of these monitors and of each that has one of these tags now. Without both: of all, as one silence.</summary>
/// <param name="Monitors">Names.</param>
/// <param name="Tags">Tags.</param>
public sealed record SilenceScope(IReadOnlyList<string> Monitors, IReadOnlyList<string> Tags)
{
    /// <summary>All monitors.</summary>
    public static SilenceScope All { get; } = new([], []);

    /// <summary>It is about all, as one silence.</summary>
    public bool IsAll => Monitors.Count == 0 && Tags.Count == 0;

    /// <summary>One monitor.</summary>
    public static SilenceScope Of(string monitor) => new([monitor], []);
}
