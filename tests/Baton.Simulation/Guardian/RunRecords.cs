using Baton.Processes;
using Baton.Processes.Records;

namespace Baton.Simulation.Guardian;

/// <summary>The table of last runs, which outlives the guardian: one record per service, the intent before the spawn.</summary>
internal sealed class RunRecords
{
    private readonly Dictionary<string, RunRecord> _records = [];

    /// <summary>Runs whose end nobody has recorded.</summary>
    public IEnumerable<RunRecord> Unfinished => _records.Values.Where(record => record.Phase != RecordedPhase.Gone);

    public int LastRun(string service) => _records.TryGetValue(service, out var record) ? record.Id.Run : 0;

    public void RecordIntent(RunId id, DateTimeOffset now) => _records[id.Service] = new RunRecord(0, id, RecordedPhase.Intent, 0, 0, now);

    public void RecordSpawned(RunId id, int pid, long startTicks)
    {
        if (LastRun(id.Service) == id.Run) _records[id.Service] = _records[id.Service] with { Phase = RecordedPhase.Spawned, Pid = pid, StartTicks = startTicks };
    }

    public void RecordGone(RunId id)
    {
        if (LastRun(id.Service) == id.Run) _records[id.Service] = _records[id.Service] with { Phase = RecordedPhase.Gone };
    }
}
