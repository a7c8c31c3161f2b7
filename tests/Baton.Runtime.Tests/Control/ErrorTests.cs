using Baton.Runtime.Instances;
using Baton.Runtime.Tests.Kit;
using static Baton.Runtime.Tests.Kit.TestInstances;

namespace Baton.Runtime.Tests.Control;

/// <summary>Each error chain, as raw lines; none ends the connection.</summary>
public class ErrorTests
{
    private const string Done = "{\"Ok\":null}";

    [Fact]
    public async Task A_line_that_is_no_request()
    {
        await using var world = await RuntimeWorld.BeginAsync();
        using var client = await world.ConnectAsync();

        Assert.Matches(@"^\{""Err"":\[""parsing request"","".+ at line 1 column \d+""\]\}$", await client.AskAsync("hello"));
        Assert.Equal("{\"Ok\":\"0.1.0\"}", await client.AskAsync("\"Version\""));
    }

    [Fact]
    public async Task An_add_of_a_number_in_use()
    {
        await using var world = await RuntimeWorld.BeginAsync();
        using var client = await world.ConnectAsync();
        await client.AskAsync($$"""{"Add":["{{First}}","/p",false]}""");

        var answer = await client.AskAsync($$"""{"Add":["{{First.ToUpperInvariant()}}","/q",false]}""");

        Assert.Equal($$"""{"Err":["adding instance","instance id {{First}} already registered"]}""", answer);
    }

    [Theory]
    [InlineData("Start", "starting instance")]
    [InlineData("Stop", "stopping instance")]
    [InlineData("Remove", "removing instance")]
    public async Task An_act_on_an_unknown_instance(string request, string doing)
    {
        await using var world = await RuntimeWorld.BeginAsync();

        Assert.Equal($$"""{"Err":["{{doing}}","instance id {{First}} was not registered"]}""", await world.AskAsync($$"""{"{{request}}":"{{First}}"}"""));
    }

    [Fact]
    public async Task A_start_of_what_runs()
    {
        await using var world = await StartedAsync();

        Assert.Equal($$"""{"Err":["starting instance","instance id {{First}} is already running"]}""", await world.AskAsync($$"""{"Start":"{{First}}"}"""));
    }

    [Theory]
    [InlineData("No such file or directory (os error 2)")]
    [InlineData("Permission denied (os error 13)")]
    [InlineData("Exec format error (os error 8)")]
    public async Task A_start_that_cannot_be(string word)
    {
        await using var world = await RuntimeWorld.BeginAsync();
        await world.AskAsync($$"""{"Add":["{{First}}","/p q",false]}""");
        world.Processes.Failures["start"] = new RefusedException("starting runtime process '/p q'", word);

        Assert.Equal($$"""{"Err":["starting instance","starting runtime process '/p q'","{{word}}"]}""", await world.AskAsync($$"""{"Start":"{{First}}"}"""));
        Assert.Contains("\"running\":false", await world.AskAsync("\"Info\""), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_start_of_a_path_with_a_zero_byte()
    {
        await using var world = await RuntimeWorld.BeginAsync();
        await world.AskAsync($$"""{"Add":["{{First}}","/bin/true\u0000/x",false]}""");

        Assert.Equal(
            """{"Err":["starting instance","starting runtime process '/bin/true\u0000/x'","nul byte found in provided data"]}""", await world.AskAsync($$"""{"Start":"{{First}}"}"""));
        Assert.DoesNotContain(world.Processes.Calls, call => call.StartsWith("start", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_stop_of_what_does_not_run()
    {
        await using var world = await RuntimeWorld.BeginAsync();
        await world.AskAsync($$"""{"Add":["{{First}}","/p",false]}""");

        Assert.Equal($$"""{"Err":["stopping instance","instance id {{First}} is not running"]}""", await world.AskAsync($$"""{"Stop":"{{First}}"}"""));
    }

    [Fact]
    public async Task A_stop_that_takes_too_long()
    {
        await using var world = await StartedAsync();
        world.Processes.Failures["stop"] = new RefusedException("waiting for child to be killed");

        Assert.Equal("""{"Err":["stopping instance","waiting for child to be killed"]}""", await world.AskAsync($$"""{"Stop":"{{First}}"}"""));
    }

    [Fact]
    public async Task A_remove_of_what_runs()
    {
        await using var world = await StartedAsync();

        Assert.Equal(
            $$"""{"Err":["removing instance","instance id {{First}} is still running, you must stop it before removing"]}""", await world.AskAsync($$"""{"Remove":"{{First}}"}"""));
    }

    [Theory]
    [InlineData("\"to\":\"" + Second + "\"")]
    [InlineData("\"to\":\"127.0.0.1:1\",\"from\":\"" + Second + "\"")]
    public async Task A_link_that_names_an_unknown_instance(string ends)
    {
        await using var world = await StartedAsync();

        Assert.Equal(
            $$"""{"Err":["linking instances","instance id {{Second}} was not registered"]}""", await world.AskAsync($$$"""{"Link":{"type_name":"T",{{{ends}}}}}"""));
    }

    [Fact]
    public async Task A_link_to_elsewhere_without_a_socket_for_that()
    {
        await using var world = await RuntimeWorld.BeginAsync(options: options => options with { HasExternalSocket = false });

        Assert.Equal("""{"Err":["linking instances","no external output socket configured"]}""", await world.AskAsync("""{"Link":{"type_name":"T","to":"127.0.0.1:1"}}"""));
    }

    [Theory]
    [InlineData("\"localhost:80\"")]
    [InlineData("null")]
    [InlineData("{}")]
    public async Task A_link_to_what_is_no_target(string to)
    {
        await using var world = await RuntimeWorld.BeginAsync();

        Assert.Matches(
            @"^\{""Err"":\[""parsing request"",""data did not match any variant of untagged enum LinkTarget at line 1 column \d+""\]\}$",
            await world.AskAsync($$$"""{"Link":{"type_name":"T","to":{{{to}}}}}"""));
    }

    [Fact]
    public async Task An_instance_without_a_socket_is_not_added()
    {
        await using var world = await RuntimeWorld.BeginAsync();
        world.Router.Failure = new Core.BatonException(Core.ErrorCode.Unavailable, "no descriptors are left");

        Assert.Equal("""{"Err":["adding instance","no descriptors are left"]}""", await world.AskAsync($$"""{"Add":["{{First}}","/p",false]}"""));

        world.Router.Failure = null;
        Assert.Equal(Done, await world.AskAsync($$"""{"Add":["{{First}}","/p",false]}"""));
    }

    private static async Task<RuntimeWorld> StartedAsync()
    {
        var world = await RuntimeWorld.BeginAsync();
        Assert.Equal(Done, await world.AskAsync($$"""{"Add":["{{First}}","/p",false]}"""));
        Assert.Equal(Done, await world.AskAsync($$"""{"Start":"{{First}}"}"""));
        return world;
    }
}
