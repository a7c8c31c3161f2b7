namespace Baton.Client;

/// <summary>Nobody listens at the address: no daemon runs there.</summary>
public sealed class NoDaemonException : Exception
{
    /// <param name="address">Where it was looked for.</param>
    /// <param name="reason">Why it was not found, as the system says it.</param>
    /// <param name="inner">The cause.</param>
    public NoDaemonException(string address, string reason, Exception? inner = null)
        : base($"no daemon answers at \"{address}\": {reason}", inner) => Address = address;

    /// <summary>Where it was looked for.</summary>
    public string Address { get; }
}
