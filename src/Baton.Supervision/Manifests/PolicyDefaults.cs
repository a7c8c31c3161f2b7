using Baton.Processes;
using Baton.Supervision.Services;

namespace Baton.Supervision.Manifests;

/// <summary>The keys that a service and <c>[defaults]</c> share.</summary>
/// <param name="Policy">When a service is started again, and how it is stopped.</param>
/// <param name="Log">What happens to its output.</param>
internal sealed record PolicyDefaults(ServicePolicy Policy, LogPolicy Log)
{
    /// <summary>What holds when nobody says otherwise.</summary>
    public static PolicyDefaults BuiltIn { get; } = new(new ServicePolicy(), LogPolicy.Default);
}
