namespace Baton.Client;

/// <summary>
/// The connection ended before the answer did: the daemon died, or the network broke. What was asked for may have happened.
/// </summary>
public sealed class ConnectionLostException : Exception
{
    /// <param name="address">Who was connected.</param>
    /// <param name="reason">Why, as the system says it.</param>
    /// <param name="inner">The cause.</param>
    public ConnectionLostException(string address, string reason, Exception? inner = null)
        : base($"lost the connection to \"{address}\": {reason}", inner)
    {
    }
}
