namespace Baton.Control;

/// <summary>What the API takes at most; documented in <c>docs/reference/api.md</c>.</summary>
internal static class Limits
{
    /// <summary>Request line, and separately all headers, in bytes. A cursor over the logs of a thousand services fits.</summary>
    public const int HeadBytes = 32 * 1024;

    /// <summary>Body of a request, in bytes.</summary>
    public const int BodyBytes = 1024 * 1024;

    /// <summary>What a body must come with, in bytes a second.</summary>
    public const int BodyBytesPerSecond = 240;

    /// <summary>Connections at once, to each address that is listened on.</summary>
    public const int Connections = 256;
}
