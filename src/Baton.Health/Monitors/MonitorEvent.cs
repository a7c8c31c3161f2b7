using Baton.Probes;

namespace Baton.Health.Monitors;

/// <summary>What a monitor is told. A closed family.</summary>
public abstract record MonitorEvent
{
    private MonitorEvent()
    {
    }

    /// <summary>The present: monotonic, since any origin that stays the same.</summary>
    public required TimeSpan Now { get; init; }

    /// <summary>The present for people to read (UTC).</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>It is watched from now on, by this daemon.</summary>
    public sealed record Began : MonitorEvent;

    /// <summary>It is time for a probe, or somebody asks for one.</summary>
    public sealed record Due : MonitorEvent;

    /// <summary>A probe has ended.</summary>
    /// <param name="Epoch">Of the breaker that let it go.</param>
    /// <param name="Result">What it found; null when it was given up.</param>
    /// <param name="Random">In [0, 1), for the jitter of a break.</param>
    public sealed record Ended(int Epoch, ProbeResult? Result, double Random) : MonitorEvent;

    /// <summary>A push monitor has reported, or its time for that is over.</summary>
    /// <param name="Result">What was reported, or that nothing was.</param>
    public sealed record Pushed(ProbeResult Result) : MonitorEvent;

    /// <summary>A call through the gateway wants to go to the endpoint.</summary>
    public sealed record CallAsked : MonitorEvent;

    /// <summary>A call through the gateway has ended; it tells the breaker alone, and changes no figure of the monitor.</summary>
    /// <param name="Epoch">Of the breaker that let it go.</param>
    /// <param name="IsSuccess">The endpoint answered as one that is well; null when the call was given up by its client.</param>
    /// <param name="Random">In [0, 1), for the jitter of a break.</param>
    public sealed record CallEnded(int Epoch, bool? IsSuccess, double Random) : MonitorEvent;

    /// <summary>A person keeps calls and probes away.</summary>
    public sealed record IsolateAsked : MonitorEvent;

    /// <summary>A person closes the breaker.</summary>
    public sealed record CloseAsked : MonitorEvent;

    /// <summary>A person wants it as new: breaker, counts and standing.</summary>
    public sealed record ResetAsked : MonitorEvent;
}
