namespace Baton.Contracts;

/// <summary>Who asks, as the daemon sees it.</summary>
/// <param name="Required">A token is needed where this was asked.</param>
/// <param name="Role">What may be done: <c>none</c>, <c>read</c> or <c>operate</c>.</param>
/// <param name="Name">Name of the token that was shown; null when there was none.</param>
public sealed record SessionRecord(bool Required, string Role, string? Name = null);
