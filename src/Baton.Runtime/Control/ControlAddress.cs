using System.Globalization;
using System.Net;
using System.Text;
using Baton.Core;
using Baton.Runtime.Wire;

namespace Baton.Runtime.Control;

/// <summary>Where a control socket is: a path that begins with <c>/</c>, <c>./</c> or <c>../</c>, else <c>HOST:PORT</c>. A closed family.</summary>
public abstract record ControlAddress
{
    /// <summary>Longest path of a Unix socket in bytes (unix(7): 108 with the final zero).</summary>
    public const int LongestPath = 107;

    private const int LongestHost = 253, LongestLabel = 63;

    private ControlAddress()
    {
    }

    /// <summary>A Unix socket.</summary>
    /// <param name="Path">Absolute, or from the working folder.</param>
    public sealed record Unix(string Path) : ControlAddress
    {
        /// <inheritdoc/>
        public override string ToString() => Path;
    }

    /// <summary>A TCP port.</summary>
    /// <param name="Host">An IPv4 address, an IPv6 address in brackets, or the name of a host.</param>
    /// <param name="Port">0, where something listens: any free one.</param>
    public sealed record Tcp(string Host, int Port) : ControlAddress
    {
        /// <inheritdoc/>
        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Host}:{Port}");
    }

    /// <summary>Reads an address.</summary>
    /// <exception cref="BatonException">InvalidRequest: it is none, or its path is too long for a socket.</exception>
    public static ControlAddress Parse(string text)
    {
        if (text.StartsWith('/') || text.StartsWith("./", StringComparison.Ordinal) || text.StartsWith("../", StringComparison.Ordinal)) return ParsePath(text);
        var colon = text.LastIndexOf(':');
        if (colon < 0 || !TargetText.TryParsePort(text.AsSpan(colon + 1), out var port) || !IsHost(text[..colon], text))
            throw new BatonException(ErrorCode.InvalidRequest, $"cannot use \"{text}\" as control socket: invalid TCP address (Unix paths must start with '/', './', or '../')");
        return new Tcp(text[..colon], port);
    }

    private static Unix ParsePath(string path)
    {
        var length = Encoding.UTF8.GetByteCount(path);
        if (length <= LongestPath && !path.Contains('\0', StringComparison.Ordinal)) return new Unix(path);
        throw new BatonException(ErrorCode.InvalidRequest, string.Create(CultureInfo.InvariantCulture,
            $"cannot use \"{path}\" as control socket: a socket's path has at most {LongestPath} bytes and no zero byte, and this one has {length} bytes"));
    }

    /// <summary>A literal address, or a name: labels of letters, digits and hyphens, which stand neither first nor last, and perhaps a full stop at the end.</summary>
    private static bool IsHost(string host, string whole)
    {
        if (TargetText.TryParseAddress(whole, out _)) return true;
        var name = host.EndsWith('.') ? host[..^1] : host;
        return host.Length <= LongestHost && name.Split('.').All(IsLabel) && !IPAddress.TryParse(host, out _);
    }

    private static bool IsLabel(string label) =>
        label.Length is > 0 and <= LongestLabel && label.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') && label[0] != '-' && label[^1] != '-';
}
