using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Baton.Runtime.Instances;
using Baton.Runtime.Links;

namespace Baton.Runtime.Wire;

/// <summary>Targets of links as text: a UUID, <c>127.0.0.1:2662</c> or <c>[::1]:2662</c>; never the name of a host.</summary>
public static class TargetText
{
    private static readonly SearchValues<char> V6 = SearchValues.Create("0123456789abcdefABCDEF:."), V4 = SearchValues.Create("0123456789."), Digits = SearchValues.Create("0123456789");

    /// <summary>Reads a target.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out LinkTarget? target)
    {
        target = InstanceId.TryParse(text, out var id) ? new LinkTarget.Local(id)
            : TryParseAddress(text, out var address) ? new LinkTarget.Remote(address)
            : null;
        return target is not null;
    }

    /// <summary>The text that <see cref="TryParse"/> reads.</summary>
    public static string Of(LinkTarget target) => target switch
    {
        LinkTarget.Remote remote => Of(remote.Address),
        _ => target.ToString()!,
    };

    /// <summary>
    /// An address and port. Of an IPv6 address only the form that maps IPv4 has dots: .NET writes dots for others too, which clients do not expect.
    /// </summary>
    public static string Of(IPEndPoint address)
    {
        var text = address.ToString();
        if (address.AddressFamily != AddressFamily.InterNetworkV6 || !text.Contains('.', StringComparison.Ordinal) || address.Address.IsIPv4MappedToIPv6) return text;
        Span<byte> bytes = stackalloc byte[16];
        address.Address.TryWriteBytes(bytes, out _);
        // The last two groups stand behind the dots' place; the rest, with its run of zeros, is as it is.
        var last = string.Create(CultureInfo.InvariantCulture, $"{(bytes[12] << 8) | bytes[13]:x}:{(bytes[14] << 8) | bytes[15]:x}");
        var start = text.LastIndexOf(':', text.IndexOf('.', StringComparison.Ordinal)) + 1;
        var end = text.AsSpan(start).IndexOfAny('%', ']') + start;
        return new StringBuilder(text).Remove(start, end - start).Insert(start, last).ToString();
    }

    /// <summary>Reads a literal address and port, as strictly as those who send them: four decimal numbers without leading zeros, or IPv6 in brackets.</summary>
    public static bool TryParseAddress(string text, [NotNullWhen(true)] out IPEndPoint? address)
    {
        address = null;
        var colon = text.LastIndexOf(':');
        if (colon < 0 || !TryParsePort(text.AsSpan(colon + 1), out var port)) return false;
        var host = text.AsSpan(0, colon);
        var isRead = host.StartsWith("[") && host.EndsWith("]") ? TryParseV6(host[1..^1], out var ip) : TryParseV4(host, out ip);
        if (isRead) address = new IPEndPoint(ip!, port);
        return isRead;
    }

    /// <summary>A decimal number from 0 to 65535.</summary>
    public static bool TryParsePort(ReadOnlySpan<char> text, out int port) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port <= IPEndPoint.MaxPort;

    private static bool TryParseV4(ReadOnlySpan<char> text, out IPAddress? address)
    {
        address = null;
        Span<Range> parts = stackalloc Range[5];
        if (text.ContainsAnyExcept(V4) || text.Split(parts, '.') != 4) return false;
        foreach (var range in parts[..4])
        {
            var part = text[range];
            if (part.Length is 0 or > 3 || (part.Length > 1 && part[0] == '0')) return false;
        }

        return IPAddress.TryParse(text, out address);
    }

    private static bool TryParseV6(ReadOnlySpan<char> text, out IPAddress? address)
    {
        address = null;
        var percent = text.IndexOf('%');
        if (percent >= 0 && (percent == text.Length - 1 || text[(percent + 1)..].ContainsAnyExcept(Digits) || !uint.TryParse(text[(percent + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out _)))
            return false;
        var plain = percent < 0 ? text : text[..percent];
        return plain.Contains(':') && !plain.ContainsAnyExcept(V6) && IPAddress.TryParse(text, out address) && address.AddressFamily == AddressFamily.InterNetworkV6;
    }
}
