namespace Baton.Health.History;

/// <summary>One probe of a monitor that was really made; a skipped one is none.</summary>
/// <param name="At">When it ended, by the clock on the wall.</param>
/// <param name="IsSuccess">It was answered as it should be.</param>
/// <param name="Took">From its start to the answer or to its failing.</param>
/// <param name="State">
/// The state that the monitor's machine was in afterwards, as a number of the machine's own from 0 (worst) to 15 (best); only the order has a meaning here.
/// </param>
/// <param name="Text">For people; at most <see cref="MaxText"/> characters are kept. May be null.</param>
public readonly record struct SingleResult(DateTimeOffset At, bool IsSuccess, TimeSpan Took, byte State, string? Text)
{
    /// <summary>How many characters of a text are kept.</summary>
    public const int MaxText = 200;

    /// <summary>The greatest <see cref="State"/>.</summary>
    public const byte BestState = 15;
}
