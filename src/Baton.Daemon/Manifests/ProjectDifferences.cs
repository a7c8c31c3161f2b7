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
        var (api, apiNext) = (before.Project.Api, next.Project.Api);
        AddList("api.listen", api.Listen, apiNext.Listen);
        Add("api.token_file", api.TokenFile, apiNext.TokenFile);
        AddList("api.hosts", api.Hosts, apiNext.Hosts);
        AddList("api.cors_origins", api.CorsOrigins, apiNext.CorsOrigins);
        foreach (var name in before.Project.Notify.Concat(next.Project.Notify).Select(static target => target.Name).Distinct())
        {
            var (old, present) = (before.Project.Notify.FirstOrDefault(target => target.Name == name), next.Project.Notify.FirstOrDefault(target => target.Name == name));
            if (old is null || present is null || !old.IsSameAs(present)) keys.Add($"notify.{name}");
        }

        foreach (var name in before.Routes.Routes.Concat(next.Routes.Routes).Select(static route => route.Name).Distinct(StringComparer.Ordinal))
            Add($"routes.{name}", before.Routes.Routes.FirstOrDefault(route => route.Name == name), next.Routes.Routes.FirstOrDefault(route => route.Name == name));
        if (!before.Runtime.IsSameAs(next.Runtime)) keys.Add("runtime");
        Add("LOG_LEVEL", before.Health.LogLevel, next.Health.LogLevel);
        Add("health.dialect", before.Health.Dialect, next.Health.Dialect);
        AddNamed("monitors", before.Health.Monitors, next.Health.Monitors, static monitor => monitor.Name);
        AddNamed("maintenance", before.Health.Maintenance.All, next.Health.Maintenance.All, static window => window.Name);
        return keys;

        void AddNamed<T>(string table, IReadOnlyList<T> olds, IReadOnlyList<T> presents, Func<T, string> nameOf)
        {
            var (old, present) = (olds.ToDictionary(nameOf, StringComparer.Ordinal), presents.ToDictionary(nameOf, StringComparer.Ordinal));
            foreach (var name in old.Keys.Union(present.Keys)) Add($"{table}.{name}", old.GetValueOrDefault(name), present.GetValueOrDefault(name));
        }

        void Add<T>(string key, T old, T present)
        {
            if (!EqualityComparer<T>.Default.Equals(old, present)) keys.Add(key);
        }

        void AddList(string key, IReadOnlyList<string>? old, IReadOnlyList<string>? present)
        {
            if (old is null ? present is not null : present is null || !old.SequenceEqual(present)) keys.Add(key);
        }
    }
}
