using Baton.Contracts;
using Baton.Supervision.Services;

namespace Baton.Control.Causes;

/// <summary>Whom a service waits for, down to those that wait for nobody.</summary>
internal static class Blockers
{
    /// <summary>The dependencies that are not as wanted, and what these wait for; empty when it waits for none.</summary>
    public static IEnumerable<WhyStep> Of(ServiceView service, Func<string, ServiceView?> find)
    {
        var seen = new HashSet<string> { service.Name };
        var toLook = new Queue<ServiceView>([service]);
        while (toLook.TryDequeue(out var waiting))
        {
            if (waiting.State != Phase.WaitingDependencies) continue;
            foreach (var dependency in waiting.DependsOn.Select(find))
            {
                if (dependency is null || (dependency.IsReady && dependency.IsDesired) || !seen.Add(dependency.Name)) continue;
                yield return new WhyStep(dependency.Since, Summary.Of(dependency));
                toLook.Enqueue(dependency);
            }
        }
    }
}
