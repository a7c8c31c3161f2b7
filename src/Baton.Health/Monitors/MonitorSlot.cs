using Baton.Health.Alarms;
using Baton.Probes;

namespace Baton.Health.Monitors;

/// <summary>One monitor of the fleet: what the fleet's actor keeps of it.</summary>
internal sealed class MonitorSlot(MonitorDefinition definition, IProbe? probe, MonitorState state)
{
    public MonitorDefinition Definition => View.Definition;

    /// <summary>What is executed; null for a push monitor.</summary>
    public IProbe? Probe { get; } = probe;

    /// <summary>Ends the probe that is under way.</summary>
    public CancellationTokenSource Stop { get; } = new();

    /// <summary>Replaced as a whole with each step; readers take it from other threads.</summary>
    public MonitorView View { get; set; } = new(definition, state, TimeSpan.Zero);

    /// <summary>When the latest probe was begun; monotonic.</summary>
    public TimeSpan? Began { get; set; }

    /// <summary>When its latest result came, ignored ones included; monotonic. Null before the first.</summary>
    public TimeSpan? Checked { get; set; }

    /// <summary>What people were told of it. Replaced as a whole; readers take it from other threads.</summary>
    public AlarmState Alarm { get; set; } = AlarmState.New;

    /// <summary>What it is reached through; null for nothing.</summary>
    public MonitorSlot? Parent { get; set; }

    /// <summary>What is reached through it alone.</summary>
    public List<MonitorSlot> Children { get; } = [];

    /// <summary>No more of the fleet.</summary>
    public bool IsRemoved { get; set; }

    /// <summary>It threw once, and that was told.</summary>
    public bool IsBroken { get; set; }

    /// <summary>The rounds that wait for its probe.</summary>
    public List<TriggeredRound> Waiting { get; } = [];
}
