using Baton.Daemon.Manifests;
using Baton.Daemon.Startup;
using Baton.TestKit;

namespace Baton.Daemon.Tests.Manifests;

/// <summary>A service that waits for a monitor of itself.</summary>
public sealed class SelfWaitsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("http = \"http://127.0.0.1:5/health\"")]
    [InlineData("http = \"http://[::1]:5/\"")]
    [InlineData("websocket = \"ws://localhost:5/\"")]
    [InlineData("tcp = \"LOCALHOST.:5\"")]
    [InlineData("tcp = \"0.0.0.0:5\"")]
    public void It_is_warned_of(string watched) => Assert.Equal(
        ["service \"web\" waits for monitor \"web\", which watches port 5 of this host, on which web itself listens: it can never start; take the monitor out of its depends_on"],
        WarningsWith(watched, "port = 5"));

    [Theory]
    [InlineData("http = \"http://127.0.0.1:5/\"", "port = 6")]
    [InlineData("http = \"http://127.0.0.1:5/\"", "")]
    [InlineData("http = \"http://10.0.0.1:5/\"", "port = 5")]
    [InlineData("http = \"http://shop.example:5/\"", "port = 5")]
    [InlineData("udp = \"127.0.0.1:5\"", "port = 5")]
    public void Others_may_be_waited_for(string watched, string port) => Assert.Empty(WarningsWith(watched, port));

    private IReadOnlyList<string> WarningsWith(string watched, string port)
    {
        _folder.Write("baton.toml", $"[services.web]\ncommand = [\"web\"]\n{port}\ndepends_on = [\"monitor:web\"]\n[services.other]\ncommand = [\"other\"]\n{port}\n[monitors.web]\n{watched}\n");
        var manifest = ServiceManifest.Read(new Locations(_folder["baton.toml"], _folder["baton.toml"], _folder.Path, _folder["state"]), ManifestChoice.Everything);
        Assert.Empty(manifest.ProblemLines);
        return manifest.Warnings;
    }
}
