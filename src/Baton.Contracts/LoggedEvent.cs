namespace Baton.Contracts;

/// <summary>An event as the daemon's own log has it with <c>--log-format json</c>: an object a line.</summary>
/// <param name="Time">When (UTC).</param>
/// <param name="Level">One of <see cref="EventLevels"/>.</param>
/// <param name="Subject">What it is about: <c>service/NAME</c>, <c>daemon</c>.</param>
/// <param name="What">The fact in a word; <c>note</c> for what is no event.</param>
/// <param name="Seq">Its number; null for what is no event.</param>
/// <param name="Cause">Number of the fact that led to it.</param>
/// <param name="Detail">The rest, as a person would say it.</param>
public sealed record LoggedEvent(DateTimeOffset Time, string Level, string Subject, string What, long? Seq = null, long? Cause = null, string? Detail = null);
