using Baton.Probes.Specs;
using Baton.Supervision.Services;

namespace Baton.Supervision.Probing;

/// <summary>A probe of a service with what it has found.</summary>
/// <param name="Kind">What it is for; null: it is the built-in check.</param>
/// <param name="Timing">When it is asked, and how its results count.</param>
/// <param name="History">What it has found.</param>
public sealed record AskedProbe(ProbeKind? Kind, ProbeTiming Timing, ProbeHistory History)
{
    /// <summary>What is asked; null for the built-in check.</summary>
    public ProbeSpec? Spec { get; init; }

    /// <summary>The built-in check; null for another probe.</summary>
    public BuiltInCheck? Check { get; init; }
}
