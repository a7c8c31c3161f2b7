using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Baton.Daemon.Manifests;
using Baton.Manifest.Toml;
using Baton.Manifest.Tree;
using Baton.TestKit;

namespace Baton.Daemon.Tests.Manifests;

public partial class WholeSchemaTests
{
    [Theory]
    [InlineData("native", "baton")]
    [InlineData("watchdog", "services")]
    [InlineData("registry", "service_registry")]
    public void The_file_beside_the_reference_is_what_the_command_prints(string format, string file)
    {
        var path = Repository.File($"docs/reference/{file}.schema.json");
        Assert.True(File.Exists(path) && WholeSchema.Of(format) == File.ReadAllText(path), $"write it anew: baton schema {format} >{path}");
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData("docs/reference/manifest.md")]
    [InlineData("docs/reference/monitors.md")]
    [InlineData("docs/reference/alarms.md")]
    [InlineData("docs/reference/routes.md")]
    [InlineData("docs/reference/status-page.md")]
    public void The_manifests_of_a_page_are_valid(string page)
    {
        using var schema = JsonDocument.Parse(WholeSchema.Of("native")!);
        var validator = new SchemaValidator(schema.RootElement);
        var blocks = TomlBlock().Matches(File.ReadAllText(Repository.File(page))).Select(match => match.Groups[1].Value).ToList();
        Assert.NotEmpty(blocks);
        foreach (var block in blocks)
        {
            var diagnostics = new Diagnostics();
            var tree = TomlReader.Read(page, Encoding.UTF8.GetBytes(block), diagnostics);
            Assert.True(diagnostics.IsEmpty, string.Join('\n', diagnostics.All));
            Assert.Empty(validator.Validate(tree!));
        }
    }

    [GeneratedRegex("```toml\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex TomlBlock();
}
