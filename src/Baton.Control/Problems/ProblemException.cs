using Baton.Contracts;
using Baton.Core;

namespace Baton.Control.Problems;

/// <summary>A failure with what only HTTP knows of: another status than its code's, or several problems in one.</summary>
/// <param name="code">One of <see cref="ErrorCodes"/>.</param>
/// <param name="status">The HTTP status.</param>
/// <param name="message">One sentence, then what else is known after a semicolon.</param>
public sealed class ProblemException(string code, int status, string message) : Exception(message)
{
    /// <summary>One of <see cref="ErrorCodes"/>.</summary>
    public string Code { get; } = code;

    /// <summary>The HTTP status.</summary>
    public int Status { get; } = status;

    /// <summary>Single problems, when there are several.</summary>
    public IReadOnlyList<ProblemItem>? Problems { get; init; }

    /// <summary>Value of the <c>Allow</c> header; null for none.</summary>
    public string? Allow { get; init; }

    /// <summary>Value of the <c>WWW-Authenticate</c> header; null for none.</summary>
    public string? Challenge { get; init; }

    /// <summary>Value of the <c>Retry-After</c> header, in seconds; null for none.</summary>
    public int? RetryAfterSeconds { get; init; }

    /// <summary>The message in the words of the earlier systems, for their paths; null when they have none for it.</summary>
    public string? SeedWords { get; init; }

    /// <summary>The request makes no sense.</summary>
    public static BatonException Invalid(string message) => new(ErrorCode.InvalidRequest, message);

    /// <summary>The request is not even JSON.</summary>
    public static ProblemException Malformed(string message, int status = 400) => new(ErrorCodes.InvalidRequest, status, message);
}
