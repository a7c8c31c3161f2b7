using Baton.Manifest.Binding;

namespace Baton.Supervision.Manifests;

/// <summary>Keys that a format defines and that are read and checked, but not carried out yet: silence would promise what does not happen.</summary>
internal static class Pending
{
    /// <summary>Refuses such a key.</summary>
    public static void Refuse(TableReader table, string key) =>
        table.Report(key, $"\"{key}\" is not supported yet; take it out to run the service without it");
}
