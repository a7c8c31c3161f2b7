namespace Baton.Daemon.Manifests;

/// <summary>What two manifests say differently of Baton itself, and of no service.</summary>
internal static class ProjectDifferences
{
    /// <summary>The keys, as a person writes them; empty when they say the same.</summary>
    public static IReadOnlyList<string> Of(ServiceManifest before, ServiceManifest next)
    {
        var keys = new List<string>();
        Add("on_daemon_exit", before.Project.StopsWhenKilled, next.Project.StopsWhenKilled);
        Add("journal.max_total", before.Project.JournalBytes, next.Project.JournalBytes);
        Add("journal.keep_days", before.Project.JournalAge, next.Project.JournalAge);
        Add("logs.max_total", before.Retention.Bytes, next.Retention.Bytes);
        Add("logs.keep_days", before.Retention.Age, next.Retention.Age);
        foreach (var name in before.Project.Notify.Concat(next.Project.Notify).Select(static target => target.Name).Distinct())
        {
            var (old, present) = (before.Project.Notify.FirstOrDefault(target => target.Name == name), next.Project.Notify.FirstOrDefault(target => target.Name == name));
            if (old is null || present is null || !old.IsSameAs(present)) keys.Add($"notify.{name}");
        }

        return keys;

        void Add<T>(string key, T old, T present)
        {
            if (!EqualityComparer<T>.Default.Equals(old, present)) keys.Add(key);
        }
    }
}
