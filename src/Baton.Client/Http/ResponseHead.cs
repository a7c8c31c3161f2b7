using System.Buffers.Text;
using System.Text;

namespace Baton.Client.Http;

/// <summary>Status and the headers that matter, read strictly: what is ambiguous (two lengths, folded lines) is refused.</summary>
internal sealed record ResponseHead
{
    /// <summary>No answer yet.</summary>
    public static ResponseHead None { get; } = new();

    /// <summary>200 to 599.</summary>
    public int Status { get; private init; }

    /// <summary>Length of the body; null when it is chunked or ends with the connection.</summary>
    public long? ContentLength { get; private init; }

    /// <summary>The body comes in chunks.</summary>
    public bool IsChunked { get; private init; }

    /// <summary>Media type, without parameters.</summary>
    public string ContentType { get; private init; } = "";

    public bool IsOk => Status is >= 200 and < 300;

    public bool IsEventStream => ContentType.Equals("text/event-stream", StringComparison.OrdinalIgnoreCase);

    public bool IsProblem => ContentType.Equals("application/problem+json", StringComparison.OrdinalIgnoreCase)
        || ContentType.Equals("application/json", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads a head that ends with an empty line.</summary>
    public static ResponseHead Parse(ReadOnlySpan<byte> bytes)
    {
        var lineEnd = bytes.IndexOf("\r\n"u8);
        var head = new ResponseHead { Status = ParseStatus(bytes[..lineEnd]) };
        bytes = bytes[(lineEnd + 2)..];
        while ((lineEnd = bytes.IndexOf("\r\n"u8)) > 0)
        {
            head = head.WithHeader(bytes[..lineEnd]);
            bytes = bytes[(lineEnd + 2)..];
        }

        // RFC 9112 6.3: a sender must not send both; one that does may be smuggling.
        if (head is { IsChunked: true, ContentLength: not null }) throw new InvalidAnswerException("both Content-Length and chunks");
        return head;
    }

    private static int ParseStatus(ReadOnlySpan<byte> line)
    {
        if (line.Length >= 12 && line.StartsWith("HTTP/1.1 "u8) && (line.Length == 12 || line[12] == ' ')
            && Utf8Parser.TryParse(line[9..12], out int status, out var used) && used == 3 && status is >= 200 and <= 599) return status;
        throw new InvalidAnswerException("the first line is not a status line of HTTP/1.1");
    }

    private ResponseHead WithHeader(ReadOnlySpan<byte> line)
    {
        var colon = line.IndexOf((byte)':');
        if (colon <= 0 || line[..colon].IndexOfAny((byte)' ', (byte)'\t') >= 0) throw new InvalidAnswerException("a line of the head is not a header");
        var name = line[..colon];
        var value = Encoding.ASCII.GetString(line[(colon + 1)..]).Trim(' ', '\t');
        if (Ascii.EqualsIgnoreCase(name, "content-length"u8)) return this with { ContentLength = ParseLength(value) };
        if (Ascii.EqualsIgnoreCase(name, "content-type"u8)) return this with { ContentType = value.Split(';')[0].TrimEnd() };
        if (!Ascii.EqualsIgnoreCase(name, "transfer-encoding"u8)) return this;
        if (IsChunked || !value.Equals("chunked", StringComparison.OrdinalIgnoreCase))
            throw new InvalidAnswerException($"transfer encoding \"{value}\"");
        return this with { IsChunked = true };
    }

    private long ParseLength(string value)
    {
        var isNumber = long.TryParse(value, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var length);
        if (!isNumber || (ContentLength is { } earlier && earlier != length)) throw new InvalidAnswerException($"content length \"{value}\"");
        return length;
    }
}
