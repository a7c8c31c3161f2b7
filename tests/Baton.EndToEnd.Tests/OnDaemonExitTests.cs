using System.Net;
using System.Net.Sockets;
using Baton.TestKit;

namespace Baton.EndToEnd.Tests;

/// <summary>Services do not outlive a Baton that is killed, where the manifest says so; the real program throughout.</summary>
public sealed class OnDaemonExitTests
{
    private const string Stop = """
        on_daemon_exit = "stop"
        [services.db]
        command = ["bash", "-c", "trap 'echo db ended >> order; exit 0' TERM; echo ready; while :; do sleep 0.05; done"]
        env = { PROJECT_MARK = "{mark}" }
        [services.web]
        command = ["bash", "-c", "trap 'echo web ended >> order; exit 0' TERM; setsid sleep 600 & echo ready; while :; do sleep 0.05; done"]
        env = { PROJECT_MARK = "{mark}" }
        depends_on = ["db"]
        """;

    [Fact]
    public async Task Everything_is_stopped_in_order_when_guardian_and_daemon_are_killed()
    {
        await using var project = await UpAsync(Stop);

        await KillAsync(project);

        await Eventually.HoldsAsync(() => project.Processes().Count == 0, "all services to be gone", Project.Patience);
        Assert.Equal(["web ended", "db ended"], File.ReadAllLines(project["order"]));
        await NobodyWatchesAsync(project);
        // As after an orderly end: all begins anew.
        await project.UpAsync();
        Assert.Equal(2, (await project.UntilStateAsync("web", "running")).GetProperty("run").GetInt32());
        await project.DownAsync();
        await NobodyWatchesAsync(project);
    }

    [Fact]
    public async Task A_kill_of_the_guardian_alone_stops_everything_too_and_one_of_the_daemon_nothing()
    {
        await using var project = await UpAsync(Stop);
        var before = (await project.ServicesAsync())["web"].GetProperty("pid").GetInt32();
        var daemon = await project.DaemonAsync();
        ProcessTable.Signal(daemon, 9);
        await Eventually.HoldsAsync(() => !ProcessTable.IsAlive(daemon), "the daemon to be dead");
        // One watches, of the daemon that came back.
        await Eventually.HoldsAsync(() => Watchers(project).Count == 1 && IsBack(project, daemon), "a daemon, and one watcher", Project.Patience);
        Assert.Equal(before, (await project.ServicesAsync())["web"].GetProperty("pid").GetInt32());

        ProcessTable.Signal(UpAndDownTests.GuardianOf(project), 9);

        await Eventually.HoldsAsync(() => project.Processes().Count == 0, "all services to be gone", Project.Patience);
        await NobodyWatchesAsync(project);
    }

    [Fact]
    public async Task What_somebody_holds_for_a_moment_and_leaves_is_ended_all_the_same()
    {
        await using var project = await UpAsync(Stop);
        // It waits for the lock like an "up", has it first, says who it is, and gives it up.
        await using var holder = RunningProgram.Start("/usr/bin/env", ["flock", ".baton/lock", "/bin/sh", "-c", "echo $PPID >.baton/pid; sleep 2"], project.Path);

        await KillAsync(project);

        await Eventually.HoldsAsync(() => holder.HasExited, "the end of who holds it");
        await Eventually.HoldsAsync(() => project.Processes().Count == 0, "all services to be gone", Project.Patience);
        Assert.Equal(["web ended", "db ended"], File.ReadAllLines(project["order"]));
        await NobodyWatchesAsync(project);
    }

    [Fact]
    public async Task Down_keep_leaves_services_running_all_the_same()
    {
        await using var project = await UpAsync(Stop);
        var before = (await project.ServicesAsync())["web"].GetProperty("pid").GetInt32();
        Assert.Equal(0, (await project.RunAsync("down", "--keep")).ExitCode);
        await NobodyWatchesAsync(project);
        Assert.True(ProcessTable.IsAlive(before));
        await project.UpAsync();
        Assert.Equal(before, (await project.UntilStateAsync("web", "running")).GetProperty("pid").GetInt32());
        Assert.Single(Watchers(project));
        await project.DownAsync();
    }

    [Fact]
    public async Task An_up_that_fails_leaves_running_what_was_left_running()
    {
        await using var project = await UpAsync(Stop);
        var before = (await project.ServicesAsync())["web"].GetProperty("pid").GetInt32();
        Assert.Equal(0, (await project.RunAsync("down", "--keep")).ExitCode);
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();

        var (exitCode, _, errors) = await project.RunAsync("up", "-d", "--listen", $"127.0.0.1:{((IPEndPoint)taken.LocalEndpoint).Port}");

        Assert.True(exitCode != 0 && errors.Contains("listen", StringComparison.Ordinal), errors);
        // Also of what a watcher may have become.
        await NobodyWatchesAsync(project);
        Assert.True(ProcessTable.IsAlive(before));
        Assert.False(File.Exists(project["order"]));
        await project.UpAsync();
        Assert.Equal(before, (await project.UntilStateAsync("web", "running")).GetProperty("pid").GetInt32());
        Assert.Single(Watchers(project));
        await project.DownAsync();
    }

    [Fact]
    public async Task A_reload_changes_what_becomes_of_services_and_keep_is_what_holds_without_a_word()
    {
        await using var project = await UpAsync(Stop.Replace("on_daemon_exit = \"stop\"", "", StringComparison.Ordinal));
        Assert.Empty(Watchers(project));
        var text = File.ReadAllText(project["baton.toml"]);
        project.Write("baton.toml", $"on_daemon_exit = \"stop\"\n{text}");
        Assert.Equal(0, (await project.RunAsync("reload")).ExitCode);
        Assert.Single(Watchers(project));
        project.Write("baton.toml", $"on_daemon_exit = \"keep\"\n{text}");
        Assert.Equal(0, (await project.RunAsync("reload")).ExitCode);
        await NobodyWatchesAsync(project);
        var left = (await project.ServicesAsync()).Values.Select(service => service.GetProperty("pid").GetInt32()).ToList();

        await KillAsync(project);

        Assert.All(left, pid => Assert.True(ProcessTable.IsAlive(pid)));
        Assert.Equal(0, (await project.RunAsync("down")).ExitCode);
    }

    private static bool IsBack(Project project, int daemon) =>
        ProcessTable.ChildrenOf(UpAndDownTests.GuardianOf(project)) is var children && !children.Contains(daemon) && project.RunAsync("ps").GetAwaiter().GetResult().ExitCode == 0;

    private static async Task<Project> UpAsync(string manifest)
    {
        var project = new Project(manifest);
        await project.UpAsync();
        foreach (var service in new[] { "db", "web" }) await project.UntilLogAsync(service, "ready");
        return project;
    }

    private static async Task KillAsync(Project project)
    {
        var (daemon, guardian) = (await project.DaemonAsync(), UpAndDownTests.GuardianOf(project));
        ProcessTable.Signal(guardian, 9);
        ProcessTable.Signal(daemon, 9);
        await Eventually.HoldsAsync(() => !ProcessTable.IsAlive(daemon) && !ProcessTable.IsAlive(guardian), "both to be dead");
    }

    private static Task NobodyWatchesAsync(Project project) => Eventually.HoldsAsync(() => Watchers(project).Count == 0, "no watcher", Project.Patience);

    /// <summary>Processes that wait for the end of this project's Baton, and those that they become.</summary>
    private static List<int> Watchers(Project project) =>
    [
        .. Directory.EnumerateDirectories("/proc").Select(Path.GetFileName).Where(name => int.TryParse(name, out _))
            .Where(pid => CommandLine(pid!) is var words && words.Contains("end-left") && words.Contains(project[".baton"])).Select(pid => int.Parse(pid!, System.Globalization.CultureInfo.InvariantCulture)),
    ];

    private static string[] CommandLine(string pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/cmdline").Split('\0');
        }
        catch (IOException)
        {
            return []; // It has just ended.
        }
    }
}
