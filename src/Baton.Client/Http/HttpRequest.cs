using System.Globalization;
using System.Text;

namespace Baton.Client.Http;

/// <summary>One request. Everything in its head is made by this client from escaped parts, so no line break can get in.</summary>
/// <param name="Method"><c>GET</c> or <c>POST</c>.</param>
/// <param name="Target">Path and query, escaped.</param>
/// <param name="Host">Value of the <c>Host</c> header.</param>
internal sealed record HttpRequest(string Method, string Target, string Host)
{
    public string Accept { get; init; } = "application/json";

    public string? LastEventId { get; init; }

    public ReadOnlyMemory<byte> Body { get; init; }

    public byte[] ToBytes()
    {
        var head = new StringBuilder(256).Append(Method).Append(' ').Append(Target).Append(" HTTP/1.1\r\nHost: ").Append(Host)
            .Append("\r\nAccept: ").Append(Accept).Append("\r\nConnection: close\r\n");
        if (LastEventId is not null) head.Append("Last-Event-ID: ").Append(Uri.EscapeDataString(LastEventId)).Append("\r\n");
        if (Body.Length > 0)
            head.Append(CultureInfo.InvariantCulture, $"Content-Type: application/json\r\nContent-Length: {Body.Length}\r\n");
        head.Append("\r\n");
        var headLength = Encoding.ASCII.GetByteCount(head.ToString());
        var bytes = new byte[headLength + Body.Length];
        Encoding.ASCII.GetBytes(head.ToString(), bytes);
        Body.CopyTo(bytes.AsMemory(headLength));
        return bytes;
    }
}
