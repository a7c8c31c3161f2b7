using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Baton.Client.Runtime;

/// <summary>Where the control socket of a runtime part is: the path of a Unix socket, or <c>HOST:PORT</c>.</summary>
public sealed class RuntimeAddress
{
    /// <summary>What is wrong with a text that is no address.</summary>
    public const string Mistake = "invalid TCP address (Unix paths must start with '/', './', or '../')";

    private readonly string? _path;
    private readonly EndPoint? _endPoint;

    private RuntimeAddress(string text, string? path, EndPoint? endPoint) => (Text, _path, _endPoint) = (text, path, endPoint);

    /// <summary>As it was given.</summary>
    public string Text { get; }

    /// <summary>
    /// Reads an address: what begins with <c>/</c>, <c>./</c> or <c>../</c> is a path, anything else a host with a port. Null when it is neither.
    /// </summary>
    /// <param name="text">The address.</param>
    /// <param name="folder">What a relative path is relative to; absolute.</param>
    public static RuntimeAddress? Read(string text, string folder)
    {
        if (text.StartsWith('/') || text.StartsWith("./", StringComparison.Ordinal) || text.StartsWith("../", StringComparison.Ordinal))
            return new RuntimeAddress(text, Path.GetFullPath(text, folder), null);
        if (!HostPort.TrySplit(text, out var host, out var port)) return null;
        if (HostPort.Literal(host) is { } address) return new RuntimeAddress(text, null, new IPEndPoint(address, port));
        return HostPort.IsName(host) ? new RuntimeAddress(text, null, new DnsEndPoint(host.TrimEnd('.'), port)) : null;
    }

    /// <inheritdoc/>
    public override string ToString() => Text;

    /// <summary>A socket for it, not connected, and where to connect it.</summary>
    /// <exception cref="IOException">No socket can have that path.</exception>
    internal (Socket Socket, EndPoint EndPoint) Open()
    {
        if (_endPoint is not null) return (new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true }, _endPoint);
        // What is too long when written in full may fit as it was typed.
        var path = Fits(_path!) ? _path! : Text;
        if (!Fits(path)) throw new IOException($"the path is longer than {SocketLocator.MaxPathBytes} bytes");
        return (new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified), new UnixDomainSocketEndPoint(path));
    }

    private static bool Fits(string path) => Encoding.UTF8.GetByteCount(path) <= SocketLocator.MaxPathBytes;
}
