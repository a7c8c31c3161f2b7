using Baton.Health.Manifests.Schema;
using Baton.Health.Routes;
using Baton.Runtime.Manifests;
using Baton.Supervision.Manifests.Schema;

namespace Baton.Daemon.Manifests;

/// <summary>The form of a manifest with the tables of all slices, as JSON Schema.</summary>
public static class WholeSchema
{
    /// <summary>The schema of a format; null for another word.</summary>
    public static string? Of(string format) => ManifestSchema.Of(format, [.. HealthSchema.Keys, RoutesSchema.All, RuntimeSchema.All]);
}
