using System.Globalization;
using Baton.Client.Http;

namespace Baton.Client;

/// <summary>Somebody listens at the address and says nothing: the process is stopped, or the machine at its end. Whether what was asked for happens is open.</summary>
public sealed class SilentDaemonException : Exception
{
    /// <param name="address">Who was asked.</param>
    public SilentDaemonException(string address)
        : base(string.Create(CultureInfo.InvariantCulture, $"the daemon at \"{address}\" has said nothing for {HttpEndpoint.SilenceLimitSeconds} s; is its process stopped?"))
    {
    }
}
