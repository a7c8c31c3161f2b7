using System.Diagnostics;
using Baton.Contracts;
using Baton.Core;

namespace Baton.Control.Problems;

/// <summary>The one place where kinds of failure become wire names and HTTP statuses; <c>docs/reference/errors.md</c> lists them.</summary>
public static class ProblemStatus
{
    /// <summary>Wire name and status of a kind of failure.</summary>
    public static (string Code, int Status) Of(ErrorCode code) => code switch
    {
        ErrorCode.Internal => (ErrorCodes.Internal, 500),
        ErrorCode.InvalidRequest => (ErrorCodes.InvalidRequest, 422),
        ErrorCode.InvalidManifest => (ErrorCodes.InvalidManifest, 422),
        ErrorCode.NotFound => (ErrorCodes.NotFound, 404),
        ErrorCode.HeldByAnother => (ErrorCodes.HeldByAnother, 409),
        ErrorCode.SpawnFailed => (ErrorCodes.SpawnFailed, 502),
        ErrorCode.Busy => (ErrorCodes.Busy, 503),
        ErrorCode.ShuttingDown => (ErrorCodes.ShuttingDown, 503),
        ErrorCode.Timeout => (ErrorCodes.Timeout, 504),
        ErrorCode.Forbidden => (ErrorCodes.Forbidden, 403),
        ErrorCode.Unavailable => (ErrorCodes.Unavailable, 500),
        _ => throw new UnreachableException($"error code {code}"),
    };
}
