using System.Net;
using Baton.Core;
using Baton.Daemon.Startup;
using Baton.Runtime.Addresses;
using Baton.Runtime.Manifests;

namespace Baton.Daemon.Tests.Startup;

public class RuntimeChoiceTests
{
    private static readonly RuntimeSection InManifest = new()
    {
        ControlSocket = new ControlAddress.Unix("/srv/of-manifest.sock"),
        IpcSocket = new HostPort("127.0.0.1", 1),
        TelemetrySocket = new HostPort("127.0.0.1", 2),
        Peers = [new PeerAddress(IPAddress.Parse("10.0.0.7"), null)],
        IsPersistent = true,
    };

    [Fact]
    public void What_is_asked_for_wins_over_the_manifest_and_peers_are_those_of_both()
    {
        var asked = new RuntimeWishes("./own.sock", "[::1]:3", "collector:4", ["10.0.0.7", "10.0.0.8:5"], IsControlInsecure: true);
        var options = RuntimeChoice.Of(asked, InManifest, "/tmp/folder");
        Assert.Equal((new ControlAddress.Unix("/tmp/folder/own.sock"), new HostPort("::1", 3), new HostPort("collector", 4)), (options.ControlSocket, options.IpcSocket, options.TelemetrySocket));
        Assert.Equal(["10.0.0.7", "10.0.0.8:5"], options.Peers.Select(peer => peer.ToString()));
        Assert.True(options is { IsPersistent: true, IsControlInsecure: true });
    }

    [Fact]
    public void Where_nothing_is_asked_for_the_manifest_holds()
    {
        foreach (var asked in new[] { null, new RuntimeWishes() })
        {
            var options = RuntimeChoice.Of(asked, InManifest, "/");
            Assert.Equal((InManifest.ControlSocket, InManifest.IpcSocket, InManifest.TelemetrySocket, false), (options.ControlSocket, options.IpcSocket, options.TelemetrySocket, options.IsControlInsecure));
            Assert.Equal(InManifest.Peers, options.Peers);
        }
    }

    [Fact]
    public void What_is_no_address_is_refused()
    {
        Refused(new RuntimeWishes(ControlSocket: "own.sock"), "cannot be controlled at \"own.sock\": write a path");
        Refused(new RuntimeWishes(IpcSocket: "1"), "cannot take datagrams at \"1\": write HOST:PORT");
        Refused(new RuntimeWishes(TelemetrySocket: ""), "cannot send telemetry at \"\": write HOST:PORT");
        Refused(new RuntimeWishes(Peers: ["robot"]), "cannot take \"robot\" for a peer: write an IP address");
    }

    [Theory]
    [InlineData("./a.sock", "/srv/robot/a.sock.baton")]
    [InlineData("/run/a.sock", "/run/a.sock.baton")]
    [InlineData(null, "/srv/robot/.baton")]
    public void One_that_runs_empty_has_its_state_beside_its_control_socket(string? socket, string state) =>
        Assert.Equal(state, Locations.Find(Empty(socket), "/srv/robot").StateDirectory);

    [Fact]
    public void One_that_runs_empty_on_a_port_has_its_state_in_the_folder_of_the_user()
    {
        var state = Locations.Find(Empty("[::1]:2660"), "/srv/robot").StateDirectory;
        Assert.Equal("::1-2660", Path.GetFileName(state));
        Assert.StartsWith("baton", Path.GetFileName(Path.GetDirectoryName(state)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_state_directory_that_is_named_wins_over_all()
    {
        Assert.Equal("/srv/state", Locations.Find(Empty("./a.sock") with { State = "../state" }, "/srv/robot").StateDirectory);
        Assert.Equal(ErrorCode.InvalidRequest, Assert.Throws<BatonException>(() => Locations.Find(Empty("a.sock"), "/srv/robot")).Code);
    }

    private static DaemonOptions Empty(string? socket) => new(null, null, null, null, null, Empty: true, [], IsTesting: false) { Runtime = new RuntimeWishes(socket) };

    private static void Refused(RuntimeWishes asked, string message)
    {
        var refused = Assert.Throws<BatonException>(() => RuntimeChoice.Of(asked, RuntimeSection.Default, "/"));
        Assert.Equal(ErrorCode.InvalidRequest, refused.Code);
        Assert.StartsWith(message, refused.Message, StringComparison.Ordinal);
    }
}
