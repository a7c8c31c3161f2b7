using Baton.Health.Alarms;
using Baton.Simulation.World;

namespace Baton.Simulation.Monitors;

/// <summary>What of monitors outlives a daemon: what was saved, some time after it was so.</summary>
internal sealed class HealthMemory
{
    private readonly Dictionary<string, SavedMonitor> _saved = [];
    private readonly Dictionary<string, SavedMonitor> _unsaved = [];
    private AlarmMemory? _unsavedAlarms;

    /// <summary>The disk is full: nothing more is saved.</summary>
    public bool IsFull { get; set; }

    /// <summary>What was saved of alarms.</summary>
    public AlarmMemory Alarms { get; private set; } = AlarmMemory.None;

    /// <summary>What was saved of a monitor; null when nothing was.</summary>
    public SavedMonitor? Find(string name) => _saved.GetValueOrDefault(name);

    /// <summary>A daemon wants it saved.</summary>
    public void Note(string name, SavedMonitor monitor) => _unsaved[name] = monitor;

    /// <summary>A daemon wants it saved.</summary>
    public void Note(AlarmMemory alarms) => _unsavedAlarms = alarms;

    /// <summary>All that a daemon wants saved is, where there is room.</summary>
    public void Save()
    {
        if (IsFull) return;
        foreach (var (name, monitor) in _unsaved) _saved[name] = monitor;
        _unsaved.Clear();
    }

    /// <summary>The same of alarms, through the bytes of their file.</summary>
    public void SaveAlarms()
    {
        if (IsFull || _unsavedAlarms is not { } alarms) return;
        Alarms = AlarmMemory.FromJson(alarms.ToJson())!;
        _unsavedAlarms = null;
    }

    /// <summary>The daemon has died with what it had not saved.</summary>
    public void Lose()
    {
        _unsaved.Clear();
        _unsavedAlarms = null;
    }
}

/// <summary>What was saved of a monitor.</summary>
/// <param name="Bytes">As the shipped code wrote them.</param>
/// <param name="Model">What was true of it then.</param>
/// <param name="At">When, by the clock since boot.</param>
/// <param name="Jumped">How far the clock on the wall had jumped by then.</param>
internal sealed record SavedMonitor(byte[] Bytes, MonitorModel Model, TimeSpan At, TimeSpan Jumped)
{
    /// <summary>What must be true of it in the next daemon.</summary>
    public MonitorModel Restored(SimClock clock) => Model.Restored(clock.Now - At + (clock.Jumped - Jumped), clock.Now, At);
}
