using Baton.Health.Monitors;

namespace Baton.Health.Alarms;

/// <summary>All maintenance windows of a manifest.</summary>
/// <param name="all">In its order.</param>
public sealed class MaintenanceWindows(IReadOnlyList<MaintenanceWindow> all)
{
    /// <summary>None.</summary>
    public static MaintenanceWindows None { get; } = new([]);

    /// <summary>All of them.</summary>
    public IReadOnlyList<MaintenanceWindow> All => all;

    /// <summary>The first window that a monitor is in at a time; null when it is in none.</summary>
    public MaintenanceWindow? ActiveAt(DateTimeOffset time, MonitorDefinition monitor)
    {
        foreach (var window in all)
        {
            if (window.Covers(monitor) && window.IsOpenAt(time)) return window;
        }

        return null;
    }

    /// <summary>The first time after <paramref name="time"/> at which one may open or close; null when there is none.</summary>
    public DateTimeOffset? NextEdge(DateTimeOffset time) => all.Select(window => window.NextEdge(time)).Min();
}
