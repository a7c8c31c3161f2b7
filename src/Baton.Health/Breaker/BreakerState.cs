namespace Baton.Health.Breaker;

/// <summary>Where a breaker stands.</summary>
/// <param name="Phase">Whether calls go through.</param>
/// <param name="Epoch">Grows with every change of phase and with every trial: what a call found counts only in the epoch that let it go.</param>
/// <param name="Failures">Failures in a row while closed. Stops growing at <see cref="int.MaxValue"/>.</param>
/// <param name="Successes">Successes in a row while half-open.</param>
/// <param name="Opens">How often it has opened since it was last closed: makes breaks longer.</param>
/// <param name="Until">When the break is over, in the monotonic time of the events. Without meaning when it is not open.</param>
/// <param name="IsTrying">Half-open, and a trial is under way.</param>
/// <param name="Window">The latest results, where it opens by their share.</param>
public sealed record BreakerState(
    BreakerPhase Phase, int Epoch, int Failures, int Successes, int Opens, TimeSpan Until, bool IsTrying, FailureWindow Window)
{
    /// <summary>One that has seen nothing.</summary>
    public static readonly BreakerState New = new(BreakerPhase.Closed, 0, 0, 0, 0, TimeSpan.Zero, false, FailureWindow.Empty);
}
