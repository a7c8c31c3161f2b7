using Baton.Core.Notices;

namespace Baton.Control.Causes;

/// <summary>A fact of another service, or of the daemon, as the end of a sentence after "as".</summary>
internal static class OtherWords
{
    private const string ServicePrefix = "service/", MonitorPrefix = "monitor/";

    /// <summary>The words; null where it says no more than what follows from it.</summary>
    public static string? Of(Notice notice)
    {
        if (notice.Subject.StartsWith(MonitorPrefix, StringComparison.Ordinal)) return $"monitor {notice.Subject[MonitorPrefix.Length..]} was {notice.What.Replace('_', ' ')}";
        if (!notice.Subject.StartsWith(ServicePrefix, StringComparison.Ordinal))
            return notice.What == "stopping" && notice.Detail is { } by && by.Contains(':', StringComparison.Ordinal) ? $"everything was stopped ({by})" : null;
        var name = notice.Subject[ServicePrefix.Length..];
        return notice.What switch
        {
            "running" => $"{name} was running",
            "ready" => $"{name} was ready",
            "completed" => $"{name} had completed",
            "stopped" => $"{name} had stopped",
            "exited" => With($"{name} ended", notice.Detail),
            "failed" or "backoff" => With($"{name} failed", notice.Detail),
            "stopping" => With($"{name} was stopped", notice.Detail),
            _ => With($"{name}: {notice.What.Replace('_', ' ')}", notice.Detail),
        };
    }

    private static string With(string text, string? detail) => string.IsNullOrEmpty(detail) ? text : $"{text} ({detail})";
}
