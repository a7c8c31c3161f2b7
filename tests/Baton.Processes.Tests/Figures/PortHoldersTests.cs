using System.Net;
using System.Net.Sockets;
using Baton.TestKit;

namespace Baton.Processes.Tests.Figures;

/// <summary>Who holds a port, with real listeners: strangers, other services, the service itself.</summary>
public class PortHoldersTests
{
    private static readonly RunId Asker = new("asker", 1);

    public static TheoryData<string> Addresses => ["127.0.0.1", "0.0.0.0", "::1", "::"];

    [Theory]
    [MemberData(nameof(Addresses))]
    public async Task A_stranger_is_named_on_whichever_family_it_listens_and_not_touched(string address)
    {
        await using var fixture = new HostFixture();
        using var listener = new TcpListener(IPAddress.Parse(address), 0);
        listener.Start();
        var holder = await FindAsync(fixture, PortOf(listener));
        Assert.Equal((Environment.ProcessId, null, true), (holder!.Pid, holder.Run, holder.IsOwnUser));
        Assert.Equal(File.ReadAllText("/proc/self/comm").Trim(), holder.Program);
        Assert.True(listener.Server.IsBound);
    }

    [Fact]
    public async Task Nobody_is_named_where_nobody_listens_and_a_connection_is_no_listener()
    {
        await using var fixture = new HostFixture();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = PortOf(listener);
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port);
        using var server = await listener.AcceptTcpClientAsync();
        listener.Stop();
        Assert.Null(await FindAsync(fixture, port));
    }

    [Fact]
    public async Task A_process_of_another_service_is_named_with_its_run_and_one_of_the_service_itself_is_not()
    {
        await using var fixture = new HostFixture();
        // The listener has left the session of its run.
        var id = fixture.Shell($"setsid {TestPrograms.TestProcess} listen 0 {fixture["port"]} & sleep 600", "holder", 3);
        await fixture.SpawnedAsync(id);
        var port = await fixture.NumberInAsync("port");
        var holder = await FindAsync(fixture, port);
        Assert.Equal((id, "TestProcess"), (holder!.Run!, holder.Program));

        fixture.Host.Send(new ProcessCommand.FindPortHolder(new RunId("holder", 4), port));
        Assert.Null((await fixture.Events.FirstAsync<ProcessEvent.PortHolderFound>(e => e.Id.Service == "holder")).Holder);
        fixture.Kill(id);
        await fixture.Events.GoneAsync(id);
    }

    [Fact]
    public async Task Of_several_that_share_a_port_the_one_that_began_first_is_named()
    {
        await using var fixture = new HostFixture();
        using var first = Sharing(0);
        var port = ((IPEndPoint)first.LocalEndPoint!).Port;
        var id = fixture.Shell($"exec {TestPrograms.TestProcess} listen {port} {fixture["there"]} shared", "later");
        await fixture.NumberInAsync("there");
        Assert.Equal(Environment.ProcessId, (await FindAsync(fixture, port))!.Pid);
        fixture.Kill(id);
        await fixture.Events.GoneAsync(id);
    }

    [Fact]
    public async Task Many_questions_at_once_are_all_answered()
    {
        await using var fixture = new HostFixture();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        for (var i = 1; i <= 200; i++) fixture.Host.Send(new ProcessCommand.FindPortHolder(new RunId("asker", i), i % 2 == 0 ? PortOf(listener) : 1));
        await Eventually.HoldsAsync(() => fixture.Events.Of<ProcessEvent.PortHolderFound>().Count() == 200, "all answers");
        Assert.Equal(100, fixture.Events.Of<ProcessEvent.PortHolderFound>().Count(e => e.Holder?.Pid == Environment.ProcessId));
    }

    [Fact]
    public async Task The_end_of_a_runs_output_is_told_once_to_who_asks_and_at_once_when_it_was_before()
    {
        await using var fixture = new HostFixture();
        var id = fixture.Shell("echo out; sleep 600");
        await fixture.SpawnedAsync(id);
        fixture.Host.Send(new ProcessCommand.TellDrained(id));
        Assert.Empty(fixture.Events.Of<ProcessEvent.OutputDrained>());
        fixture.Kill(id);
        await fixture.Events.FirstAsync<ProcessEvent.OutputDrained>(e => e.Id == id);
        fixture.Host.Send(new ProcessCommand.TellDrained(id));
        Assert.Equal(2, fixture.Events.Of<ProcessEvent.OutputDrained>().Count());
        var unasked = fixture.Shell("exit 1", run: 2);
        await fixture.Events.GoneAsync(unasked);
        Assert.DoesNotContain(fixture.Events.Of<ProcessEvent.OutputDrained>(), e => e.Id == unasked);
    }

    private static Socket Sharing(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.SetRawSocketOption(1, 15, BitConverter.GetBytes(1)); // SOL_SOCKET, SO_REUSEPORT
        socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
        socket.Listen();
        return socket;
    }

    private static int PortOf(TcpListener listener) => ((IPEndPoint)listener.LocalEndpoint).Port;

    private static async Task<PortHolder?> FindAsync(HostFixture fixture, int port)
    {
        fixture.Host.Send(new ProcessCommand.FindPortHolder(Asker, port));
        return (await fixture.Events.FirstAsync<ProcessEvent.PortHolderFound>(e => e.Id == Asker)).Holder;
    }
}
