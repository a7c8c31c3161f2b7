namespace Baton.Contracts;

/// <summary>One page of a list. The same address is given in a <c>Link: …; rel="next"</c> header.</summary>
/// <typeparam name="T">Record of the list.</typeparam>
/// <param name="Items">The records, at most <c>limit</c> (default 100, at most 1,000).</param>
/// <param name="Next">Value of <c>cursor</c> for the next page; null on the last.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next = null);
