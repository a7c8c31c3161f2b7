using Baton.Core.Notices;
using Baton.Processes;
using Baton.Simulation.Daemon;
using Baton.Simulation.Histories;
using Baton.Simulation.World;

namespace Baton.Simulation.Invariants;

/// <summary>Each end of a first process is told to people once, as it was.</summary>
internal sealed class ExitsAreSeenOnce(History history) : Invariant(history)
{
    private readonly Dictionary<string, List<Exit>> _unseen = [];
    // Runs that nobody remembers.
    private readonly HashSet<RunId> _strays = [];

    // The last exit that was told of these may be told again.
    private readonly HashSet<string> _forgotten = [];
    private readonly List<(string Service, Exit Exit)> _seenInTurn = [];

    /// <summary>An end that nobody was told of yet.</summary>
    /// <param name="Run">Of which run.</param>
    /// <param name="Status">How it ended.</param>
    /// <param name="IsLost">The guardian died before that could be told: it may be told as unknown, or not at all.</param>
    private sealed record Exit(RunId Run, ExitStatus Status, bool IsLost)
    {
        /// <summary>It was told by a daemon that died in that turn: what followed from it may have been kept, or is done once more.</summary>
        public bool WasTold { get; init; }

        /// <summary>People must be told yet.</summary>
        public bool IsOwed => !IsLost && !WasTold;
    }

    /// <inheritdoc/>
    public override string Promise => "every exit is observed once, with its status";

    /// <inheritdoc/>
    public override void Died(SimProcess process)
    {
        if (!process.IsFirst) return;
        var id = process.Run!;
        Of(id.Service).Add(new Exit(id, History.Machine.LifeOf(id)!.Exit!.Value, IsLost: History.Guardian is not { IsAlive: true } guardian || !guardian.Owns(id) || _strays.Contains(id)));
    }

    /// <inheritdoc/>
    public override void Noticed(SimDaemon daemon, Notice notice)
    {
        if (notice.What != "exited" || !notice.Subject.StartsWith("service/", StringComparison.Ordinal)) return;
        var service = notice.Subject["service/".Length..];
        var unseen = Of(service);
        // What is kept is never behind what is said.
        var run = Math.Max(History.Memory.RunOf(service) ?? 0, daemon.Supervisor?.Find(service)?.Run ?? 0);
        while (unseen.Count > 0 && unseen[0] is var missed && missed.Run.Run < run)
        {
            if (missed.IsOwed) Broken($"{missed.Run} ended with {missed.Status}, and people are told of run {run}");
            unseen.RemoveAt(0);
        }

        var unknown = ExitStatus.Unknown.ToString();
        if (unseen.Count == 0 || unseen[0].Run.Run != run)
        {
            if (notice.Detail != unknown && !_forgotten.Remove(service)) Broken($"{service}/{run} did not end a second time, and people are told {notice.Detail}");
            return;
        }

        var exit = unseen[0];
        unseen.RemoveAt(0);
        _seenInTurn.Add((service, exit));
        if (exit.Status.ToString() != notice.Detail && !(exit.IsLost && notice.Detail == unknown)) Broken($"{exit.Run} ended with {exit.Status}, and people are told {notice.Detail}");
    }

    /// <inheritdoc/>
    public override void Turned(SimDaemon daemon) => _seenInTurn.Clear();

    /// <summary>What was told in a turn that was never done is told again.</summary>
    public override void DaemonDied(SimDaemon daemon)
    {
        for (var i = _seenInTurn.Count - 1; i >= 0; i--) Of(_seenInTurn[i].Service).Insert(0, _seenInTurn[i].Exit with { WasTold = true });
        _seenInTurn.Clear();
    }

    /// <inheritdoc/>
    public override void GuardianDied()
    {
        foreach (var unseen in _unseen.Values)
        {
            for (var i = 0; i < unseen.Count; i++) unseen[i] = unseen[i] with { IsLost = true };
        }

        // One that lives now may end before anybody looks.
        _seenInTurn.Clear();
    }

    /// <inheritdoc/>
    public override void Forgot() => _unseen.Clear();

    /// <inheritdoc/>
    public override void Forgot(string service)
    {
        _forgotten.Add(service);
        foreach (var life in History.Machine.LivingOf(service)) _strays.Add(life.Id);
        var unseen = Of(service);
        for (var i = 0; i < unseen.Count; i++) unseen[i] = unseen[i] with { IsLost = true };
    }

    /// <inheritdoc/>
    public override void Calmed()
    {
        foreach (var (service, unseen) in _unseen)
        {
            if (unseen.Find(exit => exit.IsOwed) is { } missed && History.Daemon?.Supervisor?.Find(service) is not null) Broken($"{missed.Run} ended with {missed.Status}, and nobody was told");
        }
    }

    private List<Exit> Of(string service)
    {
        if (!_unseen.TryGetValue(service, out var unseen)) _unseen.Add(service, unseen = []);
        return unseen;
    }
}
