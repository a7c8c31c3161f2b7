using System.Text.Json;
using Baton.TestKit;

namespace Baton.EndToEnd.Tests;

/// <summary>Services that are there several times, with the real program: scaled while they run, and the daemon dies.</summary>
public sealed class ReplicaTests
{
    private const string Web = """
        [services.web]
        command = ["sh", "-c", "echo I am $BATON_REPLICA on $0; exec sleep 600", "${BATON_PORT}"]
        replicas = 2
        port = 8000
        env = { PROJECT_MARK = "{mark}" }
        [services.api]
        command = ["sleep", "601"]
        depends_on = ["web"]
        env = { PROJECT_MARK = "{mark}" }
        """;

    [Fact]
    public async Task More_and_fewer_run_while_the_others_notice_nothing()
    {
        await using var project = new Project(Web);
        await project.UpAsync();
        var before = await PidsAsync(project, "web.1", "web.2", "api");

        Assert.Equal("web: replicas 2 → 4\nweb.3: start\nweb.4: start\napi: change in place, changed: depends_on\n2 services stay as they are\n", await ScaleAsync(project, "web=4"));
        await project.UntilLogAsync("web.4", "I am 4 on 8003");
        await project.UntilLogAsync("web.3", "I am 3 on 8002");
        Assert.Equal(["web.1", "web.2", "web.3", "web.4", "api"], (await project.ServicesAsync()).Keys);
        await ScaleAsync(project, "web=1");
        Assert.Equal(["web.1", "api"], (await project.ServicesAsync()).Keys);
        Assert.Equal(2, project.Processes().Count);

        var after = await PidsAsync(project, "web.1", "api");
        Assert.Equal((before["web.1"], before["api"]), (after["web.1"], after["api"]));
        Assert.Equal("web: 1 replica, 2 in the manifest\n", (await project.RunAsync("scale")).Output);
        // An end in order forgets it.
        await project.DownAsync();
        await project.UpAsync();
        Assert.Equal(["web.1", "web.2", "api"], (await project.ServicesAsync()).Keys);
        await project.DownAsync();
    }

    [Fact]
    public async Task The_number_outlives_a_killed_daemon_an_upgrade_and_down_keep()
    {
        await using var project = new Project(Web);
        await project.UpAsync();
        await ScaleAsync(project, "web=3");
        var before = await PidsAsync(project, "web.1", "web.2", "web.3", "api");

        await KillDaemonAsync(project);
        Assert.Equal(before, await PidsAsync(project, [.. before.Keys]));
        Assert.Equal(0, (await project.RunAsync("upgrade")).ExitCode);
        Assert.Equal(before, await PidsAsync(project, [.. before.Keys]));
        Assert.Equal(0, (await project.RunAsync("down", "--keep")).ExitCode);
        await project.UpAsync();
        Assert.Equal(before, await PidsAsync(project, [.. before.Keys]));
        Assert.Equal(["web.1", "web.2", "web.3", "api"], (await project.ServicesAsync()).Keys);

        // Run numbers go on, also under a daemon that has not known the replica.
        await ScaleAsync(project, "web=2");
        await KillDaemonAsync(project);
        await ScaleAsync(project, "web=3");
        Assert.Equal(2, (await project.ServicesAsync())["web.3"].GetProperty("run").GetInt32());
        Assert.Equal(before["web.2"], (await PidsAsync(project, "web.2"))["web.2"]);
        await project.DownAsync();
        Assert.Empty(project.Processes());
    }

    [Fact]
    public async Task A_daemon_killed_in_the_midst_of_scales_leaves_one_of_the_numbers_and_no_process_too_many()
    {
        await using var project = new Project(Web);
        await project.UpAsync();
        var untouched = await PidsAsync(project, "web.1", "api");
        for (var round = 0; round < 6; round++)
        {
            var daemon = await project.DaemonAsync();
            var scale = project.RunAsync("scale", $"web={(round % 2 == 0 ? 6 : 2)}");
            await Task.Delay(TimeSpan.FromMilliseconds(30 * round), TimeProvider.System);
            ProcessTable.Signal(daemon, 9);
            await scale;
            await UntilAsync(async () => await TryDaemonAsync(project) is { } now && now != daemon, "the next daemon");
            // What was on its way out may take a moment; then there are as many processes as replicas, and the api.
            var seen = "nothing";
            await UntilAsync(async () =>
            {
                var (services, processes) = (await project.ServicesAsync(), project.Processes());
                seen = $"{string.Join('\n', services.Values)}\n{string.Join(' ', processes)}";
                return services.Count is 3 or 7 && services.Values.All(service => service.GetProperty("ready").GetBoolean()) && processes.Count == services.Count;
            }, () => $"as many processes as replicas in round {round}, but {seen}");
            Assert.Equal(untouched, await PidsAsync(project, "web.1", "api"));
        }

        await ScaleAsync(project, "web=0");
        Assert.Equal(["api"], (await project.ServicesAsync()).Keys);
        Assert.Single(project.Processes());
        await project.DownAsync();
    }

    [Fact]
    public async Task What_cannot_be_is_told_and_changes_nothing()
    {
        await using var project = new Project(Web);
        await project.UpAsync();
        Assert.Equal((2, 2, 4), ((await project.RunAsync("scale", "web=-1")).ExitCode, (await project.RunAsync("scale", "api=2")).ExitCode, (await project.RunAsync("scale", "web=3", "wbe=3")).ExitCode));
        Assert.Equal(["web.1", "web.2", "api"], (await project.ServicesAsync()).Keys);
        var (exitCode, output, _) = await project.RunAsync("why", "web");
        Assert.Equal(0, exitCode);
        Assert.Contains("web.2 is running", output, StringComparison.Ordinal);
        // What is said of the whole holds for replicas to come, and under the next daemon.
        Assert.Equal(0, (await project.RunAsync("disable", "web")).ExitCode);
        await ScaleAsync(project, "web=3");
        await KillDaemonAsync(project);
        Assert.False((await project.ServicesAsync())["web.3"].GetProperty("enabled").GetBoolean());
        Assert.Equal(0, (await project.RunAsync("stop", "web")).ExitCode);
        Assert.Equal("stopped", (await project.ServicesAsync())["web.3"].GetProperty("state").GetString());
        await project.DownAsync();
    }

    [Fact]
    public async Task A_reload_that_changes_the_number_wins_and_its_plan_says_so()
    {
        await using var project = new Project(Web);
        await project.UpAsync();
        var before = await PidsAsync(project, "web.1", "web.2");
        await ScaleAsync(project, "web=3");
        Assert.StartsWith("nothing changes", (await project.RunAsync("plan")).Output, StringComparison.Ordinal);
        project.Write("baton.toml", (await File.ReadAllTextAsync(project["baton.toml"])).Replace("replicas = 2", "replicas = 4", StringComparison.Ordinal));
        const string planned = "web: replicas 3 → 4\nweb.4: start\napi: change in place, changed: depends_on\n3 services stay as they are\n";
        Assert.Equal(planned, (await project.RunAsync("plan")).Output);
        Assert.Equal(planned, (await project.RunAsync("reload")).Output);
        Assert.Equal(before, await PidsAsync(project, "web.1", "web.2"));
        Assert.Equal("web: 4 replicas\n", (await project.RunAsync("scale")).Output);
        await project.DownAsync();
    }

    private static async Task<string> ScaleAsync(Project project, string wanted)
    {
        var (exitCode, output, errors) = await project.RunAsync("scale", wanted);
        Assert.True(exitCode == 0, errors);
        return output;
    }

    private static async Task KillDaemonAsync(Project project)
    {
        var daemon = await project.DaemonAsync();
        ProcessTable.Signal(daemon, 9);
        await UntilAsync(async () => await TryDaemonAsync(project) is { } now && now != daemon, "the next daemon");
    }

    private static Task UntilAsync(Func<Task<bool>> isSo, string what) => UntilAsync(isSo, () => what);

    private static async Task UntilAsync(Func<Task<bool>> isSo, Func<string> what)
    {
        using var patience = new CancellationTokenSource(Project.Patience, TimeProvider.System);
        while (!await isSo())
        {
            if (patience.IsCancellationRequested) throw new Xunit.Sdk.XunitException($"did not happen in time: {what()}");
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }
    }

    /// <summary>The daemon's pid; null while there is none.</summary>
    private static async Task<int?> TryDaemonAsync(Project project)
    {
        var (exitCode, output, _) = await project.RunAsync("version", "-o", "json");
        if (exitCode != 0) return null;
        using var version = JsonDocument.Parse(output);
        return version.RootElement.TryGetProperty("daemon", out var daemon) && daemon.ValueKind == JsonValueKind.Object ? daemon.GetProperty("pid").GetInt32() : null;
    }

    private static async Task<Dictionary<string, int>> PidsAsync(Project project, params string[] names)
    {
        var services = await project.ServicesAsync();
        return names.ToDictionary(name => name, name => services[name].GetProperty("pid").GetInt32());
    }
}
