using Baton.Runtime.Instances;

namespace Baton.Runtime.Routing;

/// <summary>Names under which sockets of an instance are kept.</summary>
internal static class KeptNames
{
    public static string Listener(InstanceId id) => $"ipc/{id.Value:N}";

    public static string Connection(InstanceId id) => $"ipc/{id.Value:N}/connection";
}
