using Baton.Simulation.Histories;
using Baton.Simulation.World;
using Baton.Supervision.Services;

namespace Baton.Simulation.Invariants;

/// <summary>Some time after faults have ceased all is as it is wanted.</summary>
internal sealed class DesiredRuns(History history) : Invariant(history)
{
    /// <inheritdoc/>
    public override string Promise => "everything desired runs again, and all else rests, within eight minutes after faults cease";

    /// <inheritdoc/>
    public override void Calmed()
    {
        if (History.Daemon is not { IsReady: true, Supervisor: { } supervisor })
        {
            Broken("there is no daemon");
            return;
        }

        if (supervisor.IsShuttingDown) return;
        var excused = new HashSet<string>();
        foreach (var service in supervisor.InForce.Services)
        {
            if (WhyNot(service, supervisor.Find(service.Name)!, excused) is { } reason) Broken($"{service.Name} {reason}");
        }
    }

    private string? WhyNot(ServiceDefinition service, ServiceView view, HashSet<string> excused)
    {
        var lives = History.Machine.LivingOf(service.Name).Any();
        var want = History.Operator.WantOf(service.Name);
        if (want == Want.Run && !view.IsDesired) return "is wanted, and Baton does not know";
        if (want == Want.Rest && view.IsDesired) return "is not wanted, and Baton does not know";
        if (!view.IsDesired)
        {
            excused.Add(service.Name);
            return lives ? $"lives, and is {view.State} and not desired" : null;
        }

        var newest = History.Machine.NewestOf(service.Name);
        var isUp = view.State == Phase.Running && view.IsReady && newest is { First.IsAlive: true } && newest.Id.Run == view.Run;
        if (isUp) return null;
        excused.Add(service.Name);
        if (view.State is Phase.Running or Phase.Starting && Machine.IsOneShot(service.Name) && lives) return null;
        if (view.State == Phase.Completed && !lives && service.Policy is { Restart: not RestartMode.Always } or { IsOneShot: true }) return null;
        if (view.State == Phase.Failed && !lives && (service.Policy.Restart == RestartMode.Never || service.Policy.FailedRetry is null)) return null;
        if (view.State == Phase.WaitingDependencies && !lives && service.DependsOn.Any(name => excused.Contains(name) || Machine.IsOneShot(name) || service.Conditions.ContainsKey(name))) return null;
        return $"is desired and {view.State}{(view.IsReady ? "" : ", not ready")}, run {view.Run}; {(lives ? $"run {newest!.Id.Run} lives" : "nothing of it lives")}";
    }
}
