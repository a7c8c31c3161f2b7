using Baton.Processes;
using Baton.Supervision.Probing;
using Baton.Supervision.Services;

namespace Baton.Daemon;

/// <summary>Services of which nothing holds any more but how they are stopped, and in which order.</summary>
internal static class StopRules
{
    /// <summary>The services, without what starts, watches or asks them.</summary>
    /// <param name="services">As the manifest has them.</param>
    /// <param name="names">Services that live; for one that is not in the manifest the usual rules are made up.</param>
    public static IReadOnlyList<ServiceDefinition> Of(IReadOnlyList<ServiceDefinition> services, IReadOnlyList<string> names)
    {
        var known = services.Select(service => service.Name).ToHashSet();
        return [.. services.Select(Bare), .. names.Distinct().Where(name => !known.Contains(name)).Select(MadeUp)];
    }

    private static ServiceDefinition Bare(ServiceDefinition service) => service with
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

    private static ServiceDefinition MadeUp(string name) => new()
    {
        Name = name,
        Launch = new Launch { Command = ["(not in the manifest)"], WorkingDirectory = "/", Environment = new Dictionary<string, string>() },
        Policy = new ServicePolicy { Restart = RestartMode.Never },
    };
}
