using System.Globalization;
using Baton.Core;
using Baton.Daemon.Startup;
using Baton.Manifest;
using Baton.Manifest.Binding;
using Baton.Manifest.Tree;
using Baton.Supervision.Manifests;
using Baton.Supervision.Manifests.Native;
using Baton.Supervision.Services;

namespace Baton.Daemon.Manifests;

/// <summary>A manifest, read and checked as a whole.</summary>
/// <param name="Services">Its services in the order of the file; only to be used when there are no problems.</param>
/// <param name="Problems">What is wrong with it, in the order of the file.</param>
/// <param name="MoreProblems">How many problems there are besides; they are counted only, when there are very many.</param>
public sealed record ServiceManifest(IReadOnlyList<ServiceDefinition> Services, IReadOnlyList<Diagnostic> Problems, int MoreProblems = 0)
{
    private static readonly ServiceManifest Nothing = new([], []);
    private static readonly ManifestDisk Disk = new(Directory.Exists, File.Exists, FileContent.Read);

    /// <summary>The problems as lines of text.</summary>
    public IEnumerable<string> ProblemLines => MoreProblems == 0
        ? Problems.Select(problem => problem.ToString())
        : Problems.Select(problem => problem.ToString()).Append(string.Create(CultureInfo.InvariantCulture, $"and {MoreProblems} more problems"));

    /// <summary>Reads the manifest of these locations; an empty one when there is none.</summary>
    public static ServiceManifest Read(Locations locations)
    {
        if (locations.Manifest is null) return Nothing;
        var diagnostics = new Diagnostics();
        var tree = ManifestFile.Read(locations.ManifestAsTyped!, diagnostics);
        if (tree is null) return new ServiceManifest([], diagnostics.All, diagnostics.Dropped);
        var root = new TableReader(tree, diagnostics);
        var context = new ServicesContext(locations.BaseDirectory, InheritedEnvironment.OfThisProcess(), Disk);
        var services = ServicesSection.Bind(root, context);
        root.Finish();
        return new ServiceManifest(services, diagnostics.All, diagnostics.Dropped);
    }

    /// <summary>Names of the services that are started with the daemon, besides what they depend on.</summary>
    public IReadOnlyList<string> ToStart => [.. Services.Where(service => service is { IsEnabled: true, IsAutostarted: true }).Select(service => service.Name)];

    /// <summary>This, when nothing is wrong.</summary>
    /// <exception cref="BatonException">InvalidManifest, with every problem on a line of its own.</exception>
    public ServiceManifest Usable()
    {
        if (Problems.Count == 0) return this;
        throw new BatonException(ErrorCode.InvalidManifest, string.Join('\n', ProblemLines));
    }
}
