namespace Baton.Probes.Execution;

/// <summary>Who is asked.</summary>
/// <param name="Host">Name or address.</param>
/// <param name="Port">The port; null where there is none.</param>
internal readonly record struct Peer(string Host, int? Port = null)
{
    public static Peer Of(Uri url) => new(url.IdnHost, url.Port);
}
