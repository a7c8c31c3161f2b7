using System.Text;
using Baton.Manifest;
using Baton.Manifest.Binding;
using Baton.Manifest.Json;
using Baton.Manifest.Toml;
using Baton.Manifest.Tree;
using Baton.Supervision.Manifests;
using Baton.Supervision.Manifests.Native;
using Baton.Supervision.Manifests.Registry;
using Baton.Supervision.Manifests.Watchdog;
using Baton.Supervision.Replicas;
using Baton.Supervision.Services;
using Baton.TestKit;

namespace Baton.Supervision.Tests.Manifests;

/// <summary>A real folder, and manifests bound in it.</summary>
internal sealed class ManifestFolder : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public string Path => _folder.Path;

    public string this[string name] => _folder[name];

    public Dictionary<string, string> Environment { get; } = new() { ["HOME"] = "/home/me", ["PATH"] = "/bin" };

    public ManifestAccounts Accounts { get; init; } = ManifestAccounts.OfSystem;

    public bool IsTesting { get; init; }

    public IReadOnlyList<string> Only { get; init; } = [];

    /// <summary>What people have scaled.</summary>
    public Dictionary<string, AskedScale> Scales { get; } = [];

    /// <summary>The services with replicas that were told.</summary>
    public List<ReplicaSet> Replicas { get; } = [];

    public void Write(string name, string text) => _folder.Write(name, text);

    public void MakeFolder(string name) => Directory.CreateDirectory(_folder[name]);

    public IReadOnlyList<ServiceDefinition> Native(string text) => Good(Bind("baton.toml", text, Context, ServicesSection.Bind));

    public List<string> NativeProblems(string text) => Bad(Bind("baton.toml", text, Context, ServicesSection.Bind));

    public IReadOnlyList<ServiceDefinition> Watchdog(string text) => Good(Bind("services.toml", text, Context, WatchdogServices.Bind));

    public List<string> WatchdogProblems(string text) => Bad(Bind("services.toml", text, Context, WatchdogServices.Bind));

    public IReadOnlyList<ServiceDefinition> Registry(string text) => Good(Bind("service_registry.json", text, Context, RegistryServices.Bind));

    public List<string> RegistryProblems(string text) => Bad(Bind("service_registry.json", text, Context, RegistryServices.Bind));

    public void Dispose() => _folder.Dispose();

    private ServicesContext Context => new(Path, Environment, new ManifestDisk(Directory.Exists, File.Exists, FileContent.Read) { Accounts = Accounts }) { IsTesting = IsTesting, Only = Only, Scales = Scales, Found = Replicas.Add };

    /// <summary>Reads and binds a text; problems as they are printed.</summary>
    public static (IReadOnlyList<ServiceDefinition> Services, List<string> Problems) Bind(
        string fileName, string text, ServicesContext context, Func<TableReader, ServicesContext, IReadOnlyList<ServiceDefinition>> bind)
    {
        var diagnostics = new Diagnostics();
        var bytes = Encoding.UTF8.GetBytes(text);
        var tree = fileName.EndsWith(".json", StringComparison.Ordinal) ? JsonReader.Read(fileName, bytes, diagnostics) : TomlReader.Read(fileName, bytes, diagnostics);
        IReadOnlyList<ServiceDefinition> services = [];
        if (tree is not null)
        {
            var root = new TableReader(tree, diagnostics);
            services = bind(root, context);
            root.Finish();
        }

        return (services, [.. diagnostics.All.Select(d => d.ToString())]);
    }

    private static IReadOnlyList<ServiceDefinition> Good((IReadOnlyList<ServiceDefinition> Services, List<string> Problems) bound)
    {
        Assert.Empty(bound.Problems);
        return bound.Services;
    }

    private static List<string> Bad((IReadOnlyList<ServiceDefinition> Services, List<string> Problems) bound)
    {
        Assert.NotEmpty(bound.Problems);
        return bound.Problems;
    }
}
