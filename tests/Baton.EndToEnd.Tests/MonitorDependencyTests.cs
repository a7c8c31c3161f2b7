using System.Text.Json;
using Baton.TestKit;

namespace Baton.EndToEnd.Tests;

/// <summary>Services of the real program that wait for what it watches.</summary>
public sealed class MonitorDependencyTests
{
    private const string Manifest = """
        [monitors.shop]
        http = "{url}"
        interval_seconds = 0.2
        timeout_seconds = 0.2
        breaker = { failure_threshold = 1000 }
        [services.web]
        command = ["sleep", "1000"]
        env = { PROJECT_MARK = "{mark}" }
        depends_on = ["monitor:shop"]
        """;

    [Fact]
    public async Task A_service_waits_for_its_monitor_over_a_death_of_the_daemon_and_runs_on_when_the_monitor_goes_down()
    {
        await using var server = new FlippingServer("500 Internal Server Error");
        await using var project = new Project(Manifest.Replace("{url}", server.Url.ToString(), StringComparison.Ordinal));
        await project.UpAsync();
        await project.UntilAsync("web", Waits, "waiting for its monitor");
        Assert.Contains("waiting for monitor shop (down: HTTP 500", (await project.RunAsync("why", "web")).Output, StringComparison.Ordinal);
        Assert.Contains("web: waiting_dependencies, when monitor shop is up", (await project.RunAsync("graph")).Output, StringComparison.Ordinal);
        using (var shown = JsonDocument.Parse((await project.RunAsync("monitor", "show", "shop", "-o", "json")).Output))
            Assert.Equal(["web"], shown.RootElement.GetProperty("services").EnumerateArray().Select(service => service.GetString()));
        await KillDaemonAsync(project);
        await project.UntilAsync("web", Waits, "waiting for its monitor under the next daemon");

        server.Way = "200 OK";
        var pid = (await project.UntilAsync("web", Runs, "running once its monitor is up")).GetProperty("pid").GetInt32();
        Assert.Contains("run 1 was started, as monitor shop was healthy", (await project.RunAsync("why", "web")).Output, StringComparison.Ordinal);

        server.Way = "500 Internal Server Error";
        await UntilUnhealthyAsync(project);
        await KillDaemonAsync(project);
        var after = await project.UntilAsync("web", Runs, "running on");
        Assert.Equal((pid, 1), (after.GetProperty("pid").GetInt32(), after.GetProperty("run").GetInt32()));
        await project.DownAsync();
    }

    [Fact]
    public async Task A_monitor_that_does_not_exist_is_refused_with_its_place_and_the_nearest_name()
    {
        await using var project = new Project("[monitors.shop]\ntcp = \"127.0.0.1:1\"\n[services.web]\ncommand = [\"true\"]\ndepends_on = { \"monitor:shp\" = \"up\" }\n");
        var (exitCode, _, errors) = await project.RunAsync("check");
        Assert.Equal(1, exitCode);
        Assert.Contains("baton.toml:5:16: service \"web\" depends on monitor \"shp\", which does not exist; did you mean \"shop\"?", errors, StringComparison.Ordinal);
    }

    private static bool Waits(JsonElement service) =>
        service.GetProperty("state").GetString() == "waiting_dependencies" && service.GetProperty("reason").GetString()!.StartsWith("waiting for monitor shop (down: HTTP 500", StringComparison.Ordinal);

    private static bool Runs(JsonElement service) => service.GetProperty("state").GetString() == "running";

    private static async Task KillDaemonAsync(Project project)
    {
        var daemon = await project.DaemonAsync();
        ProcessTable.Signal(daemon, 9);
        await Eventually.HoldsAsync(() => !ProcessTable.IsAlive(daemon), "the end of the daemon", Project.Patience);
    }

    private static async Task UntilUnhealthyAsync(Project project)
    {
        using var patience = new CancellationTokenSource(Project.Patience, TimeProvider.System);
        while (!(await project.RunAsync("monitor", "list")).Output.Contains("unhealthy", StringComparison.Ordinal)) patience.Token.ThrowIfCancellationRequested();
    }
}
