using Baton.Processes;

namespace Baton.Containers.Runs;

/// <summary>A run in a container.</summary>
/// <param name="Phase">Where it is.</param>
/// <param name="Epoch">Grows with every timer that is armed or no longer wanted; a timer counts only in the epoch that armed it.</param>
internal sealed record ContainerRunState(ContainerPhase Phase, int Epoch = 0)
{
    /// <summary>Its end was asked for before it had begun.</summary>
    public bool IsEndAsked { get; init; }

    /// <summary>Somebody wants it dead: a follower that is killed has no successor.</summary>
    public bool IsKillAsked { get; init; }

    /// <summary>When followers of it were killed, the latest last; those of long ago are forgotten.</summary>
    public IReadOnlyList<TimeSpan> Deaths { get; init; } = [];

    /// <summary>How its follower ended.</summary>
    public ExitStatus? Exit { get; init; }

    /// <summary>Nothing of the follower's tree lives.</summary>
    public bool IsFollowerGone { get; init; }

    /// <summary>Its container is known to have ended: the follower ended by itself, which it does not do before.</summary>
    public bool IsContainerEnded => Exit is { Code: not null };

    /// <summary>That it is stuck has been told.</summary>
    public bool IsStuckTold { get; init; }

    /// <summary>Nobody waits for its end: it was over before anybody here knew of it.</summary>
    public bool IsSilent { get; init; }

    /// <summary>How often its container could not be removed.</summary>
    public int Failures { get; init; }
}
