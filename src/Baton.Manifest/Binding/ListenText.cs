using System.Net;

namespace Baton.Manifest.Binding;

/// <summary>Addresses to listen on, as people write them.</summary>
public static class ListenText
{
    /// <summary>The form in words, for messages.</summary>
    public const string Form = "HOST:PORT with a number as host, as 127.0.0.1:8003, [::1]:8003 or 0.0.0.0:8003, or :PORT, or none";

    /// <summary>The word for no address.</summary>
    public const string None = "none";

    /// <summary>Most addresses at once.</summary>
    public const int Most = 8;

    /// <summary>The address; <c>:PORT</c> and <c>localhost:PORT</c> are of 127.0.0.1. Null for anything else, <c>none</c> too.</summary>
    public static IPEndPoint? Parse(string text)
    {
        var full = text.StartsWith(':') ? $"127.0.0.1{text}" : text.StartsWith("localhost:", StringComparison.OrdinalIgnoreCase) ? $"127.0.0.1{text[9..]}" : text;
        // Without a port the parser would take 0, which means any; a bare IPv6 address ends in what looks like one.
        var port = full.LastIndexOf(':');
        if (port < 0 || port == full.Length - 1 || (full.IndexOf(':', StringComparison.Ordinal) != port && !full[..port].EndsWith(']'))) return null;
        return IPEndPoint.TryParse(full, out var address) ? address : null;
    }
}
