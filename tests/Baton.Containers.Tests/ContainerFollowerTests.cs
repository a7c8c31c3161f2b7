using Baton.Containers.Following;
using Baton.TestKit;

namespace Baton.Containers.Tests;

/// <summary>A follower ends as its container does.</summary>
public sealed class ContainerFollowerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_log_that_cannot_be_read_does_not_hide_the_end()
    {
        var looks = 0;
        await using var engine = new ScriptedEngine(_folder["e.sock"], request =>
        {
            if (request.Contains("/logs", StringComparison.Ordinal)) return ScriptedEngine.Answer(200, [3, 0, 0, 0, 0, 0, 0, 7, .. "no\nlog\n"u8]);
            // It still runs when it is looked at for the first time after that.
            var isRunning = Interlocked.Increment(ref looks) <= 2;
            return ScriptedEngine.Answer(200, $$$"""{"Id":"c1","Config":{"Labels":{"baton.state":"s","baton.service":"a","baton.run":"1"}},"State":{"Status":"{{{(isRunning ? "running" : "exited")}}}","Running":{{{(isRunning ? "true" : "false")}}},"ExitCode":7}}""");
        });
        Assert.Equal(7, await ContainerFollower.RunAsync([ContainerFollower.Verb, engine.Socket, "a", "s/a/1", _folder["place"]]).WaitAsync(Eventually.Limit));
        Assert.Equal(3, looks);
    }

    [Fact]
    public async Task A_container_of_somebody_else_that_has_the_name_now_is_not_followed()
    {
        await using var engine = new ScriptedEngine(_folder["e.sock"], request => request.Contains("/logs", StringComparison.Ordinal)
            ? null
            : ScriptedEngine.Answer(200, """{"Id":"c2","Config":{"Labels":{"baton.state":"s","baton.service":"a","baton.run":"2"}},"State":{"Status":"running","Running":true,"ExitCode":0}}"""));
        Assert.Equal(ContainerFollower.Trouble, await ContainerFollower.RunAsync([ContainerFollower.Verb, engine.Socket, "a", "s/a/1", _folder["place"]]).WaitAsync(Eventually.Limit));
    }
}
