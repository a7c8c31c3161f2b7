namespace Baton.Probes;

/// <summary>Why an execution of a probe failed, for programs.</summary>
/// <param name="Kind">What kind of failure it was.</param>
/// <param name="Host">Name or address that was asked, as it was described or as a redirect named it; null where nobody was asked.</param>
/// <param name="Port">The port there; null where there is none.</param>
public sealed record ProbeFailure(FailureKind Kind, string? Host = null, int? Port = null);
