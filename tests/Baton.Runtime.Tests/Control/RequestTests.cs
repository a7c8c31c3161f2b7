using Baton.Runtime.Tests.Kit;
using static Baton.Runtime.Tests.Kit.TestInstances;

namespace Baton.Runtime.Tests.Control;

/// <summary>Each request, over a Unix socket and over TCP, as raw lines.</summary>
public class RequestTests
{
    private const string Done = "{\"Ok\":null}";

    [Theory]
    [InlineData(null)]
    [InlineData("127.0.0.1:0")]
    [InlineData("[::1]:0")]
    [InlineData("localhost:0")]
    public async Task Every_request_has_its_answer_on_one_connection(string? address)
    {
        await using var world = await RuntimeWorld.BeginAsync(address: address);
        using var client = await world.ConnectAsync();

        Assert.Equal("{\"Ok\":\"0.1.0\"}", await client.AskAsync("\"Version\""));
        Assert.Equal(Done, await client.AskAsync($$$"""{"Add":{"id":"{{{First}}}","path":"/bin/sleep","privileged":false}}"""));
        Assert.Equal(Done, await client.AskAsync($$$"""{"Start":{"id":"{{{First}}}","priority":null}}"""));
        Assert.Equal(Done, await client.AskAsync($$$"""{"Link":{"type_name":"a::T","to":"{{{First}}}"}}"""));
        Assert.Equal(Done, await client.AskAsync("""{"Link":{"type_name":"a::T","to":"127.0.0.1:2662"}}"""));
        Assert.Equal(Done, await client.AskAsync("""{"Link":{"type_name":"A","to":"[::1]:2662"}}"""));
        Assert.Equal(
            $$$$"""{"Ok":{"runtimes":{"{{{{First}}}}":{"running":true,"binary":"/bin/sleep","privileged":false}},"links":{"A":["[::1]:2662"],"a::T":["{{{{First}}}}","127.0.0.1:2662"]}}}""",
            await client.AskAsync("\"Info\""));
        Assert.Equal(Done, await client.AskAsync($$"""{"Stop":"{{First}}"}"""));
        Assert.Equal(Done, await client.AskAsync($$"""{"Remove":"{{First}}"}"""));
        Assert.Equal(Done, await client.AskAsync("\"Clear\""));
        Assert.Equal("""{"Ok":{"runtimes":{},"links":{}}}""", await client.AskAsync("\"Info\""));
    }

    [Fact]
    public async Task Clients_of_the_first_generation_are_understood()
    {
        await using var world = await RuntimeWorld.BeginAsync();

        Assert.Equal(Done, await world.AskAsync($$$"""{"Add":{"id":"{{{First}}}","path":"/bin/sleep"}}"""));
        Assert.Equal(Done, await world.AskAsync($$"""{"Start":"{{First}}"}"""));
        Assert.Equal($"start {First}", world.Processes.Calls.Last());
    }

    [Theory]
    [InlineData("high", "High")]
    [InlineData("normal", "Normal")]
    [InlineData("low", "Low")]
    public async Task A_start_hands_its_priority_on(string priority, string expected)
    {
        await using var world = await RuntimeWorld.BeginAsync();
        await world.AskAsync($$"""{"Add":["{{First}}","/p",false]}""");

        Assert.Equal(Done, await world.AskAsync($$$"""{"Start":{"id":"{{{First}}}","priority":"{{{priority}}}"}}"""));

        Assert.Equal($"start {expected} {First}", world.Processes.Calls.Last());
    }

    [Fact]
    public async Task A_link_may_name_its_sender_and_is_removed_by_the_same_words()
    {
        await using var world = await RuntimeWorld.BeginAsync();
        await world.AskAsync($$"""{"Add":["{{First}}","/p",false]}""");
        await world.AskAsync($$"""{"Add":["{{Second}}","/p",false]}""");

        Assert.Equal(Done, await world.AskAsync($$$"""{"Link":{"type_name":"T","to":"{{{First}}}","from":"{{{Second}}}"}}"""));
        Assert.Equal(Id(Second), Assert.Single(world.Router.Links).From);
        Assert.Equal("""{"Err":["unlinking instances","there is no such link"]}""", await world.AskAsync($$$"""{"Unlink":{"type_name":"T","to":"{{{First}}}"}}"""));
        Assert.Equal(Done, await world.AskAsync($$$"""{"Unlink":{"type_name":"T","to":"{{{First}}}","from":"{{{Second}}}"}}"""));
        Assert.Empty(world.Router.Links);
    }

    [Fact]
    public async Task Of_equal_links_one_is_removed_at_a_time()
    {
        await using var world = await RuntimeWorld.BeginAsync();
        for (var i = 0; i < 2; i++) await world.AskAsync("""{"Link":{"type_name":"T","to":"127.0.0.1:1"}}""");

        Assert.Equal(Done, await world.AskAsync("""{"Unlink":{"type_name":"T","to":"127.0.0.1:1"}}"""));

        Assert.Equal("""{"Ok":{"runtimes":{},"links":{"T":["127.0.0.1:1"]}}}""", await world.AskAsync("\"Info\""));
    }

    [Fact]
    public async Task A_type_may_have_any_name()
    {
        await using var world = await RuntimeWorld.BeginAsync();

        Assert.Equal(Done, await world.AskAsync("""{"Link":{"type_name":"","to":"127.0.0.1:1"}}"""));
        Assert.Equal(Done, await world.AskAsync("""{"Link":{"type_name":"a\u0000\"\\\u00e9\n","to":"127.0.0.1:1"}}"""));

        Assert.Equal("""{"Ok":{"runtimes":{},"links":{"":["127.0.0.1:1"],"a\u0000\"\\é\n":["127.0.0.1:1"]}}}""", await world.AskAsync("\"Info\""));
    }

    [Fact]
    public async Task The_version_is_what_the_daemon_says()
    {
        await using var world = await RuntimeWorld.BeginAsync(control: options => options with { Version = "7.8.9" });

        Assert.Equal("{\"Ok\":\"7.8.9\"}", await world.AskAsync("\"Version\""));
    }
}
