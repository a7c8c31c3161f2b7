using System.Text;
using Baton.Health.Manifests;
using Baton.Health.Routes;
using Baton.Manifest.Binding;
using Baton.Manifest.Schema;
using Baton.Manifest.Toml;
using Baton.Manifest.Tree;
using Baton.TestKit;

namespace Baton.Health.Tests.Routes;

/// <summary>Binder, schema and page name the same keys.</summary>
public class RouteKeysTests
{
    private static List<string> OfSchema =>
        [.. ((SchemaType.Table)((SchemaType.Shared)((SchemaType.Named)RoutesSchema.All.Type).Value).Type).Keys.Select(key => key.Name).Order(StringComparer.Ordinal)];

    [Fact]
    public void The_keys_of_the_schema_are_those_that_the_binder_asks_for()
    {
        var root = new TableReader(TomlReader.Read("baton.toml", Encoding.UTF8.GetBytes("[routes.NAME]\n"), new Diagnostics())!, new Diagnostics());
        RoutesSection.Bind(root, HealthSection.None, null);
        Assert.Equal(OfSchema, root.AskedKeys.Where(key => key != "routes").Select(key => key["routes.NAME.".Length..]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_keys_of_the_page_are_those_of_the_schema()
    {
        var page = File.ReadLines(Repository.File("docs/reference/manifest.md")).SkipWhile(line => line != "### Routes").TakeWhile(line => line != "### Probes")
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal)).Select(line => line.Split('|')[1].Trim(' ', '`'));
        Assert.Equal(OfSchema, page.Order(StringComparer.Ordinal));
    }
}
