using Baton.Core;
using Baton.Core.Notices;
using Baton.Daemon.State;

namespace Baton.Daemon.Manifests;

/// <summary>The manifest that holds now, for all who need more of it than its services; replaced as a whole.</summary>
internal sealed class ManifestInForce
{
    private readonly string _runFolder;
    private volatile Held _held;

    /// <param name="reading">What holds first.</param>
    /// <param name="runFolder">The folder <c>run</c> of the state directory, where it is kept.</param>
    public ManifestInForce(ManifestReading reading, string runFolder)
    {
        _runFolder = runFolder;
        _held = Held.Of(reading, reading.KeptAs);
    }

    /// <summary>What it was read from, and what it says.</summary>
    public ManifestReading Reading => _held.Reading;

    /// <summary>What it says.</summary>
    public ServiceManifest Manifest => _held.Reading.Manifest;

    /// <summary>SHA-256 of all that it was read from; null when it is not kept.</summary>
    public string? Hash => _held.Hash;

    /// <summary>Names of its services.</summary>
    public IReadOnlyList<string> Names => _held.Names;

    /// <summary>What this machine cannot do of what it says, in sentences.</summary>
    public IReadOnlyList<string> Warnings => _held.Warnings;

    /// <summary>How many runs of a service are kept; null when it has no such service.</summary>
    public int? KeptRuns(string service) => _held.KeptRuns.TryGetValue(service, out var runs) ? runs : null;

    /// <summary>What a daemon before us was doing to put another in force when it died, in a sentence; null when nothing, or when it has been made up for.</summary>
    public string? Unfinished { get; private set; }

    /// <summary>A daemon before us died while it put another in force.</summary>
    public void SayUnfinished() => Unfinished =
        "a daemon died while it put another manifest in force, so the one before holds, and services that had been stopped for it may be so still: say \"baton reload\" for the manifest as it is now, or \"baton start\" for the services";

    /// <summary>Another one has been put in force since.</summary>
    public void SayFinished() => Unfinished = null;

    /// <summary>Called with each that holds from now on, on the thread that sets it.</summary>
    public Action<ServiceManifest>? Changed { get; set; }

    /// <summary>Lets another one hold.</summary>
    /// <param name="reading">It.</param>
    /// <param name="hash">The hash under which it is kept; null when it is not.</param>
    public void Set(ManifestReading reading, string? hash)
    {
        _held = Held.Of(reading, hash);
        Changed?.Invoke(reading.Manifest);
    }

    /// <summary>What holds is kept from now on, under this hash.</summary>
    public void SayKept(string hash) => _held = _held with { Hash = hash };

    /// <summary>
    /// Keeps it for a daemon that comes after this one, unless it is kept already. Where that cannot be, people are told and everything goes on;
    /// what an earlier daemon had in force is kept no longer then, since a daemon that went on with it would stop what runs.
    /// </summary>
    public void Keep(NoticeBoard notices)
    {
        if (Hash is not null) return;
        try
        {
            var hash = SnapshotFile.Prepare(_runFolder, Reading.Snapshot);
            SnapshotFile.Commit(_runFolder);
            Set(Reading, hash);
        }
        catch (BatonException e)
        {
            var left = SnapshotFile.Forget(_runFolder) is { } problem ? $"what was in force before ({problem})" : "the files as they are then";
            notices.Publish("daemon", "degraded", cause: null, $"{e.Message}: a daemon that is killed comes back with {left}");
        }
    }

    private sealed record Held(ManifestReading Reading, string? Hash, IReadOnlyList<string> Names, Dictionary<string, int> KeptRuns, IReadOnlyList<string> Warnings)
    {
        public static Held Of(ManifestReading reading, string? hash)
        {
            var services = reading.Manifest.Services;
            return new Held(reading, hash, [.. services.Select(service => service.Name)], services.ToDictionary(service => service.Name, service => service.Launch.Log.KeepRuns), reading.Manifest.Warnings);
        }
    }
}
