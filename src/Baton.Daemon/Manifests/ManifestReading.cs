using Baton.Daemon.Startup;
using Baton.Daemon.State;
using Baton.Supervision.Replicas;

namespace Baton.Daemon.Manifests;

/// <summary>A manifest with all that it was read from.</summary>
/// <param name="Locations">Where it was.</param>
/// <param name="Manifest">What it says.</param>
/// <param name="Snapshot">What it was read from.</param>
internal sealed record ManifestReading(Locations Locations, ServiceManifest Manifest, ManifestSnapshot Snapshot)
{
    /// <summary>The hash under which it is kept in the state directory, whence it came; null: it was read from its files.</summary>
    public string? KeptAs { get; private init; }

    /// <summary>Reads it from its files; whether it can be used is for the caller to look at.</summary>
    /// <param name="locations">Where it is.</param>
    /// <param name="choice">What of it is wanted.</param>
    /// <param name="time">For the time of the reading.</param>
    /// <param name="scales">What people have scaled; null: nothing.</param>
    public static ManifestReading Of(Locations locations, ManifestChoice choice, TimeProvider time, IReadOnlyDictionary<string, AskedScale>? scales = null)
    {
        var source = ManifestSource.Present();
        var recorder = new ManifestRecorder(scales is null ? source : source with { Scales = scales });
        var manifest = ServiceManifest.Read(locations, choice, recorder.Source);
        return new ManifestReading(locations, manifest, recorder.ToSnapshot(locations, choice, time.GetUtcNow()));
    }

    /// <summary>The same with other numbers of replicas. Files are asked only for what a new replica has of its own.</summary>
    public ManifestReading Scaled(IReadOnlyDictionary<string, AskedScale> scales)
    {
        var recorder = new ManifestRecorder(Snapshot.ToSource(ManifestSource.Present().Disk) with { Scales = scales });
        var manifest = ServiceManifest.Read(Locations, Snapshot.Choice, recorder.Source);
        return new ManifestReading(Locations, manifest, recorder.ToSnapshot(Locations, Snapshot.Choice, Snapshot.ReadAt));
    }

    /// <summary>Reads the one that was in force when a daemon of this state directory died; null, and maybe why, when that cannot be known.</summary>
    /// <param name="runFolder">The folder <c>run</c> of the state directory.</param>
    public static (ManifestReading? Reading, string? Problem) Recover(string runFolder)
    {
        var (snapshot, hash, problem) = SnapshotFile.Read(runFolder);
        if (snapshot is null) return (null, problem);
        var manifest = snapshot.Read();
        // The accounts of the system are not part of it: a user may have gone.
        return manifest.Problems.Count == 0
            ? (new ManifestReading(snapshot.Locations, manifest, snapshot) { KeptAs = hash }, null)
            : (null, $"the manifest that was in force cannot be used any more, so its files are read anew: {string.Join("; ", manifest.ProblemLines)}");
    }
}
