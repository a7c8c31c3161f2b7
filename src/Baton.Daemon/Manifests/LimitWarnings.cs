using Baton.Processes;
using Baton.Supervision.Services;

namespace Baton.Daemon.Manifests;

/// <summary>Limits of a manifest that this machine cannot hold, said when it is read and not only when a service begins.</summary>
internal static class LimitWarnings
{
    // More names would be no help.
    private const int MostNamed = 5;

    /// <summary>The sentences, one for services that run without a limit and one for those that cannot start; none where all can be held.</summary>
    public static IReadOnlyList<string> Of(IReadOnlyList<ServiceDefinition> services) =>
        services.Any(service => service.Launch is { Container: null, Limits.HasTreeLimit: true }) ? Of(services, ControllerReach.Look(Environment.GetEnvironmentVariable("BATON_CGROUPS") != "off")) : [];

    /// <summary>The same for another machine.</summary>
    /// <param name="services">The services.</param>
    /// <param name="reach">What cannot be held there.</param>
    public static IReadOnlyList<string> Of(IReadOnlyList<ServiceDefinition> services, ControllerReach reach)
    {
        var affected = services.Select(service => (service.Name, Limits: service.Launch.Limits, Missing: MissingOf(service, reach))).Where(one => one.Missing.Count > 0).ToList();
        var sentences = new List<string>();
        foreach (var isRequired in new[] { false, true })
        {
            var those = affected.Where(one => one.Limits!.IsRequired == isRequired).ToList();
            if (those.Count == 0) continue;
            var limits = reach.Missing.Where(controller => those.Exists(one => one.Missing.Contains(controller))).Select(controller => $"limits.{controller}");
            var consequence = (isRequired, those.Count) switch
            {
                (true, 1) => "it is required, so the service does not start",
                (true, _) => "they are required, so the services do not start",
                (false, 1) => "the service runs without",
                _ => "the services run without",
            };
            sentences.Add($"{string.Join(" and ", limits)} of {Named([.. those.Select(one => one.Name)])} cannot be held here, since {reach.Reason}: {consequence}; {reach.Mend}");
        }

        return sentences;
    }

    private static List<string> MissingOf(ServiceDefinition service, ControllerReach reach)
    {
        // The engine limits what it runs.
        if (service.Launch is not { Container: null, Limits: { HasTreeLimit: true } limits }) return [];
        return [.. reach.Missing.Where(controller => controller switch
        {
            "memory" => limits.Memory is not null,
            "cpu" => limits.Cpu is not null,
            _ => limits.Pids is not null,
        })];
    }

    private static string Named(IReadOnlyList<string> names)
    {
        var some = string.Join(", ", names.Take(MostNamed).Select(name => $"\"{name}\""));
        return names.Count <= MostNamed ? some : FormattableString.Invariant($"{some} and {names.Count - MostNamed} more");
    }
}
