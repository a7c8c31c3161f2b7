using Baton.Processes;
using Baton.Processes.Records;
using Baton.Simulation.Daemon;
using Baton.Simulation.World;

namespace Baton.Simulation.Bugs;

/// <summary>A run that ended while no daemon was there is not told of.</summary>
internal sealed class LedgerForgetsEnded : PlantedBug
{
    public override IReadOnlyList<KnownRun> Ledger(IReadOnlyList<KnownRun> runs) => [.. runs.Where(run => !run.IsTreeGone)];
}

/// <summary>What happens while no daemon is there is not noted.</summary>
internal sealed class LedgerSleepsWithoutDaemon : PlantedBug
{
    public override bool LedgerNotes(ProcessEvent news, bool hasDaemon) => hasDaemon;
}

/// <summary>A run that is being started is not told of.</summary>
internal sealed class LedgerForgetsSpawning : PlantedBug
{
    public override IReadOnlyList<KnownRun> Ledger(IReadOnlyList<KnownRun> runs) => [.. runs.Where(run => run.IsSpawned)];
}

/// <summary>What a daemon was told in its list of runs is told once more as news.</summary>
internal sealed class ExitToldTwice : PlantedBug
{
    public override IEnumerable<ProcessEvent> Events(ProcessEvent news, SimDaemon daemon) => news is ProcessEvent.Exited ? [news, news] : [news];
}

/// <summary>An exit is told with the number of the run that lives now, and late.</summary>
internal sealed class LateExitTakenForPresent : PlantedBug
{
    private ProcessEvent.Exited? _late;

    public override IEnumerable<ProcessEvent> Events(ProcessEvent news, SimDaemon daemon)
    {
        if (news is ProcessEvent.Exited { IsTreeGone: true } exited) _late = exited;
        if (news is not ProcessEvent.Spawned spawned || _late?.Id.Service != spawned.Id.Service) return [news];
        var late = _late with { Id = spawned.Id };
        _late = null;
        return [news, late];
    }
}

/// <summary>Signals that come while a process is being started are lost.</summary>
internal sealed class EarlySignalsLost : PlantedBug
{
    public override bool LosesEarlySignals => true;
}

/// <summary>Grandchildren do not count.</summary>
internal sealed class DescendantsOverlooked : PlantedBug
{
    public override bool OverlooksDescendants => true;
}

/// <summary>What has the recorded pid is adopted.</summary>
internal sealed class AdoptsByPidAlone : PlantedBug
{
    public override bool TrustsPidAlone => true;
}

/// <summary>Only processes whose pid was recorded are found.</summary>
internal sealed class FindsRecordedPidsOnly : PlantedBug
{
    public override bool IsFound(SimProcess process, IReadOnlyDictionary<RunId, RunRecord> records) =>
        records.TryGetValue(process.Run!, out var record) && record.Phase == RecordedPhase.Spawned && record.Pid == process.Pid;
}

/// <summary>Run numbers begin again after the guardian's death.</summary>
internal sealed class RunNumbersBeginAgain : PlantedBug
{
    public override int LastRun(string service, int lastRun) => 0;
}

/// <summary>A kill is not asked for again by the daemon that comes after.</summary>
internal sealed class KillNotRepeated : PlantedBug
{
    public override ProcessCommand? Command(ProcessCommand command, SimDaemon daemon) => command is ProcessCommand.Kill && daemon.IsRecovering ? null : command;
}

/// <summary>News come in the wrong order when they come close together.</summary>
internal sealed class NewsOutOfOrder : PlantedBug
{
    private ProcessEvent? _kept;

    public override IEnumerable<ProcessEvent> Events(ProcessEvent news, SimDaemon daemon)
    {
        var kept = _kept;
        _kept = null;
        if (kept is not null) return [news, kept];
        if (news is not ProcessEvent.Spawned) return [news];
        _kept = news;
        return [];
    }
}
