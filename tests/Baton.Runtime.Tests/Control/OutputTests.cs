using System.Text;
using Baton.Runtime.Tests.Kit;
using Baton.TestKit;
using static Baton.Runtime.Tests.Kit.TestInstances;

namespace Baton.Runtime.Tests.Control;

/// <summary>The older clients' <c>Stdout</c>.</summary>
public class OutputTests
{
    private const string Done = "{\"Ok\":null}";

    [Fact]
    public async Task Output_follows_the_answer_until_the_instance_is_removed()
    {
        await using var world = await FollowedAsync(async (stream, ct) =>
        {
            await stream.WriteAsync(Encoding.UTF8.GetBytes("ping 1\n"), ct);
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, ct);
        });
        using var client = await world.ConnectAsync();

        Assert.Equal(Done, await client.AskAsync($$"""{"Stdout":"{{First}}"}"""));
        Assert.Equal("ping 1", await client.ReadLineAsync());
        await world.AskAsync($$"""{"Remove":"{{First}}"}""");

        Assert.True(await client.IsAtEndAsync());
        Assert.Empty(world.Notices);
    }

    [Fact]
    public async Task A_client_that_hangs_up_ends_the_following()
    {
        var ended = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var world = await FollowedAsync(async (_, ct) =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            ended.SetResult(true);
        });
        using (var client = await world.ConnectAsync())
        {
            Assert.Equal(Done, await client.AskAsync($$"""{"Stdout":"{{First}}"}"""));
        }

        Assert.True(await Eventually.ReturnsAsync(ended.Task, "the end of the following"));
    }

    [Fact]
    public async Task The_end_of_the_daemon_ends_the_following()
    {
        var world = await FollowedAsync((_, ct) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, ct));
        using var client = await world.ConnectAsync();
        Assert.Equal(Done, await client.AskAsync($$"""{"Stdout":"{{First}}"}"""));

        await world.DisposeAsync();

        Assert.True(await client.IsAtEndAsync());
    }

    [Fact]
    public async Task Of_an_unknown_instance_there_is_no_output()
    {
        await using var world = await RuntimeWorld.BeginAsync();
        using var client = await world.ConnectAsync();

        Assert.Equal($$"""{"Err":["reading instance output","instance id {{First}} was not registered"]}""", await client.AskAsync($$"""{"Stdout":"{{First}}"}"""));
        Assert.Equal("{\"Ok\":\"0.1.0\"}", await client.AskAsync("\"Version\""));
    }

    private static async Task<RuntimeWorld> FollowedAsync(Func<Stream, CancellationToken, Task> follow)
    {
        var world = await RuntimeWorld.BeginAsync(control: options => options with { Follow = (id, stream, ct) => id == Id(First) ? follow(stream, ct) : Task.CompletedTask });
        Assert.Equal(Done, await world.AskAsync($$"""{"Add":["{{First}}","/p",false]}"""));
        return world;
    }
}
