using Baton.Cli.Tests.Support;
using Baton.Contracts;
using Baton.TestKit;

namespace Baton.Cli.Tests;

public sealed class UpCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task All_options_reach_the_daemon_as_typed()
    {
        UpOptions? seen = null;
        var offline = new ScriptedOffline
        {
            Detached = options =>
            {
                seen = options;
                return new DaemonReady("/s/baton.sock", "/s", 12) { Addresses = ["http://127.0.0.1:4711"] };
            },
        };
        var screen = new Screen(_folder.Path) { Offline = offline };

        Assert.Equal(0, await screen.RunAsync("up", "studio", "--config", "c.toml", "--base-dir", "b", "--state", "s", "--listen", "127.0.0.1:0", "--listen", "[::1]:0", "-d"));

        Assert.Equal(new UpOptions("studio", "c.toml", "b", "s", seen!.Listen, Empty: false, seen!.Services, IsTesting: false) { Peers = seen.Peers }, seen);
        Assert.Empty(seen.Services);
        Assert.Empty(seen.Peers);
        Assert.Equal(["127.0.0.1:0", "[::1]:0"], seen.Listen);
        Assert.Equal("baton runs in the background (pid 12, /s)\nits API listens on http://127.0.0.1:4711\n", screen.Text);
    }

    [Fact]
    public async Task What_is_said_of_the_runtime_reaches_the_daemon_as_typed()
    {
        UpOptions? seen = null;
        var offline = new ScriptedOffline
        {
            Detached = options =>
            {
                seen = options;
                return new DaemonReady("/s/baton.sock", "/s", 12);
            },
        };

        Assert.Equal(0, await new Screen(_folder.Path) { Offline = offline }.RunAsync(
            "up", "-d", "--empty", "--control-socket", "./a.sock", "--ipc-socket", "127.0.0.1:1", "--telemetry-socket=h:2", "--peer", "10.0.0.7", "--peer", "10.0.0.8", "--insecure-control"));

        Assert.Equal((true, "./a.sock", "127.0.0.1:1", "h:2", true), (seen!.Empty, seen.ControlSocket, seen.IpcSocket, seen.TelemetrySocket, seen.IsControlInsecure));
        Assert.Equal(["10.0.0.7", "10.0.0.8"], seen.Peers);
    }

    [Fact]
    public async Task Chosen_services_and_testing_reach_the_daemon()
    {
        UpOptions? seen = null;
        var offline = new ScriptedOffline
        {
            Detached = options =>
            {
                seen = options;
                return new DaemonReady("/s/baton.sock", "/s", 12);
            },
        };

        Assert.Equal(0, await new Screen(_folder.Path) { Offline = offline }.RunAsync("up", "studio", "--services", "a", "b", "--testing", "--services=c", "-d"));

        Assert.Equal(["a", "b", "c"], seen!.Services);
        Assert.Equal(("studio", true), (seen.Folder, seen.IsTesting));
    }

    [Fact]
    public async Task Chosen_services_and_empty_together_are_refused()
    {
        Assert.Equal(2, await new Screen(_folder.Path).RunAsync("up", "--empty", "--services", "a"));
    }

    [Fact]
    public async Task A_manifest_and_empty_together_are_refused()
    {
        Assert.Equal(2, await new Screen(_folder.Path).RunAsync("up", "--empty", "--config", "c.toml"));
    }

    [Fact]
    public async Task The_view_shows_lines_events_and_what_is_degraded_and_ends_with_the_daemon()
    {
        await using var daemon = Daemon();
        var screen = new Screen(_folder.Path) { Offline = Foreground(daemon) };
        var up = screen.RunAsync("up");
        await Eventually.HoldsAsync(
            () => screen.Text.Contains("web   | hello\n", StringComparison.Ordinal) && screen.Text.Contains("web   | * running: ready\n", StringComparison.Ordinal),
            "line and event are shown");

        _end.SetResult();

        Assert.Equal(0, await Eventually.ReturnsAsync(up, "up returns"));
        Assert.StartsWith($"baton | * baton 0.1.0 runs, pid 1, {daemon.SocketPath}\nbaton | * no cgroup v2\n", screen.Text, StringComparison.Ordinal);
        Assert.EndsWith("web   | bye\n", screen.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("start_requested", screen.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("of an earlier daemon", screen.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_blocked_terminal_neither_holds_up_the_daemon_nor_the_end_of_the_process()
    {
        await using var daemon = Daemon();
        var terminal = new BlockedTerminal();
        var screen = new Screen(_folder.Path) { Offline = Foreground(daemon), Output = terminal };
        var up = screen.RunAsync("up");
        Assert.True(terminal.IsBlocked.Wait(Eventually.Limit));

        _end.SetResult();
        await Eventually.HoldsAsync(
            () =>
            {
                screen.Time.Advance(TimeSpan.FromSeconds(1));
                return up.IsCompleted;
            },
            "up returns though the terminal never took a byte");

        Assert.Equal(0, await up);
        Assert.Equal("", screen.Text);
        terminal.LetGo();
    }

    [Fact]
    public async Task A_closed_terminal_ends_the_view_and_not_the_daemon()
    {
        await using var daemon = Daemon();
        var screen = new Screen(_folder.Path) { Offline = Foreground(daemon), Output = new ClosedTerminal(0) };

        var up = screen.RunAsync("up");
        await Eventually.HoldsAsync(() => daemon.Requests.Count >= 2, "the view has begun");

        Assert.False(up.IsCompleted);
        _end.SetResult();
        Assert.Equal(0, await Eventually.ReturnsAsync(up, "up returns"));
    }

    [Fact]
    public async Task A_dropped_connection_of_the_view_is_taken_up_again_where_it_ended()
    {
        var connections = 0;
        await using var daemon = Daemon().On("GET /api/v1/logs", async exchange =>
        {
            await exchange.BeginStreamAsync();
            var text = Interlocked.Increment(ref connections) == 1 ? "first" : "second";
            await exchange.SendEventAsync("lines", Samples.Lines(Samples.Line("web", text)), $"c{connections}");
            if (connections == 1) return;
            await _end.Task.WaitAsync(exchange.Over);
            await exchange.SendEventAsync("end", """{"reason":"the daemon stops"}""");
        });
        var screen = new Screen(_folder.Path) { Offline = Foreground(daemon) };
        var up = screen.RunAsync("up");
        await Eventually.HoldsAsync(
            () =>
            {
                screen.Time.Advance(TimeSpan.FromSeconds(1));
                return screen.Text.Contains("web   | second\n", StringComparison.Ordinal);
            },
            "the second connection is made");

        _end.SetResult();
        await Eventually.ReturnsAsync(up, "up returns");

        Assert.Contains("GET /api/v1/logs", daemon.Requests);
        Assert.Contains("web   | first\n", screen.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_it_stops_the_view_tells_who_is_waited_for()
    {
        using var stop = new CancellationTokenSource();
        await using var daemon = Daemon()
            .On("GET /api/v1/services", Samples.Json(Samples.Service("web", ServiceStates.Stopping)));
        var screen = new Screen(_folder.Path);
        var view = Baton.Cli.View.LiveView.Start(screen.Context, daemon.SocketPath, isJson: false, stop.Token);
        await Eventually.HoldsAsync(() => screen.Text.Contains("hello", StringComparison.Ordinal), "the view has begun");

        await stop.CancelAsync();
        await Eventually.HoldsAsync(
            () =>
            {
                screen.Time.Advance(TimeSpan.FromSeconds(1));
                return screen.Text.Contains("baton | * waiting for web: stopping ", StringComparison.Ordinal);
            },
            "who is waited for is shown");

        Assert.Contains("baton | * stopping; Ctrl+C again kills everything now\n", screen.Text, StringComparison.Ordinal);
        _end.SetResult();
        await view.DisposeAsync();
    }

    private ScriptedOffline Foreground(FakeDaemon daemon) => new()
    {
        Daemon = async (_, whenReady, _, _) =>
        {
            whenReady(new DaemonReady(daemon.SocketPath, daemon.StateDirectory, 1));
            await _end.Task;
            return 0;
        },
    };

    private FakeDaemon Daemon()
    {
        var daemon = new FakeDaemon(_folder);
        var earlier = Samples.Line("web", "of an earlier daemon") with { Time = Samples.Now - TimeSpan.FromHours(1) };
        return daemon
            .On("GET /api/v1/system", Samples.Json(Samples.System(daemon, 1)))
            .On("GET /api/v1/services", Samples.Json(Samples.Service("web")))
            .On("GET /api/v1/logs", async exchange =>
            {
                await exchange.BeginStreamAsync();
                await exchange.SendEventAsync("lines", Samples.Lines(earlier, Samples.Line("web", "hello")), "c1");
                await _end.Task.WaitAsync(exchange.Over);
                await exchange.SendEventAsync("lines", Samples.Lines(Samples.Line("web", "bye")));
                await exchange.SendEventAsync("end", """{"reason":"the daemon stops"}""");
            })
            .On("GET /api/v1/events", async exchange =>
            {
                await exchange.BeginStreamAsync();
                await exchange.SendEventAsync("notice", Samples.Event(1, "service/web", "start_requested", "by baton up"), "1");
                await exchange.SendEventAsync("notice", Samples.Event(2, "service/web", "running", "ready"), "2");
                await _end.Task.WaitAsync(exchange.Over);
                await exchange.SendEventAsync("end", """{"reason":"the daemon stops"}""");
            });
    }
}
