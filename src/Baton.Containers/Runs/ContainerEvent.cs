using Baton.Processes;

namespace Baton.Containers.Runs;

/// <summary>What happens to a run in a container. A closed family.</summary>
internal abstract record ContainerEvent
{
    private ContainerEvent()
    {
    }

    /// <summary>Its container runs, or why it does not.</summary>
    /// <param name="Problem">For people; null when it runs.</param>
    /// <param name="MayBeLeft">With a problem: a container of the service may be there all the same.</param>
    public sealed record Prepared(string? Problem, bool MayBeLeft = false) : ContainerEvent;

    /// <summary>Somebody asks it to end, or sends another signal.</summary>
    public sealed record SignalAsked(int Signal) : ContainerEvent;

    /// <summary>Somebody wants it dead.</summary>
    public sealed record KillAsked : ContainerEvent;

    /// <summary>The engine could not pass a signal on.</summary>
    /// <param name="Signal">Which.</param>
    /// <param name="Reason">For people.</param>
    public sealed record SignalFailed(int Signal, string Reason = "") : ContainerEvent;

    /// <summary>Its follower has a process.</summary>
    public sealed record Spawned(int Pid) : ContainerEvent;

    /// <summary>Its follower could not be started.</summary>
    public sealed record SpawnFailed(string Reason) : ContainerEvent;

    /// <summary>Its follower has ended.</summary>
    /// <param name="Status">How.</param>
    /// <param name="IsTreeGone">Nothing that it started lives.</param>
    /// <param name="At">When, since the host began.</param>
    public sealed record Exited(ExitStatus Status, bool IsTreeGone, TimeSpan At = default) : ContainerEvent;

    /// <summary>The rest of its follower's tree is gone.</summary>
    public sealed record TreeGone : ContainerEvent;

    /// <summary>Whether its container ended for want of memory.</summary>
    public sealed record Looked(bool IsOutOfMemory) : ContainerEvent;

    /// <summary>Its container is gone; or why it may not be.</summary>
    /// <param name="Problem">For people; null when it is gone.</param>
    /// <param name="IsAway">The engine could not be reached.</param>
    public sealed record Cleared(string? Problem, bool IsAway = false) : ContainerEvent;

    /// <summary>The armed timer.</summary>
    public sealed record TimerFired(int Epoch) : ContainerEvent;

    /// <summary>No follower of it lives, and its container may: another one is to go on with it.</summary>
    public sealed record FoundOrphaned : ContainerEvent;

    /// <summary>No follower of it lives: it ended before anybody here knew of it.</summary>
    public sealed record FoundDead : ContainerEvent;
}
