using Baton.Supervision.Services;

namespace Baton.Daemon.Status;

/// <summary>What <see cref="StatusFile"/> shows, and where.</summary>
/// <param name="StateDirectory">Absolute path of the folder it is in.</param>
/// <param name="IsOurs">False when that folder may be another daemon's by now: then nothing is written.</param>
/// <param name="Services">All services as they are; never waits.</param>
/// <param name="IsStopping">Everything is being stopped.</param>
internal sealed record StatusSources(string StateDirectory, Func<bool> IsOurs, Func<IReadOnlyList<ServiceView>> Services, Func<bool> IsStopping)
{
    /// <summary>The process that lives as long as Baton runs here: the guardian's, or the daemon's own without one, which is the default.</summary>
    public int Pid { get; init; } = Environment.ProcessId;
}
