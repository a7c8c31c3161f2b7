namespace Baton.Probes;

/// <summary>What one execution of a probe found.</summary>
/// <param name="IsSuccess">It was answered as it should be, in time.</param>
/// <param name="Duration">From the start to the answer or to its failing, monotonic.</param>
/// <param name="Detail">For people: <c>HTTP 503 after 210 ms</c>, <c>timeout after 5 s</c>, <c>connection refused</c>.</param>
public sealed record ProbeResult(bool IsSuccess, TimeSpan Duration, string Detail)
{
    /// <summary>Why it failed; null for a success, and for a failure that another slice found.</summary>
    public ProbeFailure? Failure { get; init; }

    /// <summary>The JSON object that it was answered with, as compact text; null where that is not wanted, was none, or the probe failed.</summary>
    public string? Answer { get; init; }

    /// <summary>When the certificate of the machine that was asked first expires; null where none was seen.</summary>
    public DateTimeOffset? CertificateExpires { get; init; }
}
