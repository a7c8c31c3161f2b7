namespace Baton.Contracts;

/// <summary>A fact about what changed and why.</summary>
/// <param name="Seq">Its number; a stream resumes after it (<c>Last-Event-ID</c>).</param>
/// <param name="Time">When (UTC).</param>
/// <param name="Subject">What it is about: <c>service/NAME</c>, <c>daemon</c>.</param>
/// <param name="What">The fact in a word.</param>
/// <param name="Cause">Number of the fact that led to it.</param>
/// <param name="Detail">The rest, as a person would say it.</param>
public sealed record EventRecord(long Seq, DateTimeOffset Time, string Subject, string What, long? Cause = null, string? Detail = null)
{
    /// <summary>How many events just before it are no longer kept; null where there are none, and in the API, which says it beside the events.</summary>
    public long? Missed { get; init; }
}
