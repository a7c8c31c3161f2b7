namespace Baton.Core;

/// <summary>
/// What kind of failure a caller or the world caused. Contract: the wire name (<c>Baton.Contracts.ErrorCodes</c>), the HTTP status
/// and the exit code of each are listed in <c>docs/reference/errors.md</c>.
/// </summary>
public enum ErrorCode
{
    /// <summary>A bug in Baton; HTTP 500, exit 1.</summary>
    Internal,

    /// <summary>The request or the command line makes no sense; HTTP 422, exit 2.</summary>
    InvalidRequest,

    /// <summary>The manifest cannot be used; every problem in it is named with its place; HTTP 422, exit 1.</summary>
    InvalidManifest,

    /// <summary>No such service, run or route; HTTP 404, exit 4.</summary>
    NotFound,

    /// <summary>Another daemon holds the state directory; exit 3.</summary>
    HeldByAnother,

    /// <summary>A program could not be started; HTTP 502, exit 1.</summary>
    SpawnFailed,

    /// <summary>Too much is waiting already; try again; HTTP 503, exit 1.</summary>
    Busy,

    /// <summary>The daemon is stopping and takes no new work; HTTP 503, exit 1.</summary>
    ShuttingDown,

    /// <summary>What was asked for did not happen in the time given; HTTP 504, exit 5.</summary>
    Timeout,

    /// <summary>The caller may not do this, or came from a place that may not; HTTP 403, exit 1.</summary>
    Forbidden,

    /// <summary>A file, socket or address could not be used; HTTP 500, exit 1.</summary>
    Unavailable,
}
