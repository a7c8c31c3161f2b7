using System.Net;
using System.Text;
using Baton.Manifest.Binding;
using Baton.Manifest.Schema;
using Baton.Manifest.Toml;
using Baton.Manifest.Tree;
using Baton.Runtime.Addresses;
using Baton.Runtime.Manifests;
using Baton.TestKit;

namespace Baton.Runtime.Tests.Manifests;

public class RuntimeSectionTests
{
    private static List<string> OfSchema => [.. ((SchemaType.Table)RuntimeSchema.All.Type).Keys.Select(key => key.Name).Order(StringComparer.Ordinal)];

    [Fact]
    public void All_of_it_is_read()
    {
        var (section, problems) = Bind("""
            [runtime]
            control_socket = "./robot.sock"
            ipc_socket = "0.0.0.0:2661"
            telemetry_socket = "collector.local:9000"
            peers = ["10.0.0.7", "[fd00::7]:2661"]
            persist = true
            insecure_control = true
            """);
        Assert.Empty(problems);
        Assert.Equal(new ControlAddress.Unix("/srv/robot/robot.sock"), section.ControlSocket);
        Assert.Equal((new HostPort("0.0.0.0", 2661), new HostPort("collector.local", 9000)), (section.IpcSocket, section.TelemetrySocket));
        Assert.Equal([new PeerAddress(IPAddress.Parse("10.0.0.7"), null), new PeerAddress(IPAddress.Parse("fd00::7"), 2661)], section.Peers);
        Assert.True(section is { IsPersistent: true, IsControlInsecure: true });
    }

    [Fact]
    public void Nothing_said_is_nothing()
    {
        Assert.Same(RuntimeSection.Default, Bind("").Section);
        Assert.True(RuntimeSection.Default.IsSameAs(Bind("[runtime]\n").Section));
        Assert.False(RuntimeSection.Default.IsSameAs(Bind("[runtime]\npeers = [\"::1\"]\n").Section));
        Assert.False(RuntimeSection.Default.IsSameAs(Bind("[runtime]\npersist = true\n").Section));
        Assert.True(Bind("[runtime]\npeers = [\"::1\"]\n").Section.IsSameAs(Bind("[runtime]\npeers = [\"::1\"]\n").Section));
    }

    [Theory]
    [InlineData("control_socket = \"a.sock\"", "2:18: \"a.sock\" is no address")]
    [InlineData("ipc_socket = \"2661\"", "2:14: \"2661\" is no address")]
    [InlineData("telemetry_socket = \"a_b:1\"", "2:20: \"a_b:1\" is no address")]
    [InlineData("peers = [\"::1\", \"robot.local\"]", "2:17: \"robot.local\" is no peer")]
    [InlineData("persist = 1", "2:11: ")]
    [InlineData("sockets = 1", "2:1: ")]
    public void A_problem_is_told_where_it_stands(string line, string problem)
    {
        var (_, problems) = Bind($"[runtime]\n{line}\n");
        Assert.StartsWith($"baton.toml:{problem}", Assert.Single(problems).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_keys_of_the_schema_are_those_that_the_binder_asks_for()
    {
        var root = RootOf("[runtime]\n", new Diagnostics());
        RuntimeSection.Bind(root, "/");
        Assert.Equal(OfSchema, root.AskedKeys.Where(key => key != "runtime").Select(key => key["runtime.".Length..]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_keys_of_the_page_are_those_of_the_schema()
    {
        var page = File.ReadLines(Repository.File("docs/reference/manifest.md")).SkipWhile(line => line != "### The runtime").Skip(1).TakeWhile(line => !line.StartsWith("### ", StringComparison.Ordinal))
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal)).Select(line => line.Split('|')[1].Trim(' ', '`')["runtime.".Length..]);
        Assert.Equal(OfSchema, page.Order(StringComparer.Ordinal));
    }

    private static (RuntimeSection Section, IReadOnlyList<Diagnostic> Problems) Bind(string text)
    {
        var diagnostics = new Diagnostics();
        var root = RootOf(text, diagnostics);
        var section = RuntimeSection.Bind(root, "/srv/robot");
        root.Finish();
        return (section, diagnostics.All);
    }

    private static TableReader RootOf(string text, Diagnostics diagnostics) => new(TomlReader.Read("baton.toml", Encoding.UTF8.GetBytes(text), diagnostics)!, diagnostics);
}
