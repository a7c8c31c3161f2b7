using Baton.Containers;
using Baton.Supervision.Services;

namespace Baton.Daemon.Manifests;

/// <summary>Containers of a manifest for which there is no engine, said when it is read and not only when a service begins.</summary>
internal static class EngineWarnings
{
    // More names would be no help.
    private const int MostNamed = 5;

    /// <summary>A sentence for each engine that is missing; none where there are no containers.</summary>
    public static IEnumerable<string> Of(IReadOnlyList<ServiceDefinition> services)
    {
        foreach (var engine in services.Where(service => service.Launch.Container is not null).GroupBy(service => service.Launch.Container!.Socket))
        {
            if (EngineReach.ProblemOf(engine.Key) is not { } problem) continue;
            var names = engine.Select(service => $"\"{service.Name}\"").ToList();
            var more = names.Count > MostNamed ? FormattableString.Invariant($" and {names.Count - MostNamed} more") : "";
            yield return $"no Docker engine answers at \"{engine.Key}\" ({problem}), so {string.Join(", ", names.Take(MostNamed))}{more} cannot start; install and start Docker, or name its socket in [docker]";
        }
    }
}
