namespace Baton.Contracts;

/// <summary>The one body of every failed native request.</summary>
public sealed record Problem
{
    /// <summary>The failure in one sentence.</summary>
    public required string Error { get; init; }

    /// <summary>The same sentence with what is known besides; never empty.</summary>
    public required string Detail { get; init; }

    /// <summary>One of <see cref="ErrorCodes"/>.</summary>
    public required string Code { get; init; }

    /// <summary>Number of the request, also in the <c>X-Request-Id</c> header and in the daemon's log.</summary>
    public required string RequestId { get; init; }

    /// <summary>Single problems with their places, for a manifest or a query with several.</summary>
    public IReadOnlyList<ProblemItem>? Problems { get; init; }
}

/// <summary>One of several problems.</summary>
/// <param name="Place"><c>file:line:column</c>, or the name of the parameter.</param>
/// <param name="Message">What is wrong and how to fix it.</param>
public sealed record ProblemItem(string Place, string Message);
