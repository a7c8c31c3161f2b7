using Baton.Core.Notices;
using Baton.Supervision.Manifests.Targets;

namespace Baton.Control.Notify;

/// <summary>
/// Which events a target is told of. It remembers of which services a trouble was told, so that the end of that one is told too, once. No clock, no I/O;
/// for one thread at a time.
/// </summary>
/// <param name="target">Whose choice it is.</param>
/// <param name="groupsOf">The groups of a service and, of a replica, the name of the whole.</param>
/// <param name="wordsOf">The words by which people choose a monitor.</param>
internal sealed class NotifyChoice(NotifyTarget target, Func<string, IReadOnlyList<string>> groupsOf, Func<string, IReadOnlyList<string>> wordsOf)
{
    private const string ServicePrefix = "service/";
    private const string MonitorPrefix = "monitor/";

    // A name stays here until its service is well again; one that was removed must not stay for ever.
    private const int MostTroubles = 4096;

    private readonly HashSet<string> _words = [.. target.On];
    private readonly Dictionary<string, string> _troubles = [];

    /// <summary>The services of which a trouble was told, with its word, and as <c>monitor/NAME</c> monitors that were told to be down.</summary>
    public IReadOnlyDictionary<string, string> Troubles => _troubles;

    /// <summary>Takes up what an earlier daemon told.</summary>
    public void Remember(IEnumerable<KeyValuePair<string, string>> troubles)
    {
        foreach (var (service, word) in troubles.Take(MostTroubles)) _troubles[service] = word;
    }

    /// <summary>The message about an event; null when it is not wanted.</summary>
    public NotifyMessage? Take(Notice notice)
    {
        if (notice.Subject.StartsWith(MonitorPrefix, StringComparison.Ordinal)) return TakeMonitor(notice, notice.Subject[MonitorPrefix.Length..]);
        if (!notice.Subject.StartsWith(ServicePrefix, StringComparison.Ordinal))
            return notice.Subject == "daemon" && target.HearsAll && _words.Contains(notice.What) ? new NotifyMessage(notice, notice.What) : null;
        var service = notice.Subject[ServicePrefix.Length..];
        var hadTrouble = _troubles.TryGetValue(service, out var trouble);
        if (hadTrouble && Ends(trouble!, notice.What))
        {
            _troubles.Remove(service);
            if (_words.Contains(NotifyWords.Recovery)) return new NotifyMessage(notice, NotifyWords.Recovery);
        }

        // Who stops a service that is in trouble knows of it.
        if (notice.What is "stopped" or "removed") _troubles.Remove(service);
        if (!_words.Contains(notice.What) || !IsChosen(service)) return null;
        if (IsTrouble(notice.What) && (hadTrouble || _troubles.Count < MostTroubles)) _troubles[service] = notice.What;
        return new NotifyMessage(notice, notice.What);
    }

    // Alarms come in pairs already. Only who chose it is remembered: at the end of a monitor that the manifest has no more nobody knows its words.
    private NotifyMessage? TakeMonitor(Notice notice, string name)
    {
        var word = NotifyWords.MonitorPrefix + notice.What;
        var wasTold = notice.What == "up" && _troubles.Remove(notice.Subject);
        if (!_words.Contains(word) || !(wasTold || target.HearsAll || wordsOf(name).Any(target.Monitors.Contains))) return null;
        // No service has a slash in its name.
        if (notice.What == "down" && !target.HearsAll && _troubles.Count < MostTroubles) _troubles[notice.Subject] = notice.What;
        return new NotifyMessage(notice, word);
    }

    private bool IsChosen(string service) => target.HearsAll || target.Services.Contains(service) || groupsOf(service).Any(target.Services.Contains);

    private static bool IsTrouble(string what) => what is "failed" or "backoff" or "unhealthy" or "not_ready" or "out_of_memory" or "memory_restart" or "stuck" or "liveness_failed" or "startup_timeout" or "spawn_failed";

    private static bool Ends(string trouble, string what) => trouble switch
    {
        "unhealthy" => what == "healthy",
        "not_ready" => what == "ready",
        "stuck" => what is "running" or "completed" or "stopped",
        _ => what is "running" or "completed",
    };
}
