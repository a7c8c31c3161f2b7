namespace Baton.Processes;

/// <summary>A process that listens on a TCP port which a service wanted.</summary>
/// <param name="Program">Its own name for itself; null when its processes may not be looked at.</param>
/// <param name="Pid">Its process; null when that may not be looked at: another user's, or of a container.</param>
/// <param name="Uid">The user that its socket belongs to.</param>
/// <param name="Run">The run that it is of; null for a stranger.</param>
public sealed record PortHolder(string? Program, int? Pid, int Uid, RunId? Run)
{
    /// <summary>The socket belongs to the user that Baton runs as.</summary>
    public bool IsOwnUser { get; init; }
}
