namespace Baton.Supervision.Services;

/// <summary>What a service's built-in check (<see cref="BuiltInCheck"/>) has found in the present run. Nothing follows from it.</summary>
/// <param name="IsHealthy">Null until it is known: before the first check, after fewer failures than count, and while it does not run.</param>
/// <param name="Message">What the last check found, in the words of the registry's checks.</param>
/// <param name="CheckedAt">When that was (UTC); null before the first.</param>
/// <param name="Failures">Failed checks in a row.</param>
public sealed record ServiceHealth(bool? IsHealthy, string Message, DateTimeOffset? CheckedAt, int Failures);
