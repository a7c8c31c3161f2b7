using System.Text;
using Baton.Health.Manifests;
using Baton.Manifest.Binding;
using Baton.Manifest.Toml;
using Baton.Manifest.Tree;

namespace Baton.Health.Tests.Manifests;

/// <summary>A manifest, and maybe variables, read as monitors.</summary>
internal sealed record Reading(HealthSection Section, IReadOnlyList<string> Problems, IReadOnlyList<string> AskedKeys)
{
    public static Reading Of(string manifest, string? envFile = null, Dictionary<string, string>? environment = null)
    {
        var diagnostics = new Diagnostics();
        var root = new TableReader(TomlReader.Read("baton.toml", Encoding.UTF8.GetBytes(manifest), diagnostics)!, diagnostics);
        var section = HealthSection.Bind(root, new HealthContext("/project", environment ?? [], envFile is null ? null : Encoding.UTF8.GetBytes(envFile)), diagnostics);
        root.Finish();
        return new Reading(section, [.. diagnostics.All.Select(problem => problem.ToString())], [.. root.AskedKeys.Distinct()]);
    }
}
