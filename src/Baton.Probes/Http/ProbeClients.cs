using System.Collections.Concurrent;
using Baton.Probes.Addresses;

namespace Baton.Probes.Http;

/// <summary>The HTTP clients of all probes of a process: at most one of each kind, of which there are sixteen.</summary>
internal static class ProbeClients
{
    /// <summary>Longest interval for which an idle connection is kept: asked more often than that, a new one each time would cost more than one kept.</summary>
    public static readonly TimeSpan KeepsUpTo = TimeSpan.FromSeconds(15);

    private static readonly ConcurrentDictionary<ProbeClientKind, Lazy<ProbeClient>> Clients = new();

    /// <summary>Probes of that interval send <c>Connection: close</c>.</summary>
    public static bool IsKept(TimeSpan interval) => interval <= KeepsUpTo;

    /// <summary>The one for probes of that interval, with the proxy that the environment of this process names, if any.</summary>
    public static ProbeClient For(TimeSpan interval, AddressPolicy addresses, bool isInsecure = false) =>
        Clients.GetOrAdd(new ProbeClientKind(IsKept(interval), isInsecure, addresses), static kind => new(() => new ProbeClient(kind, HttpClient.DefaultProxy))).Value;
}
