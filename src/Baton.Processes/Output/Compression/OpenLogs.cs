namespace Baton.Processes.Output.Compression;

/// <summary>
/// The runs whose logs a pump has in hand, or would take up: by the state page it may still cut and rename what is not closed.
/// </summary>
/// <param name="interrupted">What an earlier process had in hand.</param>
internal sealed class OpenLogs(IEnumerable<SlotEntry> interrupted)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<RunId, (int Closed, bool IsCompressing)> _open =
        interrupted.DistinctBy(entry => entry.Id).ToDictionary(entry => entry.Id, entry => (0, entry.Policy.Compress));

    /// <summary>How many files of a run are closed; null when all are.</summary>
    public int? ClosedFiles(RunId id)
    {
        lock (_gate) return _open.TryGetValue(id, out var run) ? run.Closed : null;
    }

    /// <summary>A run's log is about to be opened.</summary>
    public void Add(RunId id, LogPolicy policy)
    {
        lock (_gate) _open[id] = (0, policy.Compress);
    }

    /// <summary>So many of its files are closed now.</summary>
    public void Rotated(RunId id, int closed)
    {
        lock (_gate)
        {
            if (_open.TryGetValue(id, out var run)) _open[id] = run with { Closed = closed };
        }
    }

    /// <summary>The run is over, with its log complete; or never had one. Returns whether its closed files are to be compressed.</summary>
    public bool Remove(RunId id)
    {
        lock (_gate) return _open.Remove(id, out var run) && run.IsCompressing;
    }
}
