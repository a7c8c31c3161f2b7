namespace Baton.Probes.Execution;

/// <summary>What an attempt found, before it is known how long it took.</summary>
/// <param name="IsSuccess">It is as it should be.</param>
/// <param name="What">What happened.</param>
/// <param name="IsTimed">How long it took is of interest: <c>WHAT after 210 ms</c>.</param>
/// <param name="More">What is said after that.</param>
internal readonly record struct Verdict(bool IsSuccess, string What, bool IsTimed = true, string More = "")
{
    /// <summary>A failure that needs no time, such as a refused connection.</summary>
    public static Verdict Trouble(string what) => new(false, what, IsTimed: false);
}
