using Baton.Health.Breaker;
using Baton.Probes;

namespace Baton.Health.Monitors;

/// <summary>What a monitor wants done. A closed family.</summary>
public abstract record MonitorEffect
{
    private MonitorEffect()
    {
    }

    /// <summary>Execute the probe, and report with that epoch.</summary>
    /// <param name="Epoch">Of the breaker that let it go.</param>
    public sealed record Probe(int Epoch) : MonitorEffect;

    /// <summary>The call may go, and reports with that epoch.</summary>
    /// <param name="Epoch">Of the breaker that let it go.</param>
    public sealed record LetGo(int Epoch) : MonitorEffect;

    /// <summary>A result that counts, for the history.</summary>
    /// <param name="Result">The result.</param>
    public sealed record Count(ProbeResult Result) : MonitorEffect;

    /// <summary>Tell that its health has changed.</summary>
    /// <param name="From">What it was.</param>
    /// <param name="To">What it is.</param>
    /// <param name="Reason">The text of the result; null when a person reset it.</param>
    public sealed record TellHealth(MonitorHealth From, MonitorHealth To, string? Reason) : MonitorEffect;

    /// <summary>Tell that its breaker has changed.</summary>
    /// <param name="From">What it was.</param>
    /// <param name="To">What it is.</param>
    /// <param name="IsByPerson">Somebody asked for it.</param>
    public sealed record TellBreaker(BreakerPhase From, BreakerPhase To, bool IsByPerson) : MonitorEffect;
}
