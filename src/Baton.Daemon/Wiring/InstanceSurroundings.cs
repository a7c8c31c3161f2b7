using Baton.Daemon.Manifests;
using Baton.Supervision.Manifests;

namespace Baton.Daemon.Wiring;

/// <summary>What processes of instances have from Baton.</summary>
/// <param name="Inherited">Variables, as services inherit them.</param>
/// <param name="Folder">Absolute path of the folder that they start in, to which paths of programs are relative.</param>
internal sealed record InstanceSurroundings(Func<IReadOnlyDictionary<string, string>> Inherited, string Folder)
{
    /// <summary>Those of this daemon: the folder that Baton was started in or, where that is gone, the one of the manifest.</summary>
    public static InstanceSurroundings Of(ManifestInForce inForce) => new(() => HandedOn.Of(inForce.Reading.Snapshot.Environment), OwnFolder() ?? inForce.Reading.Locations.BaseDirectory);

    /// <summary>Absolute path of the folder that Baton was started in; null when it cannot be had any more.</summary>
    public static string? OwnFolder()
    {
        try
        {
            return Environment.CurrentDirectory;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It was deleted, or one above it is closed to us by now. A daemon in the place of a dead one goes on all the same.
            return null;
        }
    }
}
