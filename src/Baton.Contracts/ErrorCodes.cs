namespace Baton.Contracts;

/// <summary>Wire names of the kinds of failure; contract, listed in <c>docs/reference/errors.md</c>.</summary>
public static class ErrorCodes
{
    /// <summary>A bug in Baton; HTTP 500.</summary>
    public const string Internal = "internal";

    /// <summary>The request makes no sense; HTTP 422 (400 when it is not even HTTP).</summary>
    public const string InvalidRequest = "invalid_request";

    /// <summary>The manifest cannot be used; HTTP 422.</summary>
    public const string InvalidManifest = "invalid_manifest";

    /// <summary>No such thing; HTTP 404.</summary>
    public const string NotFound = "not_found";

    /// <summary>The address exists, the method does not; HTTP 405.</summary>
    public const string MethodNotAllowed = "method_not_allowed";

    /// <summary>Another daemon holds the state directory.</summary>
    public const string HeldByAnother = "held_by_another";

    /// <summary>A program could not be started; HTTP 502.</summary>
    public const string SpawnFailed = "spawn_failed";

    /// <summary>Too much is waiting; HTTP 503.</summary>
    public const string Busy = "busy";

    /// <summary>The daemon is stopping; HTTP 503.</summary>
    public const string ShuttingDown = "shutting_down";

    /// <summary>It did not happen in the time given; HTTP 504.</summary>
    public const string Timeout = "timeout";

    /// <summary>A token is needed; HTTP 401.</summary>
    public const string Unauthorized = "unauthorized";

    /// <summary>Not allowed, or from a place that may not; HTTP 403.</summary>
    public const string Forbidden = "forbidden";

    /// <summary>Something of the system could not be used; HTTP 500.</summary>
    public const string Unavailable = "unavailable";
}
