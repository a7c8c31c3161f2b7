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

    private static readonly SemaphoreSlim Turns = new(Most);

    /// <summary>The addresses of a name.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">It cannot be resolved.</exception>
    /// <exception cref="ArgumentException">It is longer than any name can be.</exception>
    public static async Task<IPAddress[]> AskAsync(string host, CancellationToken cancel)
    {
        await Turns.WaitAsync(cancel);
        // Whoever gives up leaves it to itself: its turn ends when the thread does, and what it finds then nobody wants to know.
        return await Begin(host).WaitAsync(cancel);
    }

    private static Task<IPAddress[]> Begin(string host)
    {
        try
        {
            return Task.Factory.StartNew(() => Ask(host), CancellationToken.None, TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach, TaskScheduler.Default);
        }
        catch (Exception e) when (e is OutOfMemoryException or ThreadStartException or TaskSchedulerException)
        {
            // No thread can be had just now: the turn was not used.
            Turns.Release();
            throw new System.Net.Sockets.SocketException((int)System.Net.Sockets.SocketError.TryAgain);
        }
    }

    private static IPAddress[] Ask(string host)
    {
        try
        {
            return Dns.GetHostAddresses(host);
        }
        finally
        {
            Turns.Release();
        }
    }
}
