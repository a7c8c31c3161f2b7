using System.Globalization;
using Baton.Core;
using Baton.Daemon.Startup;
using Baton.Health.Manifests;
using Baton.Health.Routes;
using Baton.Manifest.Binding;
using Baton.Manifest.EnvFiles;
using Baton.Manifest.Tree;
using Baton.Runtime.Manifests;
using Baton.Supervision.Logs.Links;
using Baton.Supervision.Logs.Retention;
using Baton.Supervision.Manifests;
using Baton.Supervision.Manifests.Targets;
using Baton.Supervision.Reload;
using Baton.Supervision.Replicas;
using Baton.Supervision.Services;

namespace Baton.Daemon.Manifests;

/// <summary>A manifest, read and checked as a whole.</summary>
/// <param name="Services">Its services in the order of the file; only to be used when there are no problems.</param>
/// <param name="Problems">What is wrong with it, in the order of the file.</param>
/// <param name="MoreProblems">How many problems there are besides; they are counted only, when there are very many.</param>
public sealed record ServiceManifest(IReadOnlyList<ServiceDefinition> Services, IReadOnlyList<Diagnostic> Problems, int MoreProblems = 0)
{
    private static readonly ServiceManifest Nothing = new([], []);

    private ServiceSet? _set;

    /// <summary>The problems as lines of text.</summary>
    public IEnumerable<string> ProblemLines => MoreProblems == 0
        ? Problems.Select(problem => problem.ToString())
        : Problems.Select(problem => problem.ToString()).Append(string.Create(CultureInfo.InvariantCulture, $"and {MoreProblems} more problems"));

    /// <summary>Reads the manifest of these locations; an empty one when there is none.</summary>
    /// <param name="locations">Where it is.</param>
    /// <param name="choice">What of it is wanted; what is not is left out.</param>
    public static ServiceManifest Read(Locations locations, ManifestChoice choice) => Read(locations, choice, ManifestSource.Present());

    /// <summary>The same from another source.</summary>
    /// <param name="locations">Where it is.</param>
    /// <param name="choice">What of it is wanted; what is not is left out.</param>
    /// <param name="source">What it is read from.</param>
    internal static ServiceManifest Read(Locations locations, ManifestChoice choice, ManifestSource source)
    {
        var diagnostics = new Diagnostics();
        if (locations.Manifest is null) return Nothing with { Health = HealthSection.Bind(null, HealthOf(locations, source), diagnostics), Problems = diagnostics.All };
        var services = Bind(locations, choice, source, diagnostics);
        return new ServiceManifest(services.Services, diagnostics.All, diagnostics.Dropped)
        {
            Choice = choice,
            Retention = services.Retention,
            Project = services.Project,
            Health = services.Health,
            Routes = services.Routes,
            Runtime = services.Runtime,
            Replicas = services.Replicas,
            Links = ManifestFormat.Of(locations.ManifestAsTyped!)?.Links ?? LogLinkStyle.None,
        };
    }

    private static Sections Bind(Locations locations, ManifestChoice choice, ManifestSource source, Diagnostics diagnostics)
    {
        var path = locations.ManifestAsTyped!;
        if (ManifestFormat.Of(path) is not { } format)
        {
            diagnostics.Add(new Place(path, 1, 1), ManifestFormat.Refusal(path));
            return Sections.None;
        }

        if (format.Read(path, diagnostics, source.Disk) is not { } tree) return Sections.None;
        var root = new TableReader(tree, diagnostics);
        var replicas = new List<ReplicaSet>();
        var named = new List<(string Service, PlacedText Monitor)>();
        var services = format.Bind(root, new ServicesContext(locations.BaseDirectory, source.Environment, source.Disk)
        {
            IsTesting = choice.IsTesting,
            Only = choice.Services,
            Scales = source.Scales,
            Found = replicas.Add,
            MonitorNamed = (service, monitor) => named.Add((service, monitor)),
        });
        var retention = format.HasProjectTables ? LogsSection.Bind(root) : LogRetention.Default;
        var project = format.HasProjectTables ? ProjectSection.Bind(root) : ProjectSection.Default;
        var health = HealthSection.Bind(format.HasProjectTables ? root : null, HealthOf(locations, source), diagnostics);
        CheckMonitors(named, health, diagnostics);
        NotifySection.CheckMonitors(root, project.Notify, health.Monitors.SelectMany(monitor => monitor.Words).ToHashSet(StringComparer.Ordinal));
        // Of a choice of services the others are not known here.
        var ports = choice.Services.Count > 0 ? null : services.DistinctBy(service => service.Name).ToDictionary(service => service.Name, service => service.Port, StringComparer.Ordinal);
        var routes = format.HasProjectTables ? RoutesSection.Bind(root, health, ports) : RoutesSection.None;
        var runtime = format.HasProjectTables ? RuntimeSection.Bind(root, locations.BaseDirectory) : RuntimeSection.Default;
        if (choice.Services.Count == 0) NotifySection.Check(root, project.Notify, services);
        root.Finish();
        return new Sections(services, replicas, retention, project, health, routes, runtime);
    }

    private sealed record Sections(
        IReadOnlyList<ServiceDefinition> Services, IReadOnlyList<ReplicaSet> Replicas, LogRetention Retention, ProjectSection Project, HealthSection Health, RoutesSection Routes, RuntimeSection Runtime)
    {
        public static Sections None => new([], [], LogRetention.Default, ProjectSection.Default, HealthSection.None, RoutesSection.None, RuntimeSection.Default);
    }

    private static void CheckMonitors(List<(string Service, PlacedText Monitor)> named, HealthSection health, Diagnostics diagnostics)
    {
        if (named.Count == 0) return;
        var known = health.Monitors.Select(monitor => monitor.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var (service, monitor) in named)
        {
            // All replicas of a service name it in one place.
            if (!known.Contains(monitor.Text)) diagnostics.AddOnce(monitor.Place, $"service \"{service}\" depends on monitor \"{monitor.Text}\", which does not exist{(diagnostics.IsFull ? "" : NearestWord.Hint(monitor.Text, known))}");
        }
    }

    private static HealthContext HealthOf(Locations locations, ManifestSource source) =>
        new(locations.BaseDirectory, source.Environment, source.Disk.Read(Path.Combine(locations.BaseDirectory, ".env"), EnvFile.MaxBytes).Bytes);

    /// <summary>How much of what services wrote is kept.</summary>
    public LogRetention Retention { get; private init; } = LogRetention.Default;

    /// <summary>What it says of Baton itself.</summary>
    public ProjectSection Project { get; private init; } = ProjectSection.Default;

    /// <summary>What it says of monitors.</summary>
    public HealthSection Health { get; private init; } = HealthSection.None;

    /// <summary>What it says is answered elsewhere.</summary>
    public RoutesSection Routes { get; private init; } = RoutesSection.None;

    /// <summary>What it says of programs that are added while Baton runs.</summary>
    public RuntimeSection Runtime { get; private init; } = RuntimeSection.Default;

    /// <summary>Where people who come from another system look for logs.</summary>
    public LogLinkStyle Links { get; private init; }

    /// <summary>What this machine cannot do of what it says, and what can never work, in sentences; looked at when it is asked for.</summary>
    public IReadOnlyList<string> Warnings => [.. LimitWarnings.Of(Services), .. EngineWarnings.Of(Services), .. SelfWaits.Of(Services, Health), .. Health.Warnings];

    /// <summary>The services, and which of them alone are to run; always the same object, by which a daemon knows that nothing has changed.</summary>
    public ServiceSet Set => _set ??= new ServiceSet(Services, Choice.Services) { Replicas = Replicas };

    /// <summary>Its services with replicas.</summary>
    public IReadOnlyList<ReplicaSet> Replicas { get; private init; } = [];

    /// <summary>How many of those people asked for, where that is not what the manifest says.</summary>
    public IReadOnlyDictionary<string, AskedScale> Scales => ScaleAsked.Present(Set);

    private ManifestChoice Choice { get; init; } = ManifestChoice.Everything;

    /// <summary>
    /// Names of the services that are started with the daemon, besides what they depend on: those that were chosen by name, else all that
    /// are enabled and start by themselves.
    /// </summary>
    /// <param name="services">The same services as they show now: what people said of their being enabled wins over the manifest.</param>
    public IReadOnlyList<string> ToStart(IReadOnlyList<ServiceView> services) => Choice.Services.Count > 0
        ? Choice.Services
        : [.. services.Where(service => service is { IsEnabled: true, IsAutostarted: true, IsScheduled: false }).Select(service => service.Name)];

    /// <summary>This, when nothing is wrong.</summary>
    /// <exception cref="BatonException">InvalidManifest, with every problem on a line of its own.</exception>
    public ServiceManifest Usable()
    {
        if (Problems.Count == 0) return this;
        throw new BatonException(ErrorCode.InvalidManifest, string.Join('\n', ProblemLines));
    }
}
