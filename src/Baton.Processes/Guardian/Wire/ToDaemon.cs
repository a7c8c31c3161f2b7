namespace Baton.Processes.Guardian.Wire;

/// <summary>What the guardian says to the daemon.</summary>
internal abstract record ToDaemon
{
    private ToDaemon()
    {
    }

    /// <summary>The first word.</summary>
    /// <param name="Protocol">The protocol that the guardian speaks.</param>
    /// <param name="Pid">The guardian's process.</param>
    /// <param name="Start">Which daemon of this guardian this is, from 1.</param>
    /// <param name="LastEnd">How the one before ended; null for the first.</param>
    /// <param name="StateDirectory">The state directory that it looks after; null before the first daemon has said which.</param>
    /// <param name="Held">Names of the descriptors that come with this, in their order.</param>
    public sealed record Welcome(int Protocol, int Pid, int Start, string? LastEnd, string? StateDirectory, IReadOnlyList<string> Held) : ToDaemon;

    /// <summary>The host is ready.</summary>
    /// <param name="StateId">The number of the state directory.</param>
    /// <param name="Runs">The runs that live, and of each service that has none the last that ended under this guardian.</param>
    /// <param name="Degraded">What this machine does not offer.</param>
    public sealed record Opened(ulong StateId, IReadOnlyList<KnownRun> Runs, IReadOnlyList<string> Degraded) : ToDaemon;

    /// <summary>It cannot be: why, as a name of <see cref="Core.ErrorCode"/> and for people.</summary>
    public sealed record Refused(string Code, string Message) : ToDaemon;

    /// <summary>Slot and last run number of each service, in the order that was asked for.</summary>
    public sealed record Registered(IReadOnlyList<(int Slot, int LastRun)> Services) : ToDaemon;

    /// <summary>Something else that this machine does not offer.</summary>
    public sealed record DegradedBy(string Sentence) : ToDaemon;

    /// <summary>What an earlier guardian left, alive or not.</summary>
    public sealed record LeftoversFound(IReadOnlyList<KnownRun> Runs) : ToDaemon;

    /// <summary>What of that was taken over, as it was found.</summary>
    public sealed record Adopted(IReadOnlyList<KnownRun> Runs) : ToDaemon;

    /// <summary>What an earlier guardian left, and how it ended.</summary>
    public sealed record LeftoversEnded(IReadOnlyList<Hosting.EndedLeftover> Ended) : ToDaemon;

    /// <summary>All is closed; the guardian ends as soon as the daemon has.</summary>
    public sealed record Closed : ToDaemon;

    /// <summary>Are you well? Answered by <see cref="ToGuardian.Pong"/>.</summary>
    public sealed record Ping : ToDaemon;

    /// <summary>News of processes.</summary>
    public sealed record News(ProcessEvent What) : ToDaemon;
}
