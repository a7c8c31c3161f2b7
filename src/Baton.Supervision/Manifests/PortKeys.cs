using System.Globalization;
using System.Net;
using Baton.Manifest.Binding;
using Baton.Processes;

namespace Baton.Supervision.Manifests;

/// <summary>Reads which ports of this machine lead into a container.</summary>
internal static class PortKeys
{
    private const string Form = "[ADDRESS:]PORT:CONTAINER_PORT[/udp], as in \"127.0.0.1:8080:80\"";

    /// <summary><c>ports</c>; what is wrong with one is told at its place.</summary>
    public static IReadOnlyList<PublishedPort> Read(TableReader table)
    {
        var ports = new List<PublishedPort>();
        foreach (var item in table.StringList("ports"))
        {
            if (Parse(item.Text) is { } port) ports.Add(port);
            else table.Diagnostics.Add(item.Place, $"\"{item.Text}\" is no pair of ports; write {Form}");
        }

        return ports;
    }

    private static PublishedPort? Parse(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var protocol = slash < 0 ? "tcp" : text[(slash + 1)..];
        var pair = slash < 0 ? text : text[..slash];
        var inside = pair.LastIndexOf(':');
        if (inside <= 0 || protocol is not ("tcp" or "udp")) return null;
        var outside = pair[..inside].LastIndexOf(':');
        var address = outside < 0 ? "" : pair[..outside].Trim('[', ']');
        if (outside >= 0 && !IPAddress.TryParse(address, out _)) return null;
        return NumberOf(pair[(outside + 1)..inside]) is { } host && NumberOf(pair[(inside + 1)..]) is { } container ? new PublishedPort(address, host, container, protocol) : null;
    }

    private static int? NumberOf(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is >= 1 and <= ushort.MaxValue ? port : null;
}
