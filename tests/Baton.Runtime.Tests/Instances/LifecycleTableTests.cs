using Baton.Runtime.Tests.Kit;
using static Baton.Runtime.Tests.Kit.TestInstances;

namespace Baton.Runtime.Tests.Instances;

/// <summary>Each command in each state of an instance, over the wire.</summary>
public class LifecycleTableTests
{
    private const string Done = "{\"Ok\":null}";

    [Theory]
    [InlineData("unknown", "Add", null, "stopped")]
    [InlineData("unknown", "Start", "was not registered", "unknown")]
    [InlineData("unknown", "Stop", "was not registered", "unknown")]
    [InlineData("unknown", "Remove", "was not registered", "unknown")]
    [InlineData("unknown", "Clear", null, "unknown")]
    [InlineData("stopped", "Add", "already registered", "stopped")]
    [InlineData("stopped", "Start", null, "running")]
    [InlineData("stopped", "Stop", "is not running", "stopped")]
    [InlineData("stopped", "Remove", null, "unknown")]
    [InlineData("stopped", "Clear", null, "unknown")]
    [InlineData("running", "Add", "already registered", "running")]
    [InlineData("running", "Start", "is already running", "running")]
    [InlineData("running", "Stop", null, "stopped")]
    [InlineData("running", "Remove", "is still running", "running")]
    [InlineData("running", "Clear", null, "unknown")]
    [InlineData("died", "Add", "already registered", "stopped")]
    [InlineData("died", "Start", null, "running")]
    [InlineData("died", "Stop", "is not running", "stopped")]
    [InlineData("died", "Remove", null, "unknown")]
    [InlineData("died", "Clear", null, "unknown")]
    public async Task A_command_in_a_state(string state, string command, string? refusal, string expected)
    {
        await using var world = await RuntimeWorld.BeginAsync();
        await BringToAsync(world, state);

        var answer = await world.AskAsync(Request(command));

        if (refusal is null) Assert.Equal(Done, answer);
        else Assert.Contains($"instance id {First} {refusal}", answer, StringComparison.Ordinal);
        Assert.Equal(expected, await StateAsync(world));
    }

    private static async Task BringToAsync(RuntimeWorld world, string state)
    {
        if (state == "unknown") return;
        Assert.Equal(Done, await world.AskAsync(Request("Add")));
        if (state == "stopped") return;
        Assert.Equal(Done, await world.AskAsync(Request("Start")));
        if (state == "died") world.Processes.Die(Id(First));
    }

    private static string Request(string command) => command switch
    {
        "Add" => $$$"""{"Add":{"id":"{{{First}}}","path":"/p","privileged":false}}""",
        "Start" => $$$"""{"Start":{"id":"{{{First}}}","priority":null}}""",
        "Clear" => "\"Clear\"",
        _ => $$"""{"{{command}}":"{{First}}"}""",
    };

    private static async Task<string> StateAsync(RuntimeWorld world) => await world.AskAsync("\"Info\"") switch
    {
        """{"Ok":{"runtimes":{},"links":{}}}""" => "unknown",
        var info when info.Contains("\"running\":true", StringComparison.Ordinal) => "running",
        _ => "stopped",
    };
}
