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

    [Fact]
    public async Task Where_Baton_was_killed_down_ends_what_it_left_and_tells_of_each()
    {
        var state = Directory.CreateDirectory(_folder[".baton"]).FullName;
        var kills = new List<bool>();
        var screen = new Screen(_folder.Path)
        {
            Offline = new ScriptedOffline
            {
                Left = (directory, isKill, waitingFor) =>
                {
                    Assert.Equal(state, directory);
                    kills.Add(isKill);
                    waitingFor([Samples.Service("web", ServiceStates.Stopping)]);
                    return Task.FromResult<DownRecord?>(new DownRecord(directory, Ended: [new("web", 3, 41, "terminated", ExitCode: 0), new("db", 1, 42, "killed", ExitSignal: "SIGKILL")]));
                },
            },
        };

        Assert.Equal(0, await screen.RunAsync("down", "--kill"));

        Assert.Equal([true], kills);
        Assert.StartsWith("waiting for web: stopping ", screen.Errors, StringComparison.Ordinal);
        Assert.Equal(
            $"web (run 3, pid 41): has ended with exit code 0\ndb (run 1, pid 42): was killed by SIGKILL\nno daemon ran in {state}; what an earlier one had left has ended\n",
            screen.Text);
    }

    [Fact]
    public async Task What_the_kernel_does_not_let_go_of_is_a_failure()
    {
        Directory.CreateDirectory(_folder[".baton"]);
        var screen = new Screen(_folder.Path)
        {
            Offline = new ScriptedOffline { Left = (state, _, _) => Task.FromResult<DownRecord?>(new DownRecord(state, Ended: [new("web", 3, 41, "stuck")])) },
        };

        Assert.Equal(1, await screen.RunAsync("down"));

        Assert.Contains("the kernel does not let go of it", screen.Text, StringComparison.Ordinal);
        Assert.Contains("has not all ended", screen.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_nothing_is_left_or_is_to_be_kept_no_daemon_is_told_with_exit_3()
    {
        Directory.CreateDirectory(_folder[".baton"]);
        var asked = 0;
        var offline = new ScriptedOffline { Left = (_, _, _) => Task.FromResult<DownRecord?>(asked++ == 0 ? null : throw new InvalidOperationException("asked twice")) };
        var screen = new Screen(_folder.Path) { Offline = offline };
        Assert.Equal(3, await screen.RunAsync("down"));
        Assert.Contains("nothing is left of an earlier one", screen.Errors, StringComparison.Ordinal);

        Assert.Equal(3, await new Screen(_folder.Path) { Offline = offline }.RunAsync("down", "--keep"));
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
