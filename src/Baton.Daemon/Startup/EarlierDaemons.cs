using Baton.Processes;
using Baton.Processes.Guardian;

namespace Baton.Daemon.Startup;

/// <summary>The daemons of the same guardian before this one.</summary>
/// <param name="HasTakenOver">One of them had taken over what was left, so that this one goes on where it was.</param>
/// <param name="Runs">The runs that they have left to the guardian; empty when there were none.</param>
/// <param name="SayTakenOver">To be called when this one has taken over, and all that the next one needs for that is on record.</param>
internal sealed record EarlierDaemons(bool HasTakenOver, IReadOnlyList<KnownRun> Runs, Action SayTakenOver)
{
    /// <summary>Those of a guardian; none where there is none.</summary>
    public static EarlierDaemons Of(GuardianHost? guardian) =>
        guardian is null ? new EarlierDaemons(false, [], static () => { }) : new EarlierDaemons(guardian.Start > 1, guardian.Runs, guardian.SayTakenOver);
}
