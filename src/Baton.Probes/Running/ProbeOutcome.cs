namespace Baton.Probes.Running;

/// <summary>One execution of a probe, as told to who added it.</summary>
/// <param name="Result">What it found.</param>
/// <param name="Lateness">How long after its due time it was started.</param>
public readonly record struct ProbeOutcome(ProbeResult Result, TimeSpan Lateness);
