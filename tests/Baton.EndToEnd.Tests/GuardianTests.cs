using System.Globalization;
using System.Text.Json;
using Baton.TestKit;

namespace Baton.EndToEnd.Tests;

/// <summary>The daemon dies, is replaced, or leaves, and services notice nothing; the real program throughout.</summary>
public sealed class GuardianTests
{
    private const string Three = """
        [services.clock]
        command = ["bash", "-c", "i=0; while :; do echo tick $((i++)); sleep 0.02; done"]
        env = { PROJECT_MARK = "{mark}" }
        [services.web]
        command = ["sleep", "600"]
        depends_on = ["clock"]
        env = { PROJECT_MARK = "{mark}" }
        [services.faulty]
        command = ["bash", "-c", "[ -e {folder}/well ] && exec sleep 600; exit 3"]
        restart_delay_seconds = 0.05
        env = { PROJECT_MARK = "{mark}" }
        """;

    [Fact]
    public async Task A_killed_daemon_comes_back_and_no_service_notices()
    {
        await using var project = new Project(Three.Replace("{folder}", Path.GetTempPath(), StringComparison.Ordinal));
        await project.UpAsync();
        var before = await RunningAsync(project);
        Assert.Equal(0, (await project.RunAsync("stop", "web")).ExitCode);
        var (daemon, guardian) = (await project.DaemonAsync(), UpAndDownTests.GuardianOf(project));

        ProcessTable.Signal(daemon, 9);

        var after = await BackAsync(project, daemon);
        Assert.Equal(before["clock"].GetProperty("pid").GetInt32(), after["clock"].GetProperty("pid").GetInt32());
        Assert.Equal("stopped", after["web"].GetProperty("state").GetString());
        Assert.True(after["faulty"].GetProperty("restarts").GetInt32() >= before["faulty"].GetProperty("restarts").GetInt32());
        Assert.Equal(guardian, UpAndDownTests.GuardianOf(project));
        await AssertTicksAsync(project);
        var (_, why, _) = await project.RunAsync("why", "web");
        Assert.Contains("a stop was asked for by uid", why, StringComparison.Ordinal);
        await project.DownAsync();
        Assert.False(ProcessTable.IsAlive(guardian));
    }

    [Fact]
    public async Task Another_build_becomes_the_daemon_under_running_services()
    {
        await using var project = new Project(Three.Replace("{folder}", Path.GetTempPath(), StringComparison.Ordinal));
        await project.UpAsync();
        var before = await RunningAsync(project);
        var daemon = await project.DaemonAsync();

        var (exitCode, output, errors) = await project.RunAsync("upgrade");

        Assert.True(exitCode == 0, errors);
        Assert.Contains($"(pid {daemon}) was replaced by", output, StringComparison.Ordinal);
        var after = await BackAsync(project, daemon);
        foreach (var service in new[] { "clock", "web" }) Assert.Equal(before[service].GetProperty("pid").GetInt32(), after[service].GetProperty("pid").GetInt32());
        await AssertTicksAsync(project);
        await project.DownAsync();
    }

    [Fact]
    public async Task A_build_that_does_not_get_ready_is_replaced_by_the_one_before_it()
    {
        await using var project = new Project(Three.Replace("{folder}", Path.GetTempPath(), StringComparison.Ordinal));
        await project.UpAsync();
        var before = await RunningAsync(project);
        project.Write("broken", "#!/bin/sh\nexit 1\n");
        File.SetUnixFileMode(project["broken"], UnixFileMode.UserRead | UnixFileMode.UserExecute);

        var (exitCode, _, errors) = await project.RunAsync("upgrade", "--program", "broken");

        Assert.Equal(1, exitCode);
        Assert.Contains("did not get ready", errors, StringComparison.Ordinal);
        Assert.Equal(before["web"].GetProperty("pid").GetInt32(), (await project.ServicesAsync())["web"].GetProperty("pid").GetInt32());
        Assert.Equal(2, (await project.RunAsync("upgrade", "--program", "no-such-file")).ExitCode);
        await AssertTicksAsync(project);
        await project.DownAsync();
    }

    [Fact]
    public async Task What_down_keep_leaves_is_taken_over_by_the_next_up()
    {
        await using var project = new Project(Three.Replace("{folder}", Path.GetTempPath(), StringComparison.Ordinal));
        await project.UpAsync();
        var before = await RunningAsync(project);
        var guardian = UpAndDownTests.GuardianOf(project);

        var (exitCode, output, errors) = await project.RunAsync("down", "--keep");

        Assert.True(exitCode == 0, errors);
        Assert.Contains("its services run on", output, StringComparison.Ordinal);
        Assert.False(ProcessTable.IsAlive(guardian));
        Assert.True(ProcessTable.IsAlive(before["clock"].GetProperty("pid").GetInt32()));
        await project.UpAsync();
        var after = await RunningAsync(project);
        foreach (var service in new[] { "clock", "web" })
        {
            Assert.Equal(before[service].GetProperty("pid").GetInt32(), after[service].GetProperty("pid").GetInt32());
            Assert.Equal(1, after[service].GetProperty("run").GetInt32());
        }

        await AssertTicksAsync(project);
        await project.DownAsync();
    }

    [Fact]
    public async Task A_daemon_that_is_killed_comes_back_with_the_manifest_that_was_in_force()
    {
        await using var project = new Project(Three.Replace("{folder}", Path.GetTempPath(), StringComparison.Ordinal));
        await project.UpAsync();
        var before = await RunningAsync(project);
        var daemon = await project.DaemonAsync();
        project.Write("baton.toml", "half a manif");

        ProcessTable.Signal(daemon, 9);

        var after = await BackAsync(project, daemon);
        Assert.Equal(before["web"].GetProperty("pid").GetInt32(), after["web"].GetProperty("pid").GetInt32());
        Assert.Equal(1, (await project.RunAsync("reload")).ExitCode);
        await project.DownAsync();
    }

    [Fact]
    public async Task A_guardian_passes_signals_on_also_when_there_is_no_daemon_just_then()
    {
        await using var project = new Project(Three.Replace("{folder}", Path.GetTempPath(), StringComparison.Ordinal));
        await project.UpAsync();
        await RunningAsync(project);
        var guardian = UpAndDownTests.GuardianOf(project);
        ProcessTable.Signal(await project.DaemonAsync(), 9);
        ProcessTable.Signal(guardian, 15);
        await Eventually.HoldsAsync(() => !ProcessTable.IsAlive(guardian), "an orderly end", Project.Patience);
        Assert.Empty(project.Processes());
    }

    private static async Task<Dictionary<string, JsonElement>> RunningAsync(Project project)
    {
        await project.UntilStateAsync("web", "running");
        await project.UntilAsync("faulty", s => s.GetProperty("restarts").GetInt32() > 0, "a restart");
        return await project.ServicesAsync();
    }

    /// <summary>The services, once another daemon than that one answers.</summary>
    internal static async Task<Dictionary<string, JsonElement>> BackAsync(Project project, int daemon)
    {
        using var patience = new CancellationTokenSource(Project.Patience, TimeProvider.System);
        while (!patience.IsCancellationRequested)
        {
            var (exitCode, output, _) = await project.RunAsync("version", "-o", "json");
            // One that fails may have printed nothing.
            if (exitCode == 0 && DaemonIn(output) is { } now && now != daemon) return await project.ServicesAsync();
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }

        throw new Xunit.Sdk.XunitException("no daemon came back");
    }

    private static int? DaemonIn(string version)
    {
        using var document = JsonDocument.Parse(version);
        return document.RootElement.TryGetProperty("daemon", out var told) ? told.GetProperty("pid").GetInt32() : null;
    }

    /// <summary>Every tick is in the log once, in order, and more come.</summary>
    private static async Task AssertTicksAsync(Project project)
    {
        var seen = Ticks(project).Count;
        await Eventually.HoldsAsync(() => Ticks(project).Count > seen + 2, "more ticks");
        var ticks = Ticks(project);
        Assert.Equal(Enumerable.Range(0, ticks.Count), ticks);
    }

    private static List<int> Ticks(Project project) =>
    [
        .. Directory.GetFiles(project[".baton/logs/clock"]).Order().SelectMany(file => File.ReadAllText(file).Split('\n')[..^1])
            .Where(line => line.Contains("] tick ", StringComparison.Ordinal)).Select(line => int.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture)),
    ];
}
