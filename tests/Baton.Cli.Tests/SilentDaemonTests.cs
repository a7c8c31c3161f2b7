using Baton.Cli.Tests.Support;
using Baton.TestKit;

namespace Baton.Cli.Tests;

/// <summary>A daemon whose process is stopped still takes connections; whoever asks it must learn that nobody is at home.</summary>
public sealed class SilentDaemonTests : IDisposable
{
    private static readonly string[] Commands = ["ps", "version", "down", "stop web", "logs -f web"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    [Trait("Speed", "slow")]
    public async Task A_daemon_that_takes_the_request_and_says_nothing_is_given_up_with_exit_5()
    {
        await using var daemon = new FakeDaemon(_folder);
        foreach (var route in new[] { "GET /api/v1/services", "GET /api/v1/system", "POST /api/v1/services/stop", "GET /api/v1/logs" })
            daemon.On(route, _ => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, daemon.Over));

        // Together, as each takes the whole limit.
        await Task.WhenAll(Commands.Select(command => GivesUpAsync(daemon, command.Split(' '))));
    }

    private async Task GivesUpAsync(FakeDaemon daemon, string[] words)
    {
        var screen = new Screen(_folder.Path);
        // The state is named, since "version" takes the absence of a daemon for an answer.
        var running = Task.Run(() => screen.RunAsync([.. words, "--state", daemon.StateDirectory]));
        // A request that may take as long as it takes is watched by asking for the list once a second.
        if (words[0] == "stop") await Eventually.HoldsAsync(() => screen.Time.Armed.Count > 0, "the command waits");
        screen.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal((words[0], ExitCodes.Timeout), (words[0], await Eventually.ReturnsAsync(running, "the command ends")));
        Assert.Contains("has said nothing for 10 s; is its process stopped?", screen.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("baton up", screen.Errors, StringComparison.Ordinal);
    }
}
