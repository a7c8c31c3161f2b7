namespace Baton.Contracts;

/// <summary>How much an event matters, by its word: <c>error</c>, <c>warning</c> or <c>info</c>.</summary>
public static class EventLevels
{
    /// <summary>Somebody has to look.</summary>
    public const string Error = "error";

    /// <summary>Somebody should look.</summary>
    public const string Warning = "warning";

    /// <summary>All others.</summary>
    public const string Info = "info";

    private static readonly HashSet<string> Errors = ["failed", "spawn_failed", "bug", "stuck", "state_lost", "state_moved", "out_of_memory", "journal_damaged", "down"];

    private static readonly HashSet<string> Warnings =
    [
        "backoff", "unhealthy", "not_ready", "liveness_failed", "startup_timeout", "degraded", "port_taken", "killed", "memory_restart", "journal_gap", "journal_repaired",
        "reload_command_failed", "reload_rolled_back", "logs_not_deleted", "logs_not_compressed", "log_not_linked", "status_not_written", "schedule_missed", "schedule_skipped",
        "main_pid_ignored", "notify_dropped", "notify_failed", "lost_lines", "flapping",
    ];

    /// <summary>The level of an event.</summary>
    /// <param name="what">Its word.</param>
    public static string Of(string what) =>
        Errors.Contains(what) ? Error
        : Warnings.Contains(what) || what.EndsWith("_trouble", StringComparison.Ordinal) || what.EndsWith("_set_aside", StringComparison.Ordinal) ? Warning
        : Info;
}
