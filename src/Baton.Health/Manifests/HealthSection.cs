using Baton.Health.Alarms;
using Baton.Health.Monitors;
using Baton.Manifest.Binding;
using Baton.Manifest.Tree;
using Baton.Probes.Specs;

namespace Baton.Health.Manifests;

/// <summary>What a manifest says of monitors: the tables <c>health</c>, <c>monitors</c> and <c>maintenance</c>, and variables that describe some.</summary>
public sealed record HealthSection
{
    /// <summary>Most monitors: 10,000.</summary>
    public const int Most = 10_000;

    /// <summary>Nothing is watched.</summary>
    public static HealthSection None { get; } = new();

    /// <summary>All monitors: those of variables first, then those of the manifest in its order.</summary>
    public IReadOnlyList<MonitorDefinition> Monitors { get; init; } = [];

    /// <summary>When people are told nothing of some of them.</summary>
    public MaintenanceWindows Maintenance { get; init; } = MaintenanceWindows.None;

    /// <summary>The page for everybody; null: there is none.</summary>
    public StatusPage? Status { get; init; }

    /// <summary>How the seed's paths answer.</summary>
    public HealthDialect Dialect { get; init; }

    /// <summary>What Baton's own log holds (<c>LOG_LEVEL</c>).</summary>
    public OwnLogLevel LogLevel { get; init; }

    /// <summary>What is not as somebody meant it, in sentences.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Reads it from the root; every problem is collected.</summary>
    /// <param name="root">The whole manifest; null where there is none.</param>
    /// <param name="context">What monitors start from.</param>
    /// <param name="diagnostics">Takes what is wrong with variables.</param>
    public static HealthSection Bind(TableReader? root, HealthContext context, Diagnostics diagnostics)
    {
        var health = root?.SubTable("health");
        var dialect = health?.Word("dialect", "seed", "main") == "main" ? HealthDialect.Main : HealthDialect.Seed;
        var isSeed = health?.Boolean("seed", false) ?? false;
        var section = new HealthSection
        {
            Dialect = dialect,
            Status = StatusPage.Read(health),
        };
        var defaults = MonitorDefaults.Read(health);
        health?.Finish();
        var seed = SeedMonitors.Read(context, dialect, isSeed, diagnostics);
        var monitors = new List<MonitorDefinition>(seed.Monitors);
        if (root is not null) Add(monitors, root, defaults, context);
        // That of the gateway shows what endpoints answer.
        if (dialect == HealthDialect.Main) monitors = [.. monitors.Select(KeepingAnswers)];
        return section with { Monitors = monitors, LogLevel = seed.LogLevel, Warnings = seed.Warning is { } warning ? [warning] : [], Maintenance = root is null ? MaintenanceWindows.None : new MaintenanceWindows(MaintenanceKeys.Read(root, monitors)) };
    }

    private static MonitorDefinition KeepingAnswers(MonitorDefinition monitor) =>
        monitor.Probe is ProbeSpec.Http http ? monitor with { Probe = http with { KeepsAnswer = true } } : monitor;

    private static void Add(List<MonitorDefinition> monitors, TableReader root, MonitorDefaults defaults, HealthContext context)
    {
        var tables = root.NamedTables("monitors");
        foreach (var (name, table) in tables.Select(named => (named.Name, named.Table)))
        {
            if (monitors.Any(monitor => monitor.Name == name)) root.Report("monitors", $"monitor \"{name}\" is described by variables already; leave it out here, or the variables");
            if (MonitorKeys.Read(name, table, defaults, context) is { } monitor) monitors.Add(monitor);
        }

        if (monitors.Count > Most) root.Report("monitors", $"there are more than {Most} monitors");
        if (monitors.Count(monitor => monitor.IsPublic) > StatusPage.Most) root.Report("monitors", $"more than {StatusPage.Most} monitors are public; the status page shows no more");
        CheckParents(monitors, tables);
    }

    private static void CheckParents(List<MonitorDefinition> monitors, IReadOnlyList<NamedTable> tables)
    {
        var byName = monitors.DistinctBy(m => m.Name).ToDictionary(m => m.Name, StringComparer.Ordinal);
        foreach (var (name, table) in tables.Select(named => (named.Name, named.Table)))
        {
            if (byName.GetValueOrDefault(name)?.Parent is not { } parent) continue;
            if (!byName.ContainsKey(parent)) table.Report("parent", $"there is no monitor \"{parent}\"{NearestWord.Hint(parent, byName.Keys)}");
            else if (Chain(name, byName) is var chain && chain.Contains(name)) table.Report("parent", $"monitor \"{name}\" would be above itself: {string.Join(" → ", chain.Prepend(name))}");
            else if (chain.Count > MonitorFleet.MostParents) table.Report("parent", $"more than {MonitorFleet.MostParents} monitors are above monitor \"{name}\"");
        }
    }

    /// <summary>The parents of a monitor, nearest first, until there is none or one comes again.</summary>
    private static List<string> Chain(string name, Dictionary<string, MonitorDefinition> byName)
    {
        var chain = new List<string>();
        for (var at = byName[name].Parent; at is not null && !chain.Contains(at); at = byName.GetValueOrDefault(at)?.Parent) chain.Add(at);
        return chain;
    }
}
