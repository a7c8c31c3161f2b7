using Baton.Core.Notices;

namespace Baton.Control.Runs;

/// <summary>Why runs ended, told by the facts before their end.</summary>
internal static class RunWhys
{
    /// <summary>What a run is told from.</summary>
    public static readonly IReadOnlySet<string> Whats = new HashSet<string>
    {
        "starting", "exited", "spawn_failed", "killed", "recovered", "liveness_failed", "startup_timeout", "out_of_memory", "memory_restart", "devices_missing",
        "devices_replaced", "stop_requested", "restart_requested", "removal_requested", "kill_requested", "stopping",
    };

    /// <summary>Why, as a person would say it.</summary>
    /// <param name="facts">What happened from the start of the run to its end, the newest first.</param>
    /// <returns>The newest of the reasons; null when the end itself says it.</returns>
    public static string? Of(IEnumerable<Notice> facts)
    {
        string? fallback = null;
        foreach (var fact in facts)
        {
            if (Reason(fact) is { } reason) return reason;
            if (fact.What is "stopping" or "killed") fallback = fact.Detail ?? fallback;
        }

        return fallback;
    }

    private static string? Reason(Notice fact) => fact.What switch
    {
        "liveness_failed" or "startup_timeout" or "memory_restart" or "devices_replaced" or "spawn_failed" or "removal_requested" => fact.Detail,
        "out_of_memory" => "out of memory (limits.memory)",
        "devices_missing" => $"a device that it needs was away: {fact.Detail}",
        "stop_requested" => $"a stop was asked for {fact.Detail}",
        "kill_requested" => $"its end by force was asked for {fact.Detail}",
        "restart_requested" => fact.Detail is { } detail && !detail.StartsWith("by ", StringComparison.Ordinal) ? detail : $"a restart was asked for {fact.Detail}",
        _ => null,
    };
}
