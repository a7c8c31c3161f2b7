using Baton.Containers.Engine;
using Baton.TestKit;

namespace Baton.Containers.Tests;

/// <summary>An engine that does not answer to the end is one that is away.</summary>
public sealed class EngineClientTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(500)]
    [InlineData(200)]
    [InlineData(0)]
    public async Task An_engine_that_falls_silent_in_the_middle_is_away(int status)
    {
        var time = new ManualTime();
        var asked = new TaskCompletionSource();
        await using var engine = new ScriptedEngine(_folder["e.sock"], _ =>
        {
            asked.TrySetResult();
            return status == 0 ? null : ScriptedEngine.Head(status, 100);
        });
        using var client = new EngineClient(engine.Socket, time);
        var looking = client.LookAsync("a", CancellationToken.None);
        await asked.Task.WaitAsync(Eventually.Limit);
        time.Advance(TimeSpan.FromSeconds(30));
        Assert.True((await Assert.ThrowsAsync<EngineException>(() => looking.WaitAsync(Eventually.Limit))).IsAway);
    }
}
