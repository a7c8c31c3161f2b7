namespace Baton.Contracts;

/// <summary>Why a service is in its state: told for people, and the facts it is told from.</summary>
public sealed record WhyRecord
{
    /// <summary>The service.</summary>
    public required string Service { get; init; }

    /// <summary>Its state, a word of <see cref="ServiceStates"/>.</summary>
    public required string State { get; init; }

    /// <summary>The state as a sentence without its end: <c>api is running (run 7, pid 4242)</c>.</summary>
    public required string Summary { get; init; }

    /// <summary>The newest of the steps that nothing in Baton decided: an exit, a probe, a device, a request; absent where the summary tells it.</summary>
    public string? Because { get; init; }

    /// <summary>When the state began (UTC).</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>When the next start by policy is due (UTC); absent when none is.</summary>
    public DateTimeOffset? NextStartAt { get; init; }

    /// <summary>What led to it, the newest first; each follows from one below it.</summary>
    public required IReadOnlyList<WhyStep> Steps { get; init; }

    /// <summary>The events that this is told from, the newest first.</summary>
    public required IReadOnlyList<EventRecord> Events { get; init; }

    /// <summary>True when no more of the journal was looked through, so that what is farther back is not told; else absent.</summary>
    public bool? Cut { get; init; }
}

/// <summary>One thing that happened on the way.</summary>
/// <param name="Time">When (UTC).</param>
/// <param name="Text">As a person would say it.</param>
/// <param name="Seq">Number of its event; absent for what holds now and has none of this service.</param>
public sealed record WhyStep(DateTimeOffset Time, string Text, long? Seq = null);
