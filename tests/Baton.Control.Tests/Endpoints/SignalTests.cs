using Baton.Processes;

namespace Baton.Control.Tests.Endpoints;

/// <summary><c>kill</c> and <c>graph</c> as the API has them.</summary>
public class SignalTests
{
    [Theory]
    [InlineData("""{"signal":"HUP"}""", 1)]
    [InlineData("""{"signal":"sigusr1"}""", 10)]
    [InlineData("""{"signal":"34"}""", 34)]
    public async Task A_signal_is_named_as_people_do(string body, int signal)
    {
        await using var control = await ControlFixture.StartAsync("db");
        control.Host.ObeysTerminate = false;
        await control.SendAsync("POST", "/api/v1/services/start");
        var answer = await control.SendAsync("POST", "/api/v1/services/db/kill", body);
        Assert.Equal(200, answer.Status);
        Assert.Contains("""{"services":[{"name":"db","state":"running",""", answer.Body, StringComparison.Ordinal);
        Assert.Equal([new ProcessCommand.Terminate(new RunId("db", 1), signal)], control.Host.Commands.OfType<ProcessCommand.Terminate>());
    }

    [Theory]
    [InlineData("/api/v1/services/db/kill", """{"signal":"HUB"}""", 422, """there is no signal \"HUB\"; did you mean \"SIGHUP\"?""")]
    [InlineData("/api/v1/services/db/kill", """{"signal":"65"}""", 422, "from 1 to 64")]
    [InlineData("/api/v1/services/db/kill", null, 422, "say which signal")]
    [InlineData("/api/v1/services/kill", """{"signal":"HUP"}""", 422, "name the services to signal")]
    [InlineData("/api/v1/services/db/kill", """{"signal":"HUP"}""", 404, "it has no process, it is in stopped")]
    [InlineData("/api/v1/services/ghost/kill", """{"signal":"HUP"}""", 404, "does not exist")]
    public async Task Nonsense_is_refused(string target, string? body, int status, string text)
    {
        await using var control = await ControlFixture.StartAsync("db");
        var answer = await control.SendAsync("POST", target, body);
        Assert.Equal(status, answer.Status);
        Assert.Contains(text, answer.Body, StringComparison.Ordinal);
        Assert.Empty(control.Host.Terminated);
    }

    [Fact]
    public async Task A_graph_shows_who_depends_on_whom_and_the_states()
    {
        await using var control = await ControlFixture.StartAsync("lamp", "web", "db");
        Assert.Equal(
            """{"services":[{"name":"web","depends_on":[{"name":"db","condition":"ready"}],"state":"stopped","ready":false},{"name":"db","depends_on":[],"state":"stopped","ready":false}]}""",
            (await control.SendAsync("GET", "/api/v1/graph?service=web")).Body);
        Assert.Equal(404, (await control.SendAsync("GET", "/api/v1/graph?service=ghost")).Status);
    }

    [Fact]
    public async Task The_chain_leads_from_what_was_ready_last_over_what_each_waited_for()
    {
        await using var control = await ControlFixture.StartAsync("lamp", "db", "web");
        Assert.DoesNotContain("chain", (await control.SendAsync("GET", "/api/v1/graph?chain=true")).Body, StringComparison.Ordinal);
        control.Host.SpawnsAtOnce = false;
        var lamp = control.SendAsync("POST", "/api/v1/services/lamp/start");
        await StartAsync(control, "lamp", 0.5);
        var web = control.SendAsync("POST", "/api/v1/services/web/start");
        await StartAsync(control, "db", 2);
        await StartAsync(control, "web", 1.25);
        Assert.Equal((200, 200), ((await lamp).Status, (await web).Status));
        Assert.EndsWith(
            ""","chain":[{"name":"web","started_at":"2026-01-01T00:00:03.750Z","ready_at":"2026-01-01T00:00:03.750Z","at_seconds":1.25,"start_seconds":0},{"name":"db","started_at":"2026-01-01T00:00:02.500Z","ready_at":"2026-01-01T00:00:02.500Z","at_seconds":0,"start_seconds":0}]}""",
            (await control.SendAsync("GET", "/api/v1/graph?chain=true")).Body, StringComparison.Ordinal);
        Assert.EndsWith(""","chain":[{"name":"lamp","started_at":"2026-01-01T00:00:00.500Z","ready_at":"2026-01-01T00:00:00.500Z","at_seconds":0,"start_seconds":0}]}""",
            (await control.SendAsync("GET", "/api/v1/graph?chain=true&service=lamp")).Body, StringComparison.Ordinal);
    }

    private static async Task StartAsync(ControlFixture control, string service, double seconds)
    {
        await TestKit.Eventually.HoldsAsync(() => control.Host.Spawned.Contains(service), $"a spawn of {service}");
        control.Time.Advance(TimeSpan.FromSeconds(seconds));
        control.Host.ConfirmSpawn(new RunId(service, 1));
        await TestKit.Eventually.HoldsAsync(() => control.Supervisor.Find(service)!.IsReady, $"{service} to be ready");
    }
}
