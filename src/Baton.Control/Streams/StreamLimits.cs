namespace Baton.Control.Streams;

/// <summary>How many streams there may be at once; what is left of the connections is for questions.</summary>
/// <param name="All">On TCP, and as many on the Unix socket. Default 224.</param>
/// <param name="Each">Of one address (of IPv6 one network of 64 bits). Default 128. This machine's own, <c>127.0.0.1</c> and <c>::1</c>, where proxies and tunnels come from too, may have all.</param>
internal sealed record StreamLimits(int All, int Each)
{
    /// <summary>What holds in the daemon.</summary>
    public static StreamLimits Default { get; } = new(224, 128);
}
