using System.Diagnostics;
using Baton.Cli.Tests.Support;
using Baton.Contracts;
using Baton.TestKit;

namespace Baton.Cli.Tests;

public sealed class DownCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TaskCompletionSource _apiEnd = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Process _process = StartCat();

    public void Dispose()
    {
        _process.StandardInput.Dispose();
        _process.WaitForExit();
        _process.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Down_returns_when_the_process_of_the_daemon_has_gone_and_not_before()
    {
        await using var daemon = Daemon(_process.Id);
        var screen = new Screen(_folder.Path);
        var down = screen.RunAsync("down");
        await Eventually.HoldsAsync(() => daemon.Requests.Any(IsShutdown), "the shutdown is asked for");

        _apiEnd.SetResult();
        await Eventually.HoldsAsync(() => screen.Time.Armed.Count > 1, "the last breath is limited");
        Assert.False(down.IsCompleted);

        _process.StandardInput.Dispose();
        Assert.Equal(0, await Eventually.ReturnsAsync(down, "down returns"));
        Assert.Equal($"the daemon of {daemon.StateDirectory} has ended\n", screen.Text);
        Assert.Contains("""POST /api/v1/system/shutdown {"kill":false}""", daemon.Requests);
    }

    [Fact]
    public async Task Down_with_kill_asks_for_it()
    {
        await using var daemon = Daemon(_process.Id);
        daemon.On("POST /api/v1/system/shutdown", async exchange =>
        {
            await exchange.AnswerAsync(200, Samples.Json(Samples.System(daemon, _process.Id)));
            _process.StandardInput.Dispose();
        });

        Assert.Equal(0, await Eventually.ReturnsAsync(new Screen(_folder.Path).RunAsync("down", "--kill"), "down returns"));

        Assert.Contains("""POST /api/v1/system/shutdown {"kill":true}""", daemon.Requests);
    }

    [Fact]
    public async Task A_daemon_whose_process_cannot_be_seen_has_gone_when_its_events_end()
    {
        // A number that no process has: pid_max is at most 4,194,304.
        await using var daemon = Daemon(pid: 4_194_305);
        var down = new Screen(_folder.Path).RunAsync("down");

        _apiEnd.SetResult();

        Assert.Equal(0, await Eventually.ReturnsAsync(down, "down returns"));
    }

    [Fact]
    public async Task A_process_that_stays_though_its_api_has_ended_is_a_timeout()
    {
        await using var daemon = Daemon(_process.Id);
        var screen = new Screen(_folder.Path);
        var down = screen.RunAsync("down");
        _apiEnd.SetResult();

        await Eventually.HoldsAsync(
            () =>
            {
                screen.Time.Advance(TimeSpan.FromSeconds(1));
                return down.IsCompleted;
            },
            "down gives up");

        Assert.Equal(5, await down);
        Assert.Contains($"its process {_process.Id} has not ended", screen.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_a_service_blocks_the_end_it_is_named()
    {
        await using var daemon = Daemon(_process.Id);
        daemon.On("GET /api/v1/services", Samples.Json(Samples.Service("stubborn", ServiceStates.Stopping)));
        var screen = new Screen(_folder.Path);
        var down = screen.RunAsync("down");

        await Eventually.HoldsAsync(
            () =>
            {
                screen.Time.Advance(TimeSpan.FromSeconds(1));
                return screen.Errors.StartsWith("waiting for stubborn: stopping ", StringComparison.Ordinal);
            },
            "who blocks is named");

        _process.StandardInput.Dispose();
        Assert.Equal(0, await Eventually.ReturnsAsync(down, "down returns"));
    }

    private static bool IsShutdown(string request) => request.StartsWith("POST /api/v1/system/shutdown", StringComparison.Ordinal);

    private FakeDaemon Daemon(int pid)
    {
        var daemon = new FakeDaemon(_folder);
        var system = Samples.Json(Samples.System(daemon, pid));
        return daemon
            .On("GET /api/v1/system", system)
            .On("GET /api/v1/services", Samples.Json())
            .On("POST /api/v1/system/shutdown", system)
            .On("GET /api/v1/events", async exchange =>
            {
                await exchange.BeginStreamAsync();
                await _apiEnd.Task.WaitAsync(exchange.Over);
                await exchange.SendEventAsync("end", """{"reason":"the daemon stops"}""");
            });
    }

#pragma warning disable RS0030 // A process that is not Baton's own: it stands for a daemon that ends when the test says so.
    private static Process StartCat() => Process.Start(new ProcessStartInfo("cat") { RedirectStandardInput = true })!;
#pragma warning restore RS0030
}
