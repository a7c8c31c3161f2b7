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

    /// <param name="drafts">All services of the file, in its order.</param>
    /// <param name="context">What they start from, and which of them are to run.</param>
    /// <param name="services">Where the services stand, for problems that have no better place.</param>
    /// <param name="diagnostics">Takes every problem.</param>
    /// <param name="bind">Reads the rest of one.</param>
    /// <returns>Those that were chosen, in the order of the file.</returns>
    public static IReadOnlyList<ServiceDefinition> Bind(
        IReadOnlyList<ServiceDraft> drafts, ServicesContext context, Place services, Diagnostics diagnostics, Func<ServiceDraft, ServicesContext, ServiceDefinition> bind)
    {
        var indexByName = new Dictionary<string, int>();
        for (var i = 0; i < drafts.Count; i++) indexByName.TryAdd(drafts[i].Name, i);
        var edges = Edges(drafts, indexByName, diagnostics);
        CheckCycle(drafts, edges, diagnostics);
        var groups = GroupKeys.Collect(drafts, indexByName, diagnostics);
        var chosen = Chosen(context.Only, edges, indexByName, groups, services, diagnostics);
        var unseen = context with { Disk = ManifestDisk.Unseen };
        var result = new List<ServiceDefinition>(chosen?.Count ?? drafts.Count);
        for (var i = 0; i < drafts.Count; i++)
        {
            var isChosen = chosen is null || chosen.Contains(i);
            if (!isChosen && drafts[i].Table.Interpolation is { } strict) drafts[i].Table.Interpolation = strict with { IsLenient = true };
            var service = bind(drafts[i], isChosen ? context : unseen);
            if (isChosen) result.Add(service);
        }

        return result;
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
                else diagnostics.Add(dependency.Place, $"service \"{draft.Name}\" depends on \"{dependency.Text}\", which does not exist{Hint(dependency.Text)}");
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
            diagnostics.Add(place, $"these services wait for each other for ever: {string.Join(" -> ", names)}");
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
