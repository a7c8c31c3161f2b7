namespace Baton.Contracts;

/// <summary>Data of <c>event: end</c>: the daemon closes the stream by itself.</summary>
/// <param name="Reason">Why, for people.</param>
/// <param name="Resumes">True when another daemon goes on at the same place in a moment, and the stream can be resumed there; else null.</param>
/// <param name="Code">One of <see cref="ErrorCodes"/> when it ends since something failed; else null.</param>
public sealed record StreamEnd(string Reason, bool? Resumes = null, string? Code = null);

/// <summary>Data of <c>event: gap</c>: events that were wanted are no longer kept.</summary>
/// <param name="Missed">How many.</param>
public sealed record StreamGap(long Missed);

/// <summary>Data of <c>event: cut</c>: the search for where <c>tail</c> begins ended before the beginning of the journal, so that there may be older events.</summary>
/// <param name="After">Number after which the stream begins.</param>
public sealed record StreamCut(long After);
