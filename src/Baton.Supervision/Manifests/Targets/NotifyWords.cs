namespace Baton.Supervision.Manifests.Targets;

/// <summary>The events that somebody can be told of, by their words.</summary>
public static class NotifyWords
{
    /// <summary>No event itself: that a service is well again of which a trouble was told.</summary>
    public const string Recovery = "recovery";

    /// <summary>What is told where the manifest does not say.</summary>
    public static IReadOnlyList<string> Default { get; } = ["failed", "unhealthy", "out_of_memory", "memory_restart", "stuck", Recovery];

    /// <summary>All of them: of services, then of Baton itself.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        "failed", "backoff", "unhealthy", "healthy", "out_of_memory", "memory_restart", "stuck", Recovery,
        "stopped", "waiting_dependencies", "waiting_devices", "starting", "running", "stopping", "completed",
        "ready", "not_ready", "exited", "spawn_failed", "killed", "liveness_failed", "startup_timeout", "port_taken", "output_trouble", "output_ok",
        "schedule_missed", "schedule_skipped", "reload_command_failed", "definition_changed", "removed",
        "started", "degraded", "bug", "state_lost", "state_moved", "journal_trouble", "journal_ok", "manifest_reloaded", "reload_rolled_back", "scaled", "upgrading", "leaving",
    ];
}
