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

    [Theory]
    [InlineData]
    [InlineData("s/a/1")]
    [InlineData("s/a/1", "PLACE")]
    [InlineData("s/a/1", "PLACE", "--what-a-later-version-says", "x")]
    public async Task A_daemon_of_an_earlier_or_a_later_version_can_begin_one(params string[] others)
    {
        await using var engine = new ScriptedEngine(_folder["e.sock"], request => request.Contains("/logs", StringComparison.Ordinal) ? ScriptedEngine.Answer(200, "") : Ended);
        string[] args = [ContainerFollower.Verb, engine.Socket, "a", .. others.Select(word => word == "PLACE" ? _folder["place"] : word)];
        Assert.Equal(7, await ContainerFollower.RunAsync(args).WaitAsync(Eventually.Limit));
    }

    [Fact]
    public async Task How_far_it_has_come_is_on_the_disk_soon_however_little_is_written()
    {
        byte[] running = ScriptedEngine.Answer(200, """{"Id":"c1","Config":{"Labels":{"baton.state":"s","baton.service":"a","baton.run":"1"}},"State":{"Status":"running","Running":true,"ExitCode":0}}""");
        var piece = "2026-11-21T22:00:00.000000001Z a line\n"u8.ToArray();
        Task<int> following;
        await using (var engine = new ScriptedEngine(_folder["e.sock"], request => request.Contains("/logs", StringComparison.Ordinal)
            ? [.. ScriptedEngine.Head(200, 1000), 1, 0, 0, 0, 0, 0, 0, (byte)piece.Length, .. piece]
            : running))
        {
            following = ContainerFollower.RunAsync([ContainerFollower.Verb, engine.Socket, "a", "s/a/1", _folder["place"]]);
            await Eventually.HoldsAsync(() => PlaceFile.Read(_folder["place"], [100, 0])[0] is { Written: 7 }, "its place on the disk");
        }

        File.Delete(_folder["e.sock"]);
        await using var later = new ScriptedEngine(_folder["e.sock"], request => request.Contains("/logs", StringComparison.Ordinal) ? ScriptedEngine.Answer(200, "") : Ended);
        Assert.Equal(7, await following.WaitAsync(Eventually.Limit));
    }

    private static byte[] Ended => ScriptedEngine.Answer(200, """{"Id":"c1","Config":{"Labels":{"baton.state":"s","baton.service":"a","baton.run":"1"}},"State":{"Status":"exited","Running":false,"ExitCode":7}}""");
}
