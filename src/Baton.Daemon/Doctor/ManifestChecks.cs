using System.Globalization;
using Baton.Contracts;
using Baton.Core;
using Baton.Daemon.Manifests;
using Baton.Daemon.Startup;

namespace Baton.Daemon.Doctor;

/// <summary>Whether the manifest can be used.</summary>
internal static class ManifestChecks
{
    public static IEnumerable<FindingRecord> All(string home)
    {
        Locations? found = null;
        string? missing = null;
        try
        {
            found = Locations.Find(new DaemonOptions(home, Config: null, BaseDirectory: null, State: null, Listen: null, Empty: false, [], IsTesting: false), Environment.CurrentDirectory);
        }
        catch (BatonException e)
        {
            missing = e.Message;
        }

        if (found is null) return [FindingRecord.Warning("manifest", missing!, "go to a project's folder, or name it: baton doctor FOLDER")];
        var manifest = ServiceManifest.Read(found, ManifestChoice.Everything);
        return manifest.Problems.Count == 0
            ? [FindingRecord.Ok("manifest", string.Create(CultureInfo.InvariantCulture, $"{found.Manifest}: good, {manifest.Services.Count} services"))]
            : manifest.ProblemLines.Take(20).Select(line => FindingRecord.Problem("manifest", line, null));
    }
}
