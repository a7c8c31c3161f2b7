using Baton.Processes;
using Baton.Supervision.Probing;

namespace Baton.Supervision.Services;

/// <summary>Services of which nothing holds any more but how they are stopped, and in which order.</summary>
public static class StopRules
{
    /// <summary>The services, without what starts, watches or asks them.</summary>
    /// <param name="services">As the manifest has them.</param>
    /// <param name="names">Services that live; for one that is not in the manifest the usual rules are made up.</param>
    public static IReadOnlyList<ServiceDefinition> Of(IReadOnlyList<ServiceDefinition> services, IReadOnlyList<string> names)
    {
        var known = services.Select(service => service.Name).ToHashSet();
        return [.. services.Select(Bare), .. names.Distinct().Where(name => !known.Contains(name)).Select(name => MadeUp(name, "not in the manifest"))];
    }

    internal static ServiceDefinition Bare(ServiceDefinition service) => service with
    {
        EndsProject = false,
        Check = null,
        RestartWith = [],
        RequiresDevices = [],
        Probes = ServiceProbes.None,
        Notify = null,
        MemoryRestart = null,
        Watch = null,
        Schedule = null,
        Policy = service.Policy with { Restart = RestartMode.Never, HasReadiness = false, IsScheduled = false },
    };

    internal static ServiceDefinition MadeUp(string name, string why) => new()
    {
        Name = name,
        Launch = new Launch { Command = [$"({why})"], WorkingDirectory = "/", Environment = new Dictionary<string, string>() },
        Policy = new ServicePolicy { Restart = RestartMode.Never },
    };
}
