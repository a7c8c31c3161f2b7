namespace Baton.Probes.Execution;

/// <summary>What an attempt found, before it is known how long it took.</summary>
/// <param name="Failure">What kind of failure; null when it is as it should be.</param>
/// <param name="What">What happened.</param>
/// <param name="IsTimed">How long it took is of interest: <c>WHAT after 210 ms</c>.</param>
/// <param name="More">What is said after that.</param>
internal readonly record struct Verdict(FailureKind? Failure, string What, bool IsTimed = true, string More = "")
{
    /// <summary>Who was asked in the end, where that is another than at first.</summary>
    public Peer? At { get; init; }

    /// <summary>What it was answered with; null where that is not kept.</summary>
    public string? Answer { get; init; }

    /// <summary>When the certificate of who was asked expires.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>It is as it should be.</summary>
    public static Verdict Good(string what, string more = "") => new(null, what, More: more);

    /// <summary>It was answered, but not as it should be.</summary>
    public static Verdict Bad(FailureKind kind, string what, string more = "") => new(kind, what, More: more);

    /// <summary>A failure that needs no time, such as a refused connection.</summary>
    public static Verdict Trouble(FailureKind kind, string what) => new(kind, what, IsTimed: false);
}
