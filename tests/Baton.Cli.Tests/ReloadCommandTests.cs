using Baton.Cli.Tests.Support;
using Baton.Contracts;
using Baton.TestKit;

namespace Baton.Cli.Tests;

/// <summary><c>plan</c> and <c>reload</c>.</summary>
public sealed class ReloadCommandTests : IDisposable
{
    private const string Plan = """{"manifest":"/p/baton.toml","services":[{"name":"old","act":"remove","changed":[]},{"name":"web","act":"restart","changed":["command","env (PORT)"]},{"name":"tail","act":"restart","changed":[],"reason":"it is restarted with web"},{"name":"new","act":"add","changed":[]},{"name":"conf","act":"reload_command","changed":["reload_files (/c)"]},{"name":"lamp","act":"change","changed":["port"]}],"unchanged":["db"]}""";

    private const string Lines = "old: remove\nweb: restart, changed: command, env (PORT)\ntail: restart, since it is restarted with web\nnew: add, without a start\nconf: run reload_command, changed: reload_files (/c)\nlamp: change in place, changed: port\n1 service stays as it is\n";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_plan_is_a_line_for_each_service_that_is_touched()
    {
        await using var daemon = new FakeDaemon(_folder).On("POST /api/v1/manifest/plan", Plan);
        var screen = new Screen(_folder.Path);

        Assert.Equal(0, await screen.RunAsync("plan", "other.toml"));

        Assert.Equal(Lines, screen.Text);
        Assert.Equal([$"POST /api/v1/manifest/plan {{\"config\":\"{_folder["other.toml"]}\"}}"], daemon.Requests);
    }

    [Fact]
    public async Task A_reload_prints_what_the_plan_did()
    {
        await using var daemon = new FakeDaemon(_folder).On("POST /api/v1/manifest/reload", $$"""{"plan":{{Plan}},"services":[],"problems":[]}""");
        var screen = new Screen(_folder.Path);

        Assert.Equal(0, await screen.RunAsync("reload", "--rollback", "--timeout", "9"));

        Assert.Equal(Lines, screen.Text);
        Assert.Equal(["POST /api/v1/manifest/reload {\"rollback\":true,\"timeout_seconds\":9}"], daemon.Requests);
    }

    [Fact]
    public async Task A_reload_that_was_rolled_back_or_had_a_problem_is_exit_1_and_says_why_without_control_characters()
    {
        var nothing = """{"services":[],"unchanged":[]}""";
        await using var daemon = new FakeDaemon(_folder).On("POST /api/v1/manifest/reload", $$"""{"plan":{{nothing}},"services":[],"problems":["web: reload_command: \u001b[2Jno"],"rolled_back":"web is failed"}""");
        var screen = new Screen(_folder.Path);

        Assert.Equal(1, await screen.RunAsync("reload"));

        Assert.Equal("nothing changes\n", screen.Text);
        Assert.DoesNotContain('\u001b', screen.Errors);
        Assert.EndsWith("baton: rolled back: web is failed\n", screen.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_problem_of_a_manifest_is_printed()
    {
        await using var daemon = new FakeDaemon(_folder).On("POST /api/v1/manifest/reload",
            """{"error":"bad","detail":"cannot use manifest \"baton.toml\": nothing was changed","code":"invalid_manifest","request_id":"1","problems":[{"place":"baton.toml:3:1","message":"unknown key"}]}""", 422);
        var screen = new Screen(_folder.Path);

        Assert.Equal(1, await screen.RunAsync("reload"));

        Assert.Equal("baton: cannot use manifest \"baton.toml\": nothing was changed\n  baton.toml:3:1: unknown key\n", screen.Errors);
    }

    [Fact]
    public async Task Where_no_daemon_runs_a_plan_is_of_what_up_would_start_and_a_reload_is_exit_3()
    {
        var screen = new Screen(_folder.Path) { Offline = new ScriptedOffline { Planned = config => new PlanRecord([new("web", "start", [])], [], config) } };

        Assert.Equal(0, await screen.RunAsync("plan"));
        Assert.Equal("web: start\n", screen.Text);
        Assert.Equal(3, await screen.RunAsync("reload"));
    }
}
