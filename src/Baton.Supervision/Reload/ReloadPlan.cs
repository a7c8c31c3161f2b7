using Baton.Supervision.Services;

namespace Baton.Supervision.Reload;

/// <summary>What a reload does to every service; decided from definitions and standings alone, before anything is done.</summary>
/// <param name="Services">Those that are touched: those that go in their old order, then the others in the order of the new manifest.</param>
/// <param name="Unchanged">Names of the others of the manifest, which keep their processes.</param>
public sealed record ReloadPlan(IReadOnlyList<PlannedService> Services, IReadOnlyList<string> Unchanged)
{
    // More names help nobody in a line.
    private const int MostNamed = 20;

    /// <summary>Services of which there are more or fewer replicas; those replicas are among <see cref="Services"/>.</summary>
    public IReadOnlyList<ScaledService> Scaled { get; init; } = [];

    /// <summary>Somebody asked for other numbers of replicas, and the manifest is the same.</summary>
    public bool IsScale { get; init; }

    /// <summary>Nothing is touched.</summary>
    public bool IsEmpty => Services.Count == 0;

    /// <summary>Names of those to which this is done.</summary>
    public IReadOnlyList<string> Of(PlannedAct act) => [.. Services.Where(service => service.Act == act).Select(service => service.Name)];

    /// <summary>How many are touched in which way, as <c>2 restarted, 1 removed</c>.</summary>
    public string ToSentence()
    {
        if (IsEmpty) return "nothing changed";
        if (IsScale) return string.Join(", ", Scaled);
        var parts = Services.GroupBy(service => service.Act).OrderBy(group => group.Key).Select(group => string.Create(
            System.Globalization.CultureInfo.InvariantCulture, $"{group.Count()} {WordOf(group.Key)}: {string.Join(", ", group.Take(MostNamed).Select(service => service.Name))}{(group.Count() > MostNamed ? ", …" : "")}"));
        return string.Join("; ", parts);
    }

    private static string WordOf(PlannedAct act) => act switch
    {
        PlannedAct.Remove => "removed",
        PlannedAct.Add => "added",
        PlannedAct.Start => "started",
        PlannedAct.Restart => "restarted",
        PlannedAct.ReloadCommand => "told to read its files",
        _ => "changed in place",
    };

    /// <summary>Plans the way from one set of services to another.</summary>
    /// <param name="before">What is in force.</param>
    /// <param name="after">What is to be.</param>
    /// <param name="standingOf">How a service is now; also asked of those that are not in force yet.</param>
    /// <param name="scaled">Names of the services of which somebody asked for another number; null when the manifest is another.</param>
    public static ReloadPlan Of(ServiceSet before, ServiceSet after, Func<ServiceDefinition, ServiceStanding> standingOf, IReadOnlySet<string>? scaled = null)
    {
        var definitions = after.Services.ToDictionary(service => service.Name);
        var standing = (string name) => standingOf(definitions[name]);
        var old = before.Services.ToDictionary(service => service.Name);
        var planned = new Dictionary<string, PlannedService>();
        var newReplicas = new NewReplicas(before, standingOf, scaled);
        foreach (var service in after.Services)
        {
            var now = standing(service.Name);
            var plan = old.TryGetValue(service.Name, out var was)
                ? Changed(was, service, now, isNewlyStarted: after.Starts(service, now.IsEnabled) && !before.Starts(was, now.IsEnabled))
                : new PlannedService(service.Name, newReplicas.Starts(service) ?? after.Starts(service, now.IsEnabled) ? PlannedAct.Start : PlannedAct.Add, []);
            if (plan is not null) planned.Add(service.Name, plan);
        }

        AddBound(after, planned, standing);
        AddNeeded(after, planned, standing);
        var kept = after.Services.Select(service => service.Name).ToHashSet();
        return new ReloadPlan(
            [
                .. before.Services.Where(service => !kept.Contains(service.Name)).Select(service => new PlannedService(service.Name, PlannedAct.Remove, [])),
                .. after.Services.Where(service => planned.ContainsKey(service.Name)).Select(service => planned[service.Name]),
            ],
            [.. after.Services.Where(service => !service.IsDynamic).Select(service => service.Name).Where(name => !planned.ContainsKey(name))])
        {
            Scaled = ScaledService.Between(before, after),
            IsScale = scaled is not null,
        };
    }

    private static PlannedService? Changed(ServiceDefinition was, ServiceDefinition service, ServiceStanding now, bool isNewlyStarted)
    {
        var keys = DefinitionComparison.Of(was, service);
        if (isNewlyStarted && now is { IsDesired: false, IsStoppedByPerson: false }) return new PlannedService(service.Name, PlannedAct.Start, keys);
        if (keys.Count == 0) return null;
        var act = now.IsDesired
            ? keys.Max(key => key.Need) switch
            {
                ChangeNeed.Restart => PlannedAct.Restart,
                ChangeNeed.ReloadCommand when now.IsLive => PlannedAct.ReloadCommand,
                _ => PlannedAct.Change,
            }
            : PlannedAct.Change;
        return new PlannedService(service.Name, act, keys);
    }

    /// <summary>Those that are restarted with one that is (<c>restart_with</c>), and so on.</summary>
    private static void AddBound(ServiceSet after, Dictionary<string, PlannedService> planned, Func<string, ServiceStanding> standing)
    {
        var bound = after.Services.SelectMany(service => service.RestartWith.Select(with => (With: with, service.Name))).ToLookup(pair => pair.With, pair => pair.Name);
        var left = new Queue<string>(planned.Values.Where(service => service.Act == PlannedAct.Restart && standing(service.Name).IsLive).Select(service => service.Name));
        while (left.TryDequeue(out var name))
        {
            foreach (var dependent in bound[name])
            {
                var isTouched = planned.TryGetValue(dependent, out var known);
                if (known?.Act is PlannedAct.Restart or PlannedAct.Start or PlannedAct.Add || standing(dependent) is not { IsDesired: true, IsLive: true }) continue;
                planned[dependent] = new PlannedService(dependent, PlannedAct.Restart, isTouched ? known!.Keys : [], $"it is restarted with {name}");
                left.Enqueue(dependent);
            }
        }
    }

    /// <summary>What those that start depend on, unless it is to run already, or somebody has stopped it.</summary>
    private static void AddNeeded(ServiceSet after, Dictionary<string, PlannedService> planned, Func<string, ServiceStanding> standing)
    {
        var services = after.Services.ToDictionary(service => service.Name);
        var left = new Queue<string>(planned.Values.Where(service => service.Act is PlannedAct.Start or PlannedAct.Restart).Select(service => service.Name));
        var seen = left.ToHashSet();
        while (left.TryDequeue(out var name))
        {
            foreach (var dependency in services[name].DependsOn)
            {
                if (!seen.Add(dependency)) continue;
                left.Enqueue(dependency);
                if (standing(dependency) is not { IsDesired: false, IsStoppedByPerson: false }) continue;
                planned.TryGetValue(dependency, out var known);
                planned[dependency] = new PlannedService(dependency, PlannedAct.Start, known?.Keys ?? [], $"{name} depends on it");
            }
        }
    }
}
