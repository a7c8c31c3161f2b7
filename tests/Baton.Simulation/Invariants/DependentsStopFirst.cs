using Baton.Core.Notices;
using Baton.Processes;
using Baton.Simulation.Daemon;
using Baton.Simulation.Histories;
using Baton.Supervision.Services;

namespace Baton.Simulation.Invariants;

/// <summary>
/// A stop that somebody asks for takes what depends on it first. Judged by what lives on the machine and by the manifest, not by what the
/// supervisor believes.
/// </summary>
internal sealed class DependentsStopFirst(History history) : Invariant(history)
{
    private const string Stop = "stop_requested";

    // What may be the cause of an end: after the first it is a stop's, after the others a fault's, or that of a start which called the stop off.
    private static readonly HashSet<string> Causes = [Stop, "start_requested", "restart_requested", "liveness_failed", "startup_timeout", "exited", "spawn_failed", "recovered", "removal_requested"];

    private readonly HashSet<RunId> _asked = [];
    private readonly Dictionary<string, string> _causes = [];

    // A daemon that died right after it had told of a stop may not have taken note of it.
    private readonly HashSet<string> _unsure = [];

    /// <inheritdoc/>
    public override string Promise => "a stop ends dependents before what they depend on";

    /// <inheritdoc/>
    public override void Noticed(SimDaemon daemon, Notice notice)
    {
        if (!Causes.Contains(notice.What)) return;
        _causes[notice.Subject] = notice.What;
        _unsure.Remove(notice.Subject);
    }

    /// <inheritdoc/>
    public override void Commanded(ProcessCommand command, SimDaemon? daemon)
    {
        if (command is not ProcessCommand.Terminate { Id: var id } || !_asked.Add(id) || History.Operator.IsKillAsked) return;
        // A daemon that goes on repeats what the one before may have done.
        if (daemon is not { IsRecovering: false, Supervisor: { } supervisor } || !ReferenceEquals(supervisor.InForce, History.Kept)) return;
        if (_causes.GetValueOrDefault($"service/{id.Service}") != Stop || (History.Operator.IsStoppedAlone(id.Service) && !supervisor.IsShuttingDown)) return;
        // On its way down already, for a reason of its own: its stop_command has failed.
        if (supervisor.Find(id.Service) is { State: Phase.Stopping }) return;
        if (_unsure.Contains($"service/{id.Service}") && supervisor.Find(id.Service) is not { IsDesired: false }) return;
        foreach (var name in Rosters.WithDependents(History.Kept, [id.Service]).Where(name => name != id.Service))
        {
            // One that cannot be killed holds nobody up.
            var living = History.Machine.LivingOf(name).Where(life => life.Members.Exists(member => member is { IsAlive: true, IsHook: false }));
            if (living.FirstOrDefault(life => !life.Members.Exists(member => member.IsStuck)) is { } life) Broken($"{id} is asked to end while {life.Id}, which depends on it, lives");
        }
    }

    /// <inheritdoc/>
    public override void DaemonDied(SimDaemon daemon) => _unsure.UnionWith(_causes.Keys);

    /// <inheritdoc/>
    public override void Forgot() => _causes.Clear();

    /// <inheritdoc/>
    public override void Forgot(string service) => _causes.Remove($"service/{service}");

    /// <inheritdoc/>
    public override void GuardianDied() => _causes.Clear();
}
