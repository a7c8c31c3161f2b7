using Baton.Manifest.Binding;
using Baton.Supervision.Services;

namespace Baton.Supervision.Manifests;

/// <summary>Reads from how much memory on a service is restarted: <c>memory_restart</c>.</summary>
internal static class MemoryKeys
{
    private const long Least = 1L << 20, Most = 1L << 50;

    /// <summary>Puts it into a definition.</summary>
    public static ServiceDefinition Read(TableReader table, ServiceDefinition service) => service with { MemoryRestart = table.OptionalSize("memory_restart", Least, Most) };
}
