using Baton.Contracts;
using Baton.Supervision.Reload;
using Baton.Supervision.Services;

namespace Baton.Control.Mapping;

/// <summary>Who depends on whom, as the API shows it.</summary>
public static class GraphRecords
{
    /// <summary>The services that are meant, and all that they depend on.</summary>
    /// <param name="set">All services, in the order of the manifest.</param>
    /// <param name="names">Services and groups; none means all.</param>
    /// <param name="find">A service as it is; null where nothing runs.</param>
    /// <exception cref="Core.BatonException">NotFound: neither a service nor a group has a name.</exception>
    public static IReadOnlyList<GraphService> Of(ServiceSet set, IReadOnlyList<string> names, Func<string, ServiceView?> find)
    {
        var wanted = WithDependencies(set, names);
        return [.. set.Services.Where(service => wanted.Contains(service.Name)).Select(service => Of(service, find(service.Name)))];
    }

    private static GraphService Of(ServiceDefinition service, ServiceView? view) => new(
        service.Name,
        [.. service.DependsOn.Select(name => new GraphEdge(name, service.Conditions.GetValueOrDefault(name).ToString().ToLowerInvariant()))],
        view is null ? null : PhaseWords.Of(view.State),
        view?.IsReady)
    {
        Monitors = service.Monitors.Count > 0 ? service.Monitors : null,
    };

    private static HashSet<string> WithDependencies(ServiceSet set, IReadOnlyList<string> names)
    {
        var services = set.Services;
        var byName = services.ToDictionary(service => service.Name);
        var toLook = new Queue<string>(new ServiceNames(set).Resolve(names).Select(index => services[index].Name));
        var wanted = new HashSet<string>();
        while (toLook.TryDequeue(out var name))
        {
            if (!wanted.Add(name)) continue;
            foreach (var dependency in byName[name].DependsOn) toLook.Enqueue(dependency);
        }

        return wanted;
    }
}
