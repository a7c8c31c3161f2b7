namespace Baton.Core.Notices;

/// <summary>A fact published for people and for other slices: something changed, and why.</summary>
/// <param name="Seq">Position in the order of all notices, from 1; allotted by the <see cref="NoticeBoard"/>.</param>
/// <param name="Time">When, for people to read (UTC).</param>
/// <param name="Subject">What it is about, <c>KIND/NAME</c>: <c>service/api</c>, <c>daemon</c>.</param>
/// <param name="What">The fact in one word of the vocabulary: <c>starting</c>, <c>running</c>, <c>exited</c>.</param>
/// <param name="Cause">The <see cref="Seq"/> of the notice that led to this one; null when it starts a chain.</param>
/// <param name="Detail">The rest as a person would say it, or null.</param>
public sealed record Notice(long Seq, DateTimeOffset Time, string Subject, string What, long? Cause, string? Detail);
