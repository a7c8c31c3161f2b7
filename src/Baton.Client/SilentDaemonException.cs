using System.Globalization;

namespace Baton.Client;

/// <summary>Somebody listens at the address and says nothing: the process is stopped, or the machine at its end. Whether what was asked for happens is open.</summary>
public sealed class SilentDaemonException : Exception
{
    /// <param name="address">Who was asked.</param>
    /// <param name="silence">For how long nothing came.</param>
    public SilentDaemonException(string address, TimeSpan silence)
        : base(string.Create(CultureInfo.InvariantCulture, $"the daemon at \"{address}\" has said nothing for {silence.TotalSeconds:0.#} s; is its process stopped?"))
    {
    }
}
