using Baton.Core.Notices;
using Baton.Processes;
using Baton.Simulation.Daemon;
using Baton.Simulation.Histories;
using Baton.Simulation.World;

namespace Baton.Simulation.Invariants;

/// <summary>Run numbers and restart counts only grow, over all deaths.</summary>
internal sealed class NumbersGoOn(History history) : Invariant(history)
{
    private readonly Dictionary<string, int> _runs = [];
    private readonly Dictionary<string, int> _restarts = [];

    /// <inheritdoc/>
    public override string Promise => "run numbers never repeat and restarts are never forgotten";

    /// <summary>The host does not start a run, since its number has been used.</summary>
    public string Refused(RunId id)
    {
        Broken($"run number {id.Run} of {id.Service} was used a second time");
        return "the number has been used already";
    }

    /// <inheritdoc/>
    public override void Forked(RunLife life)
    {
        if (life.Id.Run <= _runs.GetValueOrDefault(life.Id.Service)) Broken($"{life.Id} came after run {_runs[life.Id.Service]}");
        _runs[life.Id.Service] = life.Id.Run;
    }

    /// <inheritdoc/>
    public override void Noticed(SimDaemon daemon, Notice notice)
    {
        // What the manifest has no more is new when it comes back.
        if (notice.What == "removed") _restarts.Remove(notice.Subject["service/".Length..]);
    }

    /// <inheritdoc/>
    public override void Turned(SimDaemon daemon)
    {
        if (daemon.IsRecovering) return;
        // Also one that is on its way out, and may come back right after a daemon has begun without it.
        var inForce = daemon.Supervisor!.InForce.Services.Select(service => service.Name).ToHashSet();
        foreach (var gone in _restarts.Keys.Where(name => !inForce.Contains(name)).ToList()) _restarts.Remove(gone);
        foreach (var view in daemon.Supervisor!.Services.Where(view => inForce.Contains(view.Name)))
        {
            // What is on its way out is new when it comes back, also under a daemon that has not seen it go.
            if (daemon.Supervisor.InForce.Services.All(service => service.Name != view.Name))
            {
                _restarts.Remove(view.Name);
                continue;
            }

            // What has no place is not remembered, which people are told.
            if (!History.Memory.Has(view.Name)) _restarts.Remove(view.Name);
            else if (view.Restarts < _restarts.GetValueOrDefault(view.Name)) Broken($"{view.Name} has {view.Restarts} restarts and had {_restarts[view.Name]}");
            else _restarts[view.Name] = view.Restarts;
        }
    }

    /// <inheritdoc/>
    public override void Forgot() => _restarts.Clear();

    /// <inheritdoc/>
    public override void Forgot(string service) => _restarts.Remove(service);
}
