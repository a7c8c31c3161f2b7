using Baton.Cli.Tests.Support;
using Baton.Contracts;
using Baton.TestKit;

namespace Baton.Cli.Tests;

public sealed class ServiceActTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Stop_tells_what_was_stopped_and_what_else_had_to_be()
    {
        var stopped = Samples.Service("db", ServiceStates.Stopped);
        await using var daemon = new FakeDaemon(_folder)
            .On("POST /api/v1/services/stop", Samples.Result([stopped], [stopped with { Name = "web" }]));
        var screen = new Screen(_folder.Path);

        Assert.Equal(0, await screen.RunAsync("stop", "db"));

        Assert.Equal("db: stopped\nweb: stopped, because of a dependency\n", screen.Text);
        Assert.Equal(["""POST /api/v1/services/stop {"names":["db"],"only":false}"""], daemon.Requests);
    }

    [Theory]
    [InlineData("stop --only a b", """POST /api/v1/services/stop {"names":["a","b"],"only":true}""")]
    [InlineData("restart a --timeout 1.5", """POST /api/v1/services/restart {"names":["a"],"only":false,"timeout_seconds":1.5}""")]
    [InlineData("start", """POST /api/v1/services/start {"names":[],"only":false}""")]
    public async Task What_was_typed_is_what_is_asked(string words, string request)
    {
        var nothing = Samples.Result([], []);
        await using var daemon = new FakeDaemon(_folder)
            .On("POST /api/v1/services/start", nothing).On("POST /api/v1/services/stop", nothing).On("POST /api/v1/services/restart", nothing);

        Assert.Equal(0, await new Screen(_folder.Path).RunAsync(words.Split(' ')));

        Assert.Equal([request], daemon.Requests);
    }

    [Fact]
    public async Task A_start_that_waits_for_something_says_for_what()
    {
        var waiting = Samples.Service("camera", ServiceStates.WaitingDevices) with { Reason = "waiting for /dev/video0" };
        await using var daemon = new FakeDaemon(_folder).On("POST /api/v1/services/start", Samples.Result([waiting], []));
        var screen = new Screen(_folder.Path);

        Assert.Equal(0, await screen.RunAsync("start", "camera"));

        Assert.Equal("camera: waiting_devices (waiting for /dev/video0)\n", screen.Text);
    }

    [Fact]
    public async Task A_start_that_failed_is_exit_1_with_the_reason()
    {
        var failed = Samples.Service("web", ServiceStates.Failed) with { Reason = "working directory \"/x\" does not exist" };
        var running = Samples.Service("db") with { Pid = 7 };
        await using var daemon = new FakeDaemon(_folder).On("POST /api/v1/services/start", Samples.Result([failed], [running]));
        var screen = new Screen(_folder.Path);

        Assert.Equal(1, await screen.RunAsync("start", "web"));

        Assert.Equal("web: failed\ndb: running (run 1, pid 7), because of a dependency\n", screen.Text);
        Assert.Equal("baton: cannot start service \"web\": working directory \"/x\" does not exist\n", screen.Errors);
    }

    [Fact]
    public async Task A_start_that_failed_shows_the_last_words_and_lets_no_control_character_through()
    {
        var failed = Samples.Service("web", ServiceStates.Backoff) with { Reason = "exit code 1", LastOutput = ["Traceback:", "\e]0;title\acannot bind"] };
        await using var daemon = new FakeDaemon(_folder).On("POST /api/v1/services/start", Samples.Result([failed], []));
        var screen = new Screen(_folder.Path);

        Assert.Equal(1, await screen.RunAsync("start", "web"));

        Assert.Equal("baton: cannot start service \"web\": exit code 1\n  | Traceback:\n  | \uFFFD]0;title\uFFFDcannot bind\n", screen.Errors);
    }

    [Fact]
    public async Task A_stop_of_what_had_failed_before_is_a_success()
    {
        await using var daemon = new FakeDaemon(_folder)
            .On("POST /api/v1/services/stop", Samples.Result([Samples.Service("web", ServiceStates.Failed)], []));

        Assert.Equal(0, await new Screen(_folder.Path).RunAsync("stop", "web"));
    }

    [Fact]
    public async Task As_json_it_is_the_answer_of_the_api()
    {
        await using var daemon = new FakeDaemon(_folder).On("POST /api/v1/services/stop", Samples.Result([], []));
        var screen = new Screen(_folder.Path);

        await screen.RunAsync("stop", "-o", "json");

        Assert.Equal("{\n  \"services\": [],\n  \"also\": []\n}\n", screen.Text);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("3601")]
    [InlineData("NaN")]
    [InlineData("1e3")]
    [InlineData("soon")]
    public async Task A_timeout_out_of_range_is_a_usage_error(string timeout)
    {
        await using var daemon = new FakeDaemon(_folder);

        Assert.Equal(2, await new Screen(_folder.Path).RunAsync("stop", $"--timeout={timeout}"));

        Assert.Empty(daemon.Requests);
    }

    [Fact]
    public async Task After_a_second_a_terminal_shows_who_is_waited_for_and_forgets_it_at_the_end()
    {
        var (daemon, finish) = SlowStop();
        await using var _ = daemon;
        var screen = new Screen(_folder.Path) { Show = Screen.Plain };
        var stop = screen.RunAsync("stop", "web");
        await TickUntilAsync(screen, () => screen.Errors.Contains("waiting for web: stopping ", StringComparison.Ordinal));

        finish.SetResult();

        Assert.Equal(0, await Eventually.ReturnsAsync(stop, "stop returns"));
        Assert.StartsWith("\r\e[Kwaiting for web: stopping ", screen.Errors, StringComparison.Ordinal);
        Assert.EndsWith("\r\e[K", screen.Errors, StringComparison.Ordinal);
        Assert.Equal("web: stopped\n", screen.Text);
    }

    [Fact]
    public async Task In_a_pipe_a_line_is_written_only_when_others_are_waited_for()
    {
        var (daemon, finish) = SlowStop();
        await using var _ = daemon;
        var screen = new Screen(_folder.Path);
        var stop = screen.RunAsync("stop", "web");
        var lists = () => daemon.Requests.Count(request => request.StartsWith("GET", StringComparison.Ordinal));
        await TickUntilAsync(screen, () => lists() >= 4);

        finish.SetResult();

        Assert.Equal(0, await Eventually.ReturnsAsync(stop, "stop returns"));
        Assert.Single(screen.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    // Virtual seconds pass only while the command listens to them, so the clock is moved until it has seen what is waited for.
    private static Task TickUntilAsync(Screen screen, Func<bool> condition) => Eventually.HoldsAsync(
        () =>
        {
            if (!condition()) screen.Time.Advance(TimeSpan.FromSeconds(1));
            return condition();
        },
        "the progress is shown");

    private (FakeDaemon Daemon, TaskCompletionSource Finish) SlowStop()
    {
        var finish = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var daemon = new FakeDaemon(_folder)
            .On("GET /api/v1/services", Samples.Json(Samples.Service("web", ServiceStates.Stopping), Samples.Service("db")))
            .On("POST /api/v1/services/stop", async exchange =>
            {
                await finish.Task.WaitAsync(exchange.Over);
                await exchange.AnswerAsync(200, Samples.Result([Samples.Service("web", ServiceStates.Stopped)], []));
            });
        return (daemon, finish);
    }
}
