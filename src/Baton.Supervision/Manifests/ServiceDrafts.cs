using Baton.Manifest.Binding;
using Baton.Manifest.Tree;
using Baton.Supervision.Dependencies;
using Baton.Supervision.Services;

namespace Baton.Supervision.Manifests;

/// <summary>
/// What all formats share: dependencies that exist and do not run in circles, and the choice of services to run. What was not chosen is
/// read, so that its mistakes are told, but not compared with the disk, and left out.
/// </summary>
internal static class ServiceDrafts
{
    // Each is looked for in the whole graph.
    private const int MostCycles = 20;

    /// <param name="all">All services of the file, in its order.</param>
    /// <param name="context">What they start from, and which of them are to run.</param>
    /// <param name="services">Where the services stand, for problems that have no better place.</param>
    /// <param name="diagnostics">Takes every problem.</param>
    /// <param name="bind">Reads the rest of one.</param>
    /// <returns>Those that were chosen, in the order of the file.</returns>
    public static IReadOnlyList<ServiceDefinition> Bind(
        IReadOnlyList<ServiceDraft> all, ServicesContext context, Place services, Diagnostics diagnostics, Func<ServiceDraft, ServicesContext, ServiceDefinition> bind)
    {
        var wholes = new ReplicaDrafts(all);
        wholes.CheckNames(all, diagnostics);
        all = wholes.Expand(all, diagnostics);
        IReadOnlyList<ServiceDraft> drafts = wholes.IsEmpty ? all : [.. all.Where(draft => !draft.IsPattern)];
        var indexByName = new Dictionary<string, int>();
        for (var i = 0; i < drafts.Count; i++) indexByName.TryAdd(drafts[i].Name, i);
        var edges = Edges(drafts, indexByName, diagnostics);
        // One that is not there need not have its counterpart: "db.1" is as little there.
        if (drafts.Count < all.Count) Edges([.. all.Where(draft => draft.IsPattern).Select(draft => draft with { DependsOn = [.. draft.DependsOn.Where(name => !wholes.IsReplica(name.Text))] })], indexByName, diagnostics);
        CheckCycle(drafts, edges, diagnostics);
        foreach (var draft in all) foreach (var monitor in draft.More?.Monitors ?? []) context.MonitorNamed?.Invoke(draft.Name, monitor);
        var groups = GroupKeys.Collect(drafts, indexByName, diagnostics);
        foreach (var whole in wholes.Names) groups.TryAdd(whole, [.. wholes.NamesOf(whole).Select(name => indexByName[name])]);
        var chosen = Chosen(context.Only, edges, indexByName, groups, services, diagnostics);
        var wanted = new HashSet<ServiceDraft>(ReferenceEqualityComparer.Instance);
        for (var i = 0; i < drafts.Count; i++) if (chosen is null || chosen.Contains(i)) wanted.Add(drafts[i]);
        foreach (var whole in wholes.Sets.Where(whole => IsWanted(whole.Name, wholes.NamesOf(whole.Name), context.Only, wanted)).ToList())
        {
            context.Found?.Invoke(whole);
            // Its mistakes are told.
            if (whole.Count == 0) wanted.UnionWith(all.Where(draft => draft.IsPattern && draft.Whole == whole));
        }

        var result = BindEach(all, context, wanted, bind);
        ScheduleKeys.CheckDependents(drafts, result, diagnostics);
        return result;
    }

    private static List<ServiceDefinition> BindEach(
        IReadOnlyList<ServiceDraft> all, ServicesContext context, HashSet<ServiceDraft> chosen, Func<ServiceDraft, ServicesContext, ServiceDefinition> bind)
    {
        var unseen = context with { Disk = ManifestDisk.Unseen };
        var result = new List<ServiceDefinition>(all.Count);
        Replicas.ReplicaSet? faulty = null;
        foreach (var draft in all)
        {
            // What is wrong with one replica is wrong with the others, too.
            if (draft.Whole is not null && draft.Whole == faulty) continue;
            var isChosen = chosen.Contains(draft);
            if (!isChosen && draft.Table.Interpolation is { } strict) draft.Table.Interpolation = strict with { IsLenient = true };
            var problems = draft.Table.Diagnostics.Count;
            var around = isChosen ? context : unseen;
            var service = bind(draft, draft.Replica is null ? around : around with { Variables = draft.Variables });
            if (draft.Table.Diagnostics.Count > problems) faulty = draft.Whole;
            if (isChosen && !draft.IsPattern) result.Add(service);
        }

        return result;
    }

    /// <summary>A whole is part of the choice with all its replicas: of some of them nobody could ask for another number. One without, when it is named or something that is chosen depends on it.</summary>
    private static bool IsWanted(string whole, IReadOnlyList<string> replicas, IReadOnlyList<string> only, HashSet<ServiceDraft> chosen)
    {
        if (only.Count == 0) return true;
        return replicas.Count == 0
            ? only.Contains(whole) || chosen.Any(draft => draft.NamedWholes.Contains(whole))
            : chosen.Count(draft => draft.Replica?.Of == whole) == replicas.Count;
    }

    private static List<IReadOnlyList<int>> Edges(IReadOnlyList<ServiceDraft> drafts, Dictionary<string, int> indexByName, Diagnostics diagnostics)
    {
        var edges = new List<IReadOnlyList<int>>(drafts.Count);
        foreach (var draft in drafts)
        {
            var known = new List<int>();
            foreach (var dependency in draft.DependsOn)
            {
                if (indexByName.TryGetValue(dependency.Text, out var index)) known.Add(index);
                else diagnostics.AddOnce(dependency.Place, $"service \"{draft.Name}\" depends on \"{dependency.Text}\", which does not exist{Hint(dependency.Text)}");
            }

            edges.Add(known);
        }

        return edges;

        // Of problems that nobody is told, the best word need not be found.
        string Hint(string name) => diagnostics.IsFull ? "" : NearestWord.Hint(name, indexByName.Keys);
    }

    private static void CheckCycle(IReadOnlyList<ServiceDraft> drafts, List<IReadOnlyList<int>> edges, Diagnostics diagnostics)
    {
        var left = edges.ToList();
        for (var told = 0; told < MostCycles && DependencyGraph.FindCycle(left) is { } cycle; told++)
        {
            var (first, next) = (cycle[0], cycle.Count > 1 ? cycle[1] : cycle[0]);
            var names = cycle.Append(first).Select(i => drafts[i].Name);
            var place = drafts[first].DependsOn.First(d => d.Text == drafts[next].Name).Place;
            diagnostics.AddOnce(place, $"these services wait for each other for ever: {string.Join(" -> ", names)}");
            // Without the dependency that was told, what other cycle is there?
            left[first] = [.. left[first].Where(i => i != next)];
        }
    }

    /// <summary>Null when nobody chose, which is all of them.</summary>
    private static HashSet<int>? Chosen(
        IReadOnlyList<string> names, List<IReadOnlyList<int>> edges, Dictionary<string, int> indexByName, IReadOnlyDictionary<string, List<int>> groups,
        Place services, Diagnostics diagnostics)
    {
        if (names.Count == 0) return null;
        var named = new List<int>();
        foreach (var name in names.Distinct())
        {
            if (indexByName.TryGetValue(name, out var index)) named.Add(index);
            else if (groups.TryGetValue(name, out var members)) named.AddRange(members);
            else diagnostics.Add(services, $"cannot choose service {(groups.Count > 0 ? "or group " : "")}\"{name}\": it does not exist{NearestWord.Hint(name, indexByName.Keys.Concat(groups.Keys))}");
        }

        return [.. named, .. new DependencyGraph(edges).AllDependenciesOf(named)];
    }
}
