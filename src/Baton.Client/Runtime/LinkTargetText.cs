using System.Net;

namespace Baton.Client.Runtime;

/// <summary>Targets of links as people type them.</summary>
public static class LinkTargetText
{
    /// <summary>What is wrong with a text that is no target.</summary>
    public const string Mistake = "could not parse as local or remote target";

    /// <summary>
    /// The target that a text is, as it is written on the wire: the id of an instance, or an IP address with a port (<c>127.0.0.1:2662</c>, <c>[::1]:2662</c>).
    /// Null when it is neither: names of hosts are none.
    /// </summary>
    public static string? Read(string text)
    {
        if (InstanceIdText.Read(text) is { } id) return id.ToString("D");
        return HostPort.TrySplit(text, out var host, out var port) && HostPort.Literal(host) is { } address ? new IPEndPoint(address, port).ToString() : null;
    }
}
