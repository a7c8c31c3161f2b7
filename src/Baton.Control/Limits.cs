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

    /// <summary>Requests that are answered elsewhere at once, so that there are always connections left for Baton's own answers.</summary>
    public const int Forwarded = 128;

    /// <summary>Head of an answer from elsewhere, in KiB.</summary>
    public const int AnswerHeadKib = 32;
}
