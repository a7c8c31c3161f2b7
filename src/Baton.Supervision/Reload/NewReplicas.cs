using Baton.Supervision.Services;

namespace Baton.Supervision.Reload;

/// <summary>Whether replicas that are new are started: as those that are there already.</summary>
/// <param name="before">What is in force.</param>
/// <param name="standing">How a service is now.</param>
/// <param name="scaled">Names of the services of which somebody asked for another number; null when the manifest is another.</param>
internal sealed class NewReplicas(ServiceSet before, Func<ServiceDefinition, ServiceStanding> standing, IReadOnlySet<string>? scaled)
{
    private readonly Dictionary<string, bool?> _others = before.Services.Where(service => service.Replica is not null)
        .GroupBy(service => service.Replica!.Of, standing).ToDictionary(whole => whole.Key, whole => AreMeant([.. whole]));

    /// <summary>Whether this one is; null when nothing but the manifest says so.</summary>
    /// <param name="service">A service that is not in force yet.</param>
    public bool? Starts(ServiceDefinition service)
    {
        // By the clock alone, as the others.
        if (service is not { Replica: { } replica, Schedule: null }) return null;
        // Who asks for one by name wants it to run.
        return scaled?.Contains(replica.Of) == true ? true : _others.GetValueOrDefault(replica.Of);
    }

    private static bool? AreMeant(List<ServiceStanding> others) =>
        others.Exists(other => other.IsDesired) ? true : others.TrueForAll(other => other.IsStoppedByPerson) ? false : null;
}
