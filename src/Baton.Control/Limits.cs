namespace Baton.Control;

/// <summary>What the API takes at most; documented in <c>docs/reference/api.md</c>.</summary>
internal static class Limits
{
    /// <summary>Request line, and separately all headers, in bytes. A cursor over the logs of a thousand services fits.</summary>
    public const int HeadBytes = 32 * 1024;

    /// <summary>Body of a request, in bytes.</summary>
    public const int BodyBytes = 1024 * 1024;

    /// <summary>Connections at once, of the socket and the TCP address together.</summary>
    public const int Connections = 256;
}
