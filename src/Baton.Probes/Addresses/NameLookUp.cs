using System.Net;

namespace Baton.Probes.Addresses;

/// <summary>
/// Asks this machine what a name means, on threads of their own: the C library's call cannot be cancelled and holds its thread until a resolver answers,
/// and when none does, a pool whose threads all wait there would stand still with everything else that it does.
/// </summary>
public static class NameLookUp
{
    /// <summary>How many may be under way at once; others wait, within their own limits of time.</summary>
    private const int Most = 16;

    /// <summary>How many of them for names of one domain, whose servers may all be dead.</summary>
    private const int MostOfDomain = 4;

    private static readonly NameLookUps All = new(Most, MostOfDomain, Dns.GetHostAddresses);

    /// <summary>The addresses of a name. All who ask for the same name at a time share one look-up.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">It cannot be resolved.</exception>
    /// <exception cref="ArgumentException">It is longer than any name can be.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> came first; its message says so when the look-up had not begun.</exception>
    public static Task<IPAddress[]> AskAsync(string host, CancellationToken cancel) => All.AskAsync(host, cancel);

    /// <summary>Somebody asks for the name, and its look-up was not begun.</summary>
    internal static bool IsWaiting(string host) => All.IsWaiting(host);
}
