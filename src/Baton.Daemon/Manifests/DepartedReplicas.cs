using Baton.Supervision.Replicas;
using Baton.Supervision.Services;

namespace Baton.Daemon.Manifests;

/// <summary>
/// Replicas that a scale has taken away and that live still. The manifest in force says how each number of a whole would run, and so how it is stopped:
/// its signal, its time, its programs.
/// </summary>
internal static class DepartedReplicas
{
    /// <summary>The definitions of those that are replicas of a service of this manifest, beyond their present number; of others nothing is known.</summary>
    /// <param name="manifest">What is in force.</param>
    /// <param name="names">Names of services that live and have no place in it.</param>
    public static IReadOnlyList<ServiceDefinition> Of(ManifestReading manifest, IEnumerable<string> names)
    {
        var known = manifest.Manifest.Replicas.ToDictionary(whole => whole.Name);
        var gone = names.Select(ServiceReplica.Parse).OfType<ServiceReplica>().Where(replica => known.TryGetValue(replica.Of, out var whole) && replica.Number > whole.Count).ToList();
        if (gone.Count == 0) return [];
        var scales = new Dictionary<string, AskedScale>(manifest.Manifest.Scales);
        foreach (var whole in gone.GroupBy(replica => replica.Of)) scales[whole.Key] = new AskedScale(whole.Max(replica => replica.Number), known[whole.Key].Declared);
        var before = manifest.Scaled(scales).Manifest;
        // Such as a total beyond what a manifest may have: the usual rules then.
        if (before.Problems.Count > 0) return [];
        var meant = gone.Select(replica => replica.Name).ToHashSet();
        var there = manifest.Manifest.Services.Select(service => service.Name).Concat(meant).ToHashSet();
        return [.. before.Services.Where(service => meant.Contains(service.Name)).Select(service => service with { DependsOn = [.. service.DependsOn.Where(there.Contains)] })];
    }
}
