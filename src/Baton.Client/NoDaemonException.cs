namespace Baton.Client;

/// <summary>No daemon answers at the address: nobody listens there, or whoever does is silent.</summary>
public sealed class NoDaemonException : Exception
{
    /// <param name="address">Where it was looked for.</param>
    /// <param name="reason">Why it was not found, as the system says it.</param>
    /// <param name="inner">The cause.</param>
    public NoDaemonException(string address, string reason, Exception? inner = null)
        : base($"no daemon answers at \"{address}\": {reason}", inner) => Address = address;

    /// <summary>Where it was looked for.</summary>
    public string Address { get; }

    /// <summary>Somebody listens there and says nothing: a process that is stopped, or a machine at its end.</summary>
    public bool IsSilent { get; private init; }

    internal static NoDaemonException Silent(string address) =>
        new(address, string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"somebody listens there, but said nothing for {Http.HttpEndpoint.SilenceLimitSeconds} s; is the process stopped?")) { IsSilent = true };
}
