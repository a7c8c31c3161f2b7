namespace Baton.Processes.Guardian.Wire;

/// <summary>What the daemon says to the guardian.</summary>
internal abstract record ToGuardian
{
    private ToGuardian()
    {
    }

    /// <summary>
    /// The first word: this is the state directory, and this the protocol that I speak. Answered by <see cref="ToDaemon.Opened"/> or
    /// <see cref="ToDaemon.Refused"/>. A daemon that was started anew names the same directory.
    /// </summary>
    public sealed record Open(int Protocol, string StateDirectory, bool UseCgroups) : ToGuardian;

    /// <summary>Tell the slots and last run numbers of these services. Answered by <see cref="ToDaemon.Registered"/>.</summary>
    public sealed record Register(IReadOnlyList<string> Services) : ToGuardian;

    /// <summary>Look what an earlier guardian left. Answered by <see cref="ToDaemon.LeftoversFound"/>.</summary>
    public sealed record FindLeftovers : ToGuardian;

    /// <summary>Take over these of them. Answered by <see cref="ToDaemon.Adopted"/>.</summary>
    public sealed record Adopt(IReadOnlyList<RunId> Runs) : ToGuardian;

    /// <summary>End what an earlier guardian left and was not taken over. Answered by <see cref="ToDaemon.LeftoversEnded"/>.</summary>
    public sealed record EndLeftovers : ToGuardian;

    /// <summary>Keep the descriptor that comes with this for the next daemon, in place of one of that name.</summary>
    public sealed record Hold(string Name) : ToGuardian;

    /// <summary>Close the descriptor of that name.</summary>
    public sealed record LetGo(string Name) : ToGuardian;

    /// <summary>Kill what lives, close the logs, and end with me. Answered by <see cref="ToDaemon.Closed"/>.</summary>
    public sealed record Close : ToGuardian;

    /// <summary>End with me, and leave all that lives as it is. Answered by <see cref="ToDaemon.Closed"/>.</summary>
    public sealed record Leave : ToGuardian;

    /// <summary>When I have ended, begin this program in my place; mine again, should it not get ready.</summary>
    public sealed record Replace(string Program) : ToGuardian;

    /// <summary>My API answers; said again after each beginning.</summary>
    public sealed record Ready : ToGuardian;

    /// <summary>What a guardian before this one left is mine or has ended, and I have recorded that: a daemon in my place goes on.</summary>
    public sealed record TakenOver : ToGuardian;

    /// <summary>The daemon is well: what decides has had a turn since the <see cref="ToDaemon.Ping"/>.</summary>
    public sealed record Pong : ToGuardian;

    /// <summary>A command to the process host.</summary>
    public sealed record Command(ProcessCommand What) : ToGuardian;
}
