namespace Baton.Control;

/// <summary>How long the API waits for a client that sends slowly; then its connection is closed.</summary>
/// <param name="Head">From the first byte of a request to the end of its head. Default 10 s.</param>
/// <param name="Body">For a body before it must come with <see cref="Limits.BodyBytesPerSecond"/>. Default 5 s.</param>
/// <param name="Idle">For the next request on a connection. Default 60 s.</param>
internal sealed record Patience(TimeSpan Head, TimeSpan Body, TimeSpan Idle)
{
    /// <summary>What holds in the daemon.</summary>
    public static Patience Default { get; } = new(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(60));
}
