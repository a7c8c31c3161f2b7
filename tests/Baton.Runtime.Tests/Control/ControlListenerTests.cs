using System.Net;
using System.Net.Sockets;
using Baton.Core;
using Baton.Runtime.Addresses;
using Baton.Runtime.Control;
using Baton.Runtime.Instances;
using Baton.Runtime.Tests.Kit;
using Baton.TestKit;
using static Baton.Runtime.Tests.Kit.TestInstances;

namespace Baton.Runtime.Tests.Control;

/// <summary>Where the control socket is, and who may use it.</summary>
public class ControlListenerTests
{
    private const string Version = "{\"Ok\":\"0.1.0\"}";

    [Fact]
    public async Task The_socket_is_its_owners_alone_and_goes_with_an_orderly_end()
    {
        using var folder = new TemporaryFolder();
        var world = await RuntimeWorld.BeginAsync(folder);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(world.SocketPath));
        await world.DisposeAsync();

        Assert.False(File.Exists(world.SocketPath));
    }

    [Fact]
    public async Task Where_another_daemon_follows_the_socket_stays_for_it()
    {
        using var folder = new TemporaryFolder();
        var world = await RuntimeWorld.BeginAsync(folder);

        await world.Listener.StopAsync(isFollowed: true);
        await world.DisposeAsync();

        Assert.True(File.Exists(world.SocketPath));
        await using var next = await RuntimeWorld.BeginAsync(folder);
        Assert.Equal(Version, await next.AskAsync("\"Version\""));
    }

    [Fact]
    public async Task The_socket_of_a_dead_owner_is_replaced()
    {
        using var folder = new TemporaryFolder();
        // Closed without its file, as by a kill.
        (await BindAsync(folder["control.sock"])).Dispose();
        Assert.True(File.Exists(folder["control.sock"]));

        await using var world = await RuntimeWorld.BeginAsync(folder);

        Assert.Equal(Version, await world.AskAsync("\"Version\""));
    }

    [Fact]
    public async Task The_socket_of_a_live_owner_is_left_alone_and_that_is_an_error()
    {
        await using var world = await RuntimeWorld.BeginAsync();

        var error = await Assert.ThrowsAsync<BatonException>(() => BindAsync(world.SocketPath));

        Assert.Equal(ErrorCode.Unavailable, error.Code);
        Assert.Contains("another process listens there", error.Message, StringComparison.Ordinal);
        Assert.Equal(Version, await world.AskAsync("\"Version\""));
    }

    [Fact]
    public async Task A_file_that_is_no_socket_is_left_alone_and_that_is_an_error()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("control.sock", "precious");

        var error = await Assert.ThrowsAsync<BatonException>(() => BindAsync(path));

        Assert.Contains("no socket", error.Message, StringComparison.Ordinal);
        Assert.Equal("precious", File.ReadAllText(path));
    }

    [Fact]
    public async Task A_link_is_not_followed()
    {
        using var folder = new TemporaryFolder();
        File.CreateSymbolicLink(folder["control.sock"], folder["elsewhere"]);

        await Assert.ThrowsAsync<BatonException>(() => BindAsync(folder["control.sock"]));

        Assert.False(File.Exists(folder["elsewhere"]));
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_an_error()
    {
        using var folder = new TemporaryFolder();

        var error = await Assert.ThrowsAsync<BatonException>(() => BindAsync(folder["none/control.sock"]));

        Assert.StartsWith($"cannot listen on \"{folder["none/control.sock"]}\": ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_successor_that_took_the_path_keeps_its_socket()
    {
        using var folder = new TemporaryFolder();
        var world = await RuntimeWorld.BeginAsync(folder);
        File.Delete(world.SocketPath);
        using var successor = await BindAsync(world.SocketPath);

        await world.DisposeAsync();

        Assert.True(File.Exists(world.SocketPath));
    }

    [Fact]
    public async Task Another_user_is_told_so_and_is_not_served()
    {
        await using var world = await RuntimeWorld.BeginAsync(userOf: _ => 4_000_000_000);
        using var client = await world.ConnectAsync();

        Assert.Equal("""{"Err":["connecting","this socket is not for user 4000000000"]}""", await client.ReadLineAsync());
        Assert.True(await client.IsAtEndAsync());
        Assert.Equal("a client of the control socket is refused: this socket is not for user 4000000000", Assert.Single(world.Notices));
    }

    [Fact]
    public async Task Root_is_served()
    {
        await using var world = await RuntimeWorld.BeginAsync(userOf: _ => 0);

        Assert.Equal(Version, await world.AskAsync("\"Version\""));
    }

    [Fact]
    public async Task Who_comes_when_there_are_as_many_connections_as_may_be_is_told_so()
    {
        await using var world = await RuntimeWorld.BeginAsync(control: options => options with { MostConnections = 2 });
        using var one = await world.ConnectAsync();
        using var other = await world.ConnectAsync();
        Assert.Equal(Version, await one.AskAsync("\"Version\""));
        Assert.Equal(Version, await other.AskAsync("\"Version\""));

        using (var third = await world.ConnectAsync())
        {
            Assert.Equal("""{"Err":["connecting","there are 2 connections already, the most there may be"]}""", await third.ReadLineAsync());
            Assert.True(await third.IsAtEndAsync());
        }

        using (var fourth = await world.ConnectAsync()) Assert.StartsWith("{\"Err\":[\"connecting\",", await fourth.ReadLineAsync(), StringComparison.Ordinal);
        // Who comes again and again is told of once.
        Assert.Single(world.Notices);

        one.Dispose();
        await Eventually.HoldsAsync(() => world.Listener.Connections == 1, "one has gone");
        Assert.Equal(Version, await world.AskAsync("\"Version\""));
    }

    [Theory]
    [InlineData("0.0.0.0:0")]
    [InlineData("[::]:0")]
    public async Task A_port_that_others_reach_is_refused_unless_it_is_allowed(string address)
    {
        var parsed = RuntimeWorld.Address(address);

        var error = await Assert.ThrowsAsync<BatonException>(() => ControlSocket.BindAsync(parsed, isOpenAllowed: false, CancellationToken.None));
        using var allowed = await ControlSocket.BindAsync(parsed, isOpenAllowed: true, CancellationToken.None);

        Assert.Equal(ErrorCode.InvalidRequest, error.Code);
        Assert.Contains("--insecure-control", error.Message, StringComparison.Ordinal);
        Assert.NotEqual(0, ((IPEndPoint)allowed.LocalEndPoint!).Port);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_an_error()
    {
        await using var world = await RuntimeWorld.BeginAsync(address: "127.0.0.1:0");
        var port = ((IPEndPoint)world.Listener.EndPoint).Port;

        var error = await Assert.ThrowsAsync<BatonException>(() => ControlSocket.BindAsync(new ControlAddress.Tcp(new HostPort("127.0.0.1", port)), isOpenAllowed: false, CancellationToken.None));

        Assert.StartsWith($"cannot listen on 127.0.0.1:{port}: ", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("POST / HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("host: x\r\n")]
    public async Task A_browser_cannot_ask_for_anything_over_TCP(string head)
    {
        await using var world = await RuntimeWorld.BeginAsync(address: "127.0.0.1:0");
        using var client = await world.ConnectAsync();

        await client.SendAsync(head + $$"""{"Add":["{{First}}","/p",true]}""" + "\n");

        Assert.StartsWith("{\"Err\":[\"parsing request\",", await client.ReadLineAsync(), StringComparison.Ordinal);
        Assert.True(await client.IsAtEndAsync());
        Assert.Null(world.Orchestrator.Find(Id(First)));
    }

    [Fact]
    public async Task A_path_that_is_too_long_for_a_socket_is_refused_with_its_length()
    {
        using var folder = new TemporaryFolder();
        var longest = folder[new string('p', IpcFolder.LongestPath - folder.Path.Length - 1)];
        (await BindAsync(longest)).Dispose();

        var error = await Assert.ThrowsAsync<BatonException>(() => BindAsync(longest + "p"));

        Assert.EndsWith("the path of a socket has at most 107 bytes, and this one has 108", error.Message, StringComparison.Ordinal);
    }

    private static Task<Socket> BindAsync(string path) => ControlSocket.BindAsync(new ControlAddress.Unix(path), isOpenAllowed: false, CancellationToken.None);
}
