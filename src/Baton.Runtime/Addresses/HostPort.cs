using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Baton.Runtime.Addresses;

/// <summary>A host and a port, as <c>127.0.0.1:2661</c>, <c>[::1]:2661</c> or <c>robot.local:2661</c>. Names are looked up when it is used.</summary>
/// <param name="Host">An address, of version 6 without brackets, or a name.</param>
/// <param name="Port">0 to 65,535.</param>
public sealed record HostPort(string Host, int Port)
{
    /// <summary>The form in words, for messages.</summary>
    public const string Form = "HOST:PORT, as 127.0.0.1:2661, [::1]:2661 or robot.local:2661";

    private const int LongestName = 253, LongestLabel = 63;

    /// <summary>Reads one; the host ends at the last colon.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out HostPort? address)
    {
        address = null;
        if (text is null || text.LastIndexOf(':') is not (>= 0 and var colon)) return false;
        if (!ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) || HostOf(text[..colon]) is not { } host) return false;
        address = new HostPort(host, port);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{(Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host)}:{Port}");

    private static string? HostOf(string text)
    {
        if (text is ['[', .. var inside, ']']) return IPAddress.TryParse(inside, out var six) && six.AddressFamily == AddressFamily.InterNetworkV6 ? inside : null;
        return IsName(text) ? text : null;
    }

    // An address of version 4 has the form of a name, too.
    private static bool IsName(string text)
    {
        var name = text.EndsWith('.') ? text[..^1] : text;
        return name.Length is > 0 and <= LongestName && Array.TrueForAll(name.Split('.'), IsLabel);
    }

    private static bool IsLabel(string label) =>
        label.Length is > 0 and <= LongestLabel && label.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') && label[0] != '-' && label[^1] != '-';
}
