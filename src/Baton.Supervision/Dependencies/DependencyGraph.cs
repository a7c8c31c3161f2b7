namespace Baton.Supervision.Dependencies;

/// <summary>
/// Who depends on whom, by index in the manifest's order. Pure and immutable; there are no cycles in it (<see cref="FindCycle"/> is asked
/// before it is built).
/// </summary>
public sealed class DependencyGraph
{
    private readonly int[][] _dependencies;
    private readonly int[][] _dependents;

    /// <param name="dependencies">For each service the indices of those it depends on.</param>
    public DependencyGraph(IReadOnlyList<IReadOnlyList<int>> dependencies)
    {
        _dependencies = [.. dependencies.Select(d => d.Distinct().ToArray())];
        var dependents = _dependencies.Select(_ => new List<int>()).ToArray();
        for (var i = 0; i < _dependencies.Length; i++)
        {
            foreach (var dependency in _dependencies[i]) dependents[dependency].Add(i);
        }

        _dependents = [.. dependents.Select(d => d.ToArray())];
    }

    /// <summary>Those that must be ready before <paramref name="service"/> starts.</summary>
    public IReadOnlyList<int> DependenciesOf(int service) => _dependencies[service];

    /// <summary>Those that must be gone before <paramref name="service"/> is stopped.</summary>
    public IReadOnlyList<int> DependentsOf(int service) => _dependents[service];

    /// <summary>Everything that <paramref name="services"/> depend on, directly or not, without themselves.</summary>
    public IReadOnlyList<int> AllDependenciesOf(IEnumerable<int> services) => Closure(services, _dependencies);

    /// <summary>Everything that depends on <paramref name="services"/>, directly or not, without themselves.</summary>
    public IReadOnlyList<int> AllDependentsOf(IEnumerable<int> services) => Closure(services, _dependents);

    /// <summary>The longest time that stopping everything may take when each service uses its whole limit, one level after the other.</summary>
    public TimeSpan LongestChain(Func<int, TimeSpan> limit)
    {
        var known = new TimeSpan?[_dependencies.Length];
        var longest = TimeSpan.Zero;
        foreach (var service in Order())
        {
            var below = _dependencies[service].Select(d => known[d]!.Value).DefaultIfEmpty(TimeSpan.Zero).Max();
            known[service] = below + limit(service);
            if (known[service] > longest) longest = known[service]!.Value;
        }

        return longest;
    }

    /// <summary>All services, each after what it depends on.</summary>
    public IReadOnlyList<int> Order()
    {
        var open = _dependencies.Select(d => d.Length).ToArray();
        var order = new List<int>(open.Length);
        var free = new Queue<int>(Enumerable.Range(0, open.Length).Where(i => open[i] == 0));
        while (free.TryDequeue(out var service))
        {
            order.Add(service);
            foreach (var dependent in _dependents[service])
            {
                if (--open[dependent] == 0) free.Enqueue(dependent);
            }
        }

        return order;
    }

    /// <summary>
    /// A cycle as the services on it, first to last, each depending on the next and the last on the first; null when there is none.
    /// </summary>
    public static IReadOnlyList<int>? FindCycle(IReadOnlyList<IReadOnlyList<int>> dependencies)
    {
        var isDone = new bool[dependencies.Count];
        // Of each service on the path, where on it: from 1; and which of its dependencies is next.
        var (placeOnPath, nextOf) = (new int[dependencies.Count], new int[dependencies.Count]);
        var path = new List<int>();
        for (var root = 0; root < dependencies.Count; root++)
        {
            if (isDone[root]) continue;
            path.Add(root);
            placeOnPath[root] = 1;
            while (path.Count > 0)
            {
                var service = path[^1];
                if (nextOf[service] == dependencies[service].Count)
                {
                    isDone[service] = true;
                    placeOnPath[service] = 0;
                    path.RemoveAt(path.Count - 1);
                    continue;
                }

                var dependency = dependencies[service][nextOf[service]++];
                if (placeOnPath[dependency] > 0) return path[(placeOnPath[dependency] - 1)..];
                if (isDone[dependency]) continue;
                path.Add(dependency);
                placeOnPath[dependency] = path.Count;
            }
        }

        return null;
    }

    private static List<int> Closure(IEnumerable<int> services, int[][] edges)
    {
        var start = services.ToHashSet();
        var seen = new HashSet<int>(start);
        var open = new Queue<int>(start);
        var found = new List<int>();
        while (open.TryDequeue(out var service))
        {
            foreach (var next in edges[service])
            {
                if (!seen.Add(next)) continue;
                found.Add(next);
                open.Enqueue(next);
            }
        }

        found.Sort();
        return found;
    }
}
