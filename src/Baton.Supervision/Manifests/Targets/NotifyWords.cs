namespace Baton.Supervision.Manifests.Targets;

/// <summary>The events that somebody can be told of, by their words.</summary>
public static class NotifyWords
{
    /// <summary>What stands before the word of an event of a monitor.</summary>
    public const string MonitorPrefix = "monitor_";

    /// <summary>No event itself: that a service is well again of which a trouble was told.</summary>
    public const string Recovery = "recovery";

    /// <summary>What is told where the manifest does not say.</summary>
    public static IReadOnlyList<string> Default { get; } = ["failed", "unhealthy", "out_of_memory", "memory_restart", "stuck", Recovery, "monitor_down", "monitor_up"];

    /// <summary>All of them: of services, of Baton itself, and of monitors.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        "failed", "backoff", "unhealthy", "healthy", "out_of_memory", "memory_restart", "stuck", Recovery,
        "stopped", "waiting_dependencies", "waiting_devices", "starting", "running", "stopping", "completed",
        "ready", "not_ready", "exited", "spawn_failed", "killed", "liveness_failed", "startup_timeout", "port_taken", "output_trouble", "output_ok",
        "schedule_missed", "schedule_skipped", "reload_command_failed", "definition_changed", "removed",
        "started", "degraded", "bug", "state_lost", "state_moved", "journal_trouble", "journal_ok", "manifest_reloaded", "reload_rolled_back", "scaled", "upgrading", "leaving",
        "monitor_down", "monitor_up", "monitor_flapping", "monitor_steady", "monitor_silenced", "monitor_unsilenced", "monitors_silenced", "monitors_unsilenced",
        "monitor_unhealthy", "monitor_healthy", "monitor_breaker_open", "monitor_breaker_half_open", "monitor_breaker_closed", "monitor_breaker_isolated", "alarm_trouble",
    ];
}
