using Baton.Cli.Tests.Support;
using Baton.Contracts;
using Baton.TestKit;

namespace Baton.Cli.Tests;

/// <summary><c>run</c>, <c>exec</c> and <c>projects</c>.</summary>
public sealed class RunCommandTests : IDisposable
{
    private const string Launch = """{"name":"web","command":["./web"],"working_directory":"/p","environment":{"A":"b"},"daemon_uid":0}""";
    private const string Graph = """{"services":[{"name":"web","depends_on":[{"name":"db","condition":"ready"},{"name":"seed","condition":"succeeded"}]},{"name":"db","depends_on":[]},{"name":"seed","depends_on":[]}]}""";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Exec_becomes_the_program_with_what_the_service_is_run_with()
    {
        await using var daemon = new FakeDaemon(_folder).On("GET /api/v1/services/web/launch", Launch);
        var screen = new Screen(_folder.Path);
        Assert.Equal(0, await screen.RunAsync("exec", "web", "--", "sh", "-c", "", "--help"));
        var (how, what) = Assert.Single(screen.Offline.Programs);
        Assert.Equal(("become", "sh|-c||--help", "/p", "b"), (how, string.Join('|', what.Command), what.WorkingDirectory, what.Environment["A"]));
    }

    [Theory]
    [InlineData("exec", "web")]
    [InlineData("exec", "web", "--", "")]
    [InlineData("stop", "--", "")]
    [InlineData("run")]
    public async Task Nonsense_is_refused(params string[] line) => Assert.Equal(2, await new Screen(_folder.Path).RunAsync(line));

    [Fact]
    public async Task Run_starts_what_the_service_needs_waits_as_it_says_and_becomes_it()
    {
        await using var daemon = Daemon(Samples.Service("seed", ServiceStates.Completed) with { ExitCode = 0 });
        var screen = new Screen(_folder.Path);
        Assert.Equal(0, await screen.RunAsync("run", "web", "--timeout", "9"));
        Assert.Equal("./web", Assert.Single(screen.Offline.Programs).What.Command[0]);
        Assert.Contains("POST /api/v1/services/start {\"names\":[\"db\",\"seed\"],\"only\":false,\"timeout_seconds\":9}", daemon.Requests);
        Assert.Contains("POST /api/v1/services/wait {\"names\":[\"seed\"],\"for\":\"completed\",\"timeout_seconds\":9}", daemon.Requests);
    }

    [Fact]
    public async Task What_an_earlier_daemon_left_running_is_not_run_a_second_time()
    {
        var record = System.Text.Json.JsonSerializer.Deserialize(Launch, WireJson.Default.LaunchRecord)!;
        var screen = new Screen(_folder.Path) { Offline = new ScriptedOffline { Launched = _ => record, Leftover = 4711 } };
        Assert.Equal(3, await screen.RunAsync("run", "web"));
        Assert.Contains("an earlier daemon left it running (pid 4711)", screen.Errors, StringComparison.Ordinal);
        Assert.Empty(screen.Offline.Programs);
    }

    [Fact]
    public async Task A_dependency_that_is_not_as_needed_keeps_it_from_running()
    {
        await using var daemon = Daemon(Samples.Service("seed", ServiceStates.Failed) with { ExitCode = 3, Reason = "exit code 3" });
        var screen = new Screen(_folder.Path);
        Assert.Equal(1, await screen.RunAsync("run", "web"));
        Assert.Equal("baton: cannot run service \"web\": \"seed\", which it needs, is in failed: exit code 3\n", screen.Errors);
        Assert.Empty(screen.Offline.Programs);
    }

    [Theory]
    [InlineData(ServiceStates.Running)]
    [InlineData(ServiceStates.Backoff)]
    [InlineData(ServiceStates.WaitingDependencies)]
    [InlineData(ServiceStates.Stopping)]
    public async Task What_is_supervised_is_refused_and_nothing_is_started(string state)
    {
        await using var daemon = new FakeDaemon(_folder).On("GET /api/v1/services/web", Json(Samples.Service("web", state)));
        var screen = new Screen(_folder.Path);
        Assert.Equal(3, await screen.RunAsync("run", "web"));
        Assert.Contains("first: baton stop --only web", screen.Errors, StringComparison.Ordinal);
        Assert.Equal(["GET /api/v1/services/web"], daemon.Requests);
    }

    [Fact]
    public async Task Projects_shows_who_answers_and_who_does_not()
    {
        await using var daemon = new FakeDaemon(_folder).On("GET /api/v1/services", Samples.Page(Samples.Studio));
        daemon.On("GET /api/v1/system", Samples.Json(Samples.System(daemon, 77) with { Manifest = _folder["baton.toml"], StartedAt = Samples.Now - TimeSpan.FromSeconds(90) }));
        var screen = new Screen("/") { Offline = new ScriptedOffline { Running = [daemon.StateDirectory, "/gone/.baton"] } };
        Assert.Equal(0, await screen.RunAsync("projects"));
        var lines = screen.Text.Split('\n');
        Assert.Matches($"^{_folder.Path} +running +77 +2/6 +1m 30s +baton.toml$", lines[1]);
        Assert.Matches("^/gone +silent +- +- +- +-$", lines[2]);
        var nowhere = new Screen("/");
        Assert.Equal(0, await nowhere.RunAsync("projects"));
        Assert.Equal("Baton runs nowhere for this user\n", nowhere.Text);
    }

    private FakeDaemon Daemon(ServiceRecord seed) => new FakeDaemon(_folder)
        .On("GET /api/v1/services/web", Json(Samples.Service("web", ServiceStates.Stopped)))
        .On("GET /api/v1/services/db", Json(Samples.Service("db")))
        .On("GET /api/v1/services/seed", Json(seed))
        .On("GET /api/v1/graph", Graph)
        .On("GET /api/v1/services/web/launch", Launch)
        .On("POST /api/v1/services/start", Samples.Result([Samples.Service("db")], []))
        .On("POST /api/v1/services/wait", Samples.Result([seed], []));

    private static string Json(ServiceRecord service) => System.Text.Json.JsonSerializer.Serialize(service, WireJson.Default.ServiceRecord);
}
