using Baton.Runtime.Instances;
using Baton.Runtime.Routing;
using Baton.Runtime.Tests.Kit;
using Baton.Runtime.Tests.Routing;
using static Baton.Runtime.Tests.Kit.TestInstances;

namespace Baton.Runtime.Tests.Instances;

/// <summary>Control socket, orchestrator and router together; only processes are remembered ones.</summary>
public sealed class InstancesOverRouterTests : IDisposable
{
    private const string Done = "{\"Ok\":null}";

    private readonly HandedOn _events = new();
    private readonly MessageRouter _router;

    public InstancesOverRouterTests() => (_router = new MessageRouter(new RouterOptions(), _events)).Begin();

    public void Dispose() => _router.Dispose();

    [Fact]
    public async Task A_message_that_is_sent_after_the_answer_takes_the_new_link()
    {
        await using var world = await BegunAsync();
        using var client = await world.ConnectAsync();
        using var sender = Connect(world, First);
        using var receiver = Connect(world, Second);

        for (var i = 0; i < 200; i++)
        {
            Assert.Equal(Done, await client.AskAsync($$$"""{"Link":{"type_name":"T{{{i}}}","to":"{{{Second}}}"}}"""));
            sender.SendMessage(i, $"T{i}");
        }

        Assert.Equal(Enumerable.Range(0, 200), receiver.ReadValues(200));
    }

    [Fact]
    public async Task A_message_for_a_removed_instance_harms_nobody_and_its_number_can_be_used_again()
    {
        await using var world = await BegunAsync();
        using var sender = Connect(world, First);
        await world.AskAsync($$$"""{"Link":{"type_name":"a::T","to":"{{{Second}}}"}}""");
        Assert.Equal(Done, await world.AskAsync($$"""{"Remove":"{{Second}}"}"""));
        sender.SendMessage(1);

        Assert.Equal(Done, await world.AskAsync($$"""{"Add":["{{Second}}","/q",false]}"""));
        Assert.Equal(Done, await world.AskAsync($$$"""{"Link":{"type_name":"b::T","to":"{{{Second}}}"}}"""));
        using var receiver = Connect(world, Second);
        sender.SendMessage(2, "b::T");

        Assert.Equal([2], receiver.ReadValues(1));
    }

    [Fact]
    public async Task One_that_stops_itself_keeps_its_socket()
    {
        await using var world = await BegunAsync();
        Assert.Equal(Done, await world.AskAsync($$"""{"Start":"{{First}}"}"""));
        using (var itself = Connect(world, First)) itself.SendLine($$$$"""{"ControlRequest":{"StopRuntime":{"id":"{{{{First}}}}"}}}""");
        await Baton.TestKit.Eventually.HoldsAsync(() => !world.Processes.IsRunning(Id(First)), "it is stopped");

        Assert.Equal(Done, await world.AskAsync($$"""{"Start":"{{First}}"}"""));
        using var again = Connect(world, First);
        again.SendLine($$$$"""{"ControlRequest":{"StartRuntime":{"id":"{{{{Second}}}}"}}}""");

        Assert.Equal("""{"ControlResponse":"Started"}""", again.ReadLine());
        Assert.True(world.Processes.IsRunning(Id(Second)));
    }

    [Fact]
    public async Task One_without_privileges_gets_the_error_and_nothing_happens()
    {
        await using var world = await BegunAsync();
        using var instance = Connect(world, Second);

        instance.SendLine($$$$"""{"ControlRequest":{"StartRuntime":{"id":"{{{{First}}}}"}}}""");

        Assert.Equal("""{"ControlResponse":{"Error":"no control privileges"}}""", instance.ReadLine());
        Assert.False(world.Processes.IsRunning(Id(First)));
    }

    [Fact]
    public async Task A_process_that_holds_its_connection_does_not_hold_up_a_clear()
    {
        await using var world = await BegunAsync();
        using var holding = Connect(world, First);

        Assert.Equal(Done, await world.AskAsync("\"Clear\""));

        Assert.Throws<EndOfStreamException>(() => holding.ReadLine());
        Assert.Empty(Directory.GetFiles(world["ipc"]));
    }

    /// <summary>The first is privileged, the second is not.</summary>
    private async Task<RuntimeWorld> BegunAsync()
    {
        var world = await RuntimeWorld.BeginAsync(router: new RouterPort(_router));
        _events.To = world.Orchestrator;
        Assert.Equal(Done, await world.AskAsync($$"""{"Add":["{{First}}","/p",true]}"""));
        Assert.Equal(Done, await world.AskAsync($$"""{"Add":["{{Second}}","/p",false]}"""));
        return world;
    }

    private static TestInstance Connect(RuntimeWorld world, string id)
    {
        var instance = new TestInstance(Id(id), new IpcFolder(world["ipc"]).SocketOf(Id(id)));
        instance.Connect();
        return instance;
    }

    /// <summary>What the wiring does.</summary>
    private sealed class HandedOn : IRouterEvents
    {
        public Orchestrator? To { get; set; }

        public void StartAsked(InstanceId sender, InstanceId which, InstancePriority? priority) => To!.StartAsked(sender, which, priority);

        public void StopAsked(InstanceId sender, InstanceId which) => To!.StopAsked(sender, which);

        public void TelemetryTold(InstanceId sender, ReadOnlySpan<byte> json)
        {
        }

        public void Noticed(InstanceId? instance, string text)
        {
        }
    }
}
