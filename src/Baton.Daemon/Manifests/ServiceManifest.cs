using Baton.Core;
using Baton.Daemon.Startup;
using Baton.Manifest;
using Baton.Manifest.Binding;
using Baton.Manifest.Tree;
using Baton.Supervision.Manifests;
using Baton.Supervision.Services;

namespace Baton.Daemon.Manifests;

/// <summary>A manifest, read and checked as a whole.</summary>
/// <param name="Services">Its services in the order of the file; only to be used when there are no problems.</param>
/// <param name="Problems">Everything that is wrong with it, in the order of the file.</param>
public sealed record ServiceManifest(IReadOnlyList<ServiceDefinition> Services, IReadOnlyList<Diagnostic> Problems)
{
    private static readonly ServiceManifest Nothing = new([], []);

    /// <summary>Reads the manifest of these locations; an empty one when there is none.</summary>
    public static ServiceManifest Read(Locations locations)
    {
        if (locations.Manifest is null) return Nothing;
        var diagnostics = new Diagnostics();
        var tree = ManifestFile.Read(locations.ManifestAsTyped!, diagnostics);
        if (tree is null) return new ServiceManifest([], diagnostics.All);
        var root = new TableReader(tree, diagnostics);
        var context = new ServicesContext(locations.BaseDirectory, InheritedEnvironment.OfThisProcess(), Directory.Exists);
        var services = ServicesSection.Bind(root, context);
        root.Finish();
        return new ServiceManifest(services, diagnostics.All);
    }

    /// <summary>The services, when nothing is wrong.</summary>
    /// <exception cref="BatonException">InvalidManifest, with every problem on a line of its own.</exception>
    public IReadOnlyList<ServiceDefinition> Usable()
    {
        if (Problems.Count == 0) return Services;
        throw new BatonException(ErrorCode.InvalidManifest, string.Join('\n', Problems));
    }
}
