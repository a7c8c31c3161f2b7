using Baton.Supervision.Replicas;
using Baton.Supervision.Services;

namespace Baton.Supervision.Reload;

/// <summary>The services of a manifest, and which of them it was read for; with those that were added while Baton runs.</summary>
/// <param name="Services">Their definitions, in the order of the manifest, then those that were added; their dependencies exist and have no cycle.</param>
/// <param name="Chosen">Names of services and groups that alone are to run; empty is all that are enabled and start by themselves.</param>
public sealed record ServiceSet(IReadOnlyList<ServiceDefinition> Services, IReadOnlyList<string> Chosen)
{
    /// <summary>No service at all.</summary>
    public static ServiceSet Empty { get; } = new([], []);

    /// <summary>The services that are there several times, also those of which none is there now.</summary>
    public IReadOnlyList<ReplicaSet> Replicas { get; init; } = [];

    /// <summary>The same services of the manifest with these in place of those that were added.</summary>
    /// <param name="added">Services of which no manifest speaks. One whose name the manifest has is left out: that is the manifest's.</param>
    public ServiceSet With(IReadOnlyList<ServiceDefinition> added)
    {
        var own = Services.Where(service => !service.IsDynamic).ToList();
        if (added.Count == 0 && own.Count == Services.Count) return this;
        var names = own.Select(service => service.Name).ToHashSet();
        return this with { Services = [.. own, .. added.Where(service => !names.Contains(service.Name))] };
    }

    /// <summary><c>up</c> starts it.</summary>
    /// <param name="service">One of the services.</param>
    /// <param name="isEnabled">What a person has said of its being enabled; null: nothing.</param>
    public bool Starts(ServiceDefinition service, bool? isEnabled) => Chosen.Count > 0
        ? Chosen.Contains(service.Name) || service.Groups.Any(Chosen.Contains) || (service.Replica is { } replica && Chosen.Contains(replica.Of))
        : service.Schedule is null && (isEnabled ?? service.IsEnabled) && (isEnabled == true || service.IsAutostarted);
}
