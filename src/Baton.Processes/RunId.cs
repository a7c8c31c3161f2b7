namespace Baton.Processes;

/// <summary>One process incarnation of a service: what all news about processes is told apart by, since pids are reused.</summary>
/// <param name="Service">The service's name (<see cref="Core.Names"/>).</param>
/// <param name="Run">Its number, from 1; grows over restarts of the daemon too.</param>
public sealed record RunId(string Service, int Run)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Service}/{Run}";
}
