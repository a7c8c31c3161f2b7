namespace Baton.Probes.Specs;

// What is asked over HTTP.
public abstract partial record ProbeSpec
{
    /// <summary>An HTTP request whose final answer must have an accepted status.</summary>
    /// <param name="Url">Absolute, <c>http</c> or <c>https</c>, without user name or fragment.</param>
    public sealed record Http(Uri Url) : ProbeSpec
    {
        /// <summary>How many redirects at most may be followed: 10.</summary>
        public const int MostRedirects = 10;

        /// <summary>Most characters of the body of a request: 65,536.</summary>
        public const int LongestBody = 65536;

        /// <summary>The method. Default <c>GET</c>.</summary>
        public string Method { get; init; } = "GET";

        /// <summary>Names and values, sent as they are; never to another origin that a redirect leads to.</summary>
        public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

        /// <summary>The statuses that are a success. Default 200 to 399.</summary>
        public StatusSet Accepted { get; init; } = StatusSet.Default;

        /// <summary>Smallest <see cref="MaxBody"/>: 1 KiB.</summary>
        public const int LeastBody = 1024;

        /// <summary>Largest <see cref="MaxBody"/>: 16 MiB.</summary>
        public const int LargestBody = 16 * 1024 * 1024;

        /// <summary>
        /// How many bytes of a body are read; a longer one is a failure, where nothing is looked for in it, or where that is not in its beginning. Null, the default, for 64 KiB, and
        /// a longer one is no failure where nothing is looked for in it.
        /// </summary>
        public int? MaxBody { get; init; }

        /// <summary>Text that the beginning of the body must contain, compared as UTF-8 bytes; null for any body.</summary>
        public string? BodyContains { get; init; }

        /// <summary>How many redirects are followed, 0 to <see cref="MostRedirects"/>, the default. With 0 a redirect is the final answer.</summary>
        public int MaxRedirects { get; init; } = MostRedirects;

        /// <summary>Body of the request, as UTF-8, at most <see cref="LongestBody"/> characters; null, the default, for none. Its kind is told by a header <c>Content-Type</c>.</summary>
        public string? Body { get; init; }

        /// <summary>Regular expression that the beginning of the body must match somewhere, of the kind that needs no backtracking; null for any body.</summary>
        public string? BodyMatches { get; init; }

        /// <summary>
        /// What a value of the body, as JSON, must be: <c>$.a.b[0].c == "ok"</c>, with <c>==</c>, <c>!=</c>, <c>&lt;</c>, <c>&lt;=</c>,
        /// <c>&gt;</c>, <c>&gt;=</c>, or nothing after the path when it must only be there; null for any body. A body that is longer
        /// than is read is a failure then.
        /// </summary>
        public string? BodyJson { get; init; }

        /// <summary>Longest time to the end of the answer; slower is a failure. Null, the default, for any time within the deadline.</summary>
        public TimeSpan? MaxLatency { get; init; }

        /// <summary>Any certificate will do, also one of somebody else. Default false.</summary>
        public bool IsInsecure { get; init; }

        /// <summary>The body of a good answer, where it is a JSON object of at most 4 KiB, is part of the result. Default false.</summary>
        public bool KeepsAnswer { get; init; }

        /// <inheritdoc/>
        public bool Equals(Http? other) => other is not null
            && (Url, Method, Accepted, BodyContains, MaxRedirects).Equals((other.Url, other.Method, other.Accepted, other.BodyContains, other.MaxRedirects))
            && (Body, BodyMatches, BodyJson, MaxLatency, IsInsecure, MaxBody, KeepsAnswer).Equals((other.Body, other.BodyMatches, other.BodyJson, other.MaxLatency, other.IsInsecure, other.MaxBody, other.KeepsAnswer))
            && Headers.SequenceEqual(other.Headers);

        /// <inheritdoc/>
        public override int GetHashCode() => HashCode.Combine(Url, Method, BodyContains, Headers.Count);
    }

    /// <summary>A WebSocket that must open, and, where it is said, answer.</summary>
    /// <param name="Url">Absolute, <c>ws</c> or <c>wss</c>, without user name or fragment.</param>
    public sealed record WebSocket(Uri Url) : ProbeSpec
    {
        /// <summary>Names and values, sent with the request to open it.</summary>
        public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

        /// <summary>A text message that is sent once it is open; null, the default, for none.</summary>
        public string? Send { get; init; }

        /// <summary>Text that one of the first 16 messages must contain, in its first 64 KiB; null, the default, asks for no message.</summary>
        public string? Expect { get; init; }

        /// <summary>Any certificate will do. Default false.</summary>
        public bool IsInsecure { get; init; }

        /// <inheritdoc/>
        public bool Equals(WebSocket? other) => other is not null && (Url, Send, Expect, IsInsecure).Equals((other.Url, other.Send, other.Expect, other.IsInsecure))
            && Headers.SequenceEqual(other.Headers);

        /// <inheritdoc/>
        public override int GetHashCode() => HashCode.Combine(Url, Send, Expect, Headers.Count);
    }

    /// <summary>The health service of gRPC (<c>grpc.health.v1.Health/Check</c>), which must answer <c>SERVING</c>.</summary>
    /// <param name="Host">Name or address.</param>
    /// <param name="Port">1 to 65535.</param>
    public sealed record Grpc(string Host, int Port) : ProbeSpec
    {
        /// <summary>Which of its services is meant; empty, the default, for the server as a whole.</summary>
        public string Service { get; init; } = "";

        /// <summary>Over TLS; else HTTP/2 without it. Default false.</summary>
        public bool UsesTls { get; init; }

        /// <summary>Any certificate will do. Default false.</summary>
        public bool IsInsecure { get; init; }
    }
}
