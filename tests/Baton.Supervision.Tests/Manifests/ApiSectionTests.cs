using System.Text;
using Baton.Manifest.Binding;
using Baton.Manifest.Toml;
using Baton.Manifest.Tree;
using Baton.Supervision.Manifests;

namespace Baton.Supervision.Tests.Manifests;

public class ApiSectionTests
{
    [Fact]
    public void All_of_it_is_read()
    {
        var (section, problems) = Bind("""
            [api]
            listen = ["127.0.0.1:8003", "[::1]:0"]
            token_file = "secrets/tokens"
            hosts = ["Baton.Example", "10.0.0.5:80", "[2001:db8::1]:8443"]
            cors_origins = ["https://Tools.example", "http://localhost:5173"]
            """);
        Assert.Empty(problems);
        Assert.Equal(["127.0.0.1:8003", "[::1]:0"], section.Listen);
        Assert.Equal("secrets/tokens", section.TokenFile);
        Assert.Equal(["baton.example", "10.0.0.5:80", "[2001:db8::1]:8443"], section.Hosts);
        Assert.Equal(["https://tools.example", "http://localhost:5173"], section.CorsOrigins);
    }

    [Fact]
    public void Nothing_said_is_not_the_same_as_none()
    {
        Assert.Null(Bind("[api]\n").Section.Listen);
        Assert.Empty(Bind("[api]\nlisten = \"none\"\n").Section.Listen!);
        Assert.Same(ApiSection.Default, Bind("").Section);
    }

    [Theory]
    [InlineData("listen = \"127.0.0.1\"")]
    [InlineData("listen = \"::1\"")]
    [InlineData("listen = \"::1:8003\"")]
    [InlineData("listen = \"example.org:80\"")]
    [InlineData("listen = \"127.0.0.1:65536\"")]
    [InlineData("listen = \"127.0.0.1:\"")]
    [InlineData("listen = \"http://127.0.0.1:80\"")]
    [InlineData("listen = 8003")]
    [InlineData("listen = [\"none\", \":80\"]")]
    [InlineData("listen = [\":80\", \":80\"]")]
    [InlineData("listen = []")]
    [InlineData("listen = [\":1\", \":2\", \":3\", \":4\", \":5\", \":6\", \":7\", \":8\", \":9\"]")]
    [InlineData("token_file = \"\"")]
    [InlineData("hosts = [\"*\"]")]
    [InlineData("hosts = [\"*.example\"]")]
    [InlineData("hosts = [\"http://baton.example\"]")]
    [InlineData("hosts = [\"baton.example/\"]")]
    [InlineData("hosts = [\"baton.example:0\"]")]
    [InlineData("cors_origins = [\"*\"]")]
    [InlineData("cors_origins = [\"null\"]")]
    [InlineData("cors_origins = [\"tools.example\"]")]
    [InlineData("cors_origins = [\"https://tools.example/\"]")]
    [InlineData("cors_origins = [\"https://*.example\"]")]
    [InlineData("tokens = []")]
    public void What_cannot_be_meant_is_refused_with_its_place(string line) =>
        Assert.StartsWith("m.toml:2:", Assert.Single(Bind($"[api]\n{line}\n").Problems), StringComparison.Ordinal);

    private static (ApiSection Section, List<string> Problems) Bind(string text)
    {
        var diagnostics = new Diagnostics();
        var root = new TableReader(TomlReader.Read("m.toml", Encoding.UTF8.GetBytes(text), diagnostics)!, diagnostics);
        var section = ApiSection.Bind(root);
        root.Finish();
        return (section, [.. diagnostics.All.Select(problem => problem.ToString())]);
    }
}
