using System.Diagnostics;
using System.Globalization;
using Baton.TestKit;

namespace Baton.EndToEnd.Tests.Defects;

/// <summary>
/// What went wrong with the watchdog for installations, with its own format and the real program. Where a test elsewhere shows it whole,
/// that one carries the number; <see cref="DefectListTests"/> sees that each number has one.
/// </summary>
public class WatchdogDefectTests
{
    // Neither timeouts nor waits of the manifests may be what a test ends by.
    private static readonly TimeSpan FarBelowTheWaits = TimeSpan.FromSeconds(60);

    [Fact]
    [Trait("Defect", "A9-1")]
    public async Task A_line_of_a_megabyte_and_one_without_end_block_neither_the_service_nor_the_stop()
    {
        await using var project = Project.Watchdog("""
            [services.bar]
            working_dir = "."
            command = "head -c 1000000 /dev/zero | tr '\\0' x; echo; echo after; head -c 300000 /dev/zero | tr '\\0' y; touch said; exec sleep 3600"
            """);
        await project.UpAsync();
        await Eventually.HoldsAsync(() => File.Exists(project["said"]), "the service to have written everything", Project.Patience);
        await project.UntilLogAsync("bar", "after\n");
        Assert.True(UpAndDownTests.LogHolds(project, "bar", new string('x', 1_000_000)));
        await project.DownAsync();
    }

    [Fact]
    [Trait("Defect", "A9-2")]
    public async Task A_probe_that_fails_at_run_time_ends_the_whole_tree_and_a_new_run_takes_its_port()
    {
        var port = Project.FreePort().ToString(CultureInfo.InvariantCulture);
        await using var project = Project.Watchdog($$"""
            [defaults]
            restart_delay_seconds = 0
            [services.llm]
            working_dir = "."
            command = "perl serve.pl & wait"
            [services.llm.health]
            type = "http"
            url = "http://127.0.0.1:{{port}}/health"
            initial_delay_seconds = 0
            interval_seconds = 1
            timeout_seconds = 2
            failure_threshold = 2
            """);
        var server = await File.ReadAllTextAsync(Repository.File("examples/watchdog/llm/serve.pl"));
        project.Write("serve.pl", server.Replace("or exit 2;", $"or exit 2; ($port, $model, $loading) = ({port}, 'x', 0);", StringComparison.Ordinal));
        await project.UpAsync();
        var first = (await project.UntilReadyAfterAsync("llm", 0)).GetProperty("run").GetInt32();
        var tree = project.Processes();
        project.Write("sick", "");
        await project.UntilAsync("llm", s => s.GetProperty("run").GetInt32() > first, "another run");
        Assert.DoesNotContain(tree, ProcessTable.IsAlive);
        File.Delete(project["sick"]);
        await project.UntilReadyAfterAsync("llm", first);
        await project.DownAsync();
    }

    [Fact]
    [Trait("Defect", "A9-3")]
    public async Task A_child_that_ignores_the_stop_signal_is_killed_though_its_leader_went_at_once()
    {
        await using var project = Project.Watchdog("""
            [defaults]
            stop_timeout_seconds = 1
            [services.wall]
            working_dir = "."
            command = "(trap '' TERM; touch deaf; while :; do sleep 1; done) & wait"
            """);
        await project.UpAsync();
        await Eventually.HoldsAsync(() => File.Exists(project["deaf"]), "the child to be deaf", Project.Patience);
        Assert.Equal(0, (await project.RunAsync("stop", "wall")).ExitCode);
        Assert.Empty(project.Processes());
    }

    [Fact]
    [Trait("Defect", "A9-7")]
    public async Task Neither_a_wait_before_a_restart_nor_one_for_a_dependency_holds_up_the_shutdown()
    {
        await using var project = Project.Watchdog("""
            [services.crashing]
            working_dir = "."
            command = "exit 1"
            restart_delay_seconds = 3600
            [services.slow]
            working_dir = "."
            command = "exec sleep 3600"
            health = { type = "process", initial_delay_seconds = 3600 }
            [services.waiting]
            working_dir = "."
            command = "exec sleep 3600"
            dependencies = ["slow"]
            """);
        await project.UpAsync();
        await project.UntilStateAsync("crashing", "backoff");
        await project.UntilStateAsync("waiting", "waiting_dependencies");
        var began = Stopwatch.GetTimestamp();
        await project.DownAsync();
        Assert.True(Stopwatch.GetElapsedTime(began) < FarBelowTheWaits);
    }

    [Fact]
    [Trait("Defect", "A9-9")]
    public async Task A_death_during_the_initial_delay_is_seen_at_once()
    {
        await using var project = Project.Watchdog("""
            [services.llm]
            working_dir = "."
            command = "exit 7"
            restart_delay_seconds = 3600
            health = { type = "tcp", port = 1, initial_delay_seconds = 3600 }
            """);
        await project.UpAsync();
        var dead = await project.UntilStateAsync("llm", "backoff");
        Assert.Equal(7, dead.GetProperty("exit_code").GetInt32());
    }

    [Fact]
    [Trait("Defect", "A9-10")]
    public async Task What_depends_on_a_service_starts_when_that_is_ready_and_not_when_it_has_a_process()
    {
        await using var project = Project.Watchdog("""
            [services.llm]
            working_dir = "."
            command = "sleep 0.05; exit 1"
            restart_delay_seconds = 0
            health = { type = "process", initial_delay_seconds = 1 }
            [services.talker]
            working_dir = "."
            command = "exec sleep 3600"
            dependencies = ["llm"]
            """);
        await project.UpAsync();
        await project.UntilAsync("llm", s => s.GetProperty("run").GetInt32() >= 3, "a third run that dies");
        var talker = (await project.ServicesAsync())["talker"];
        Assert.Equal(("waiting_dependencies", 0), (talker.GetProperty("state").GetString(), talker.GetProperty("run").GetInt32()));
    }

    [Fact]
    [Trait("Defect", "A9-14")]
    public async Task A_device_that_is_missing_is_told_once()
    {
        await using var project = Project.Watchdog("""
            [services.talker]
            working_dir = "."
            command = "exec sleep 3600"
            requires_devices = ["{folder}/dev/esp"]
            """);
        await project.UpAsync();
        await project.UntilStateAsync("talker", "waiting_devices");
        // What woke its waiters, every two seconds or with every event: other devices that come and go.
        for (var i = 0; i < 20; i++) project.Write($"dev/other{i}", "");
        project.Write("dev/esp", "");
        await project.UntilStateAsync("talker", "running");
        var log = await File.ReadAllTextAsync(Directory.GetFiles(project[".baton/logs/orchestrator"], "*.log").Single());
        Assert.Single(log.Split('\n'), line => line.Contains("waiting_devices", StringComparison.Ordinal) && !line.Contains("waiting_devices ->", StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Defect", "A9-19")]
    public async Task Folders_are_those_beside_the_manifest_that_was_named_or_of_the_base_that_was_said()
    {
        await using var project = Project.Watchdog("[services.a]\nworking_dir = \"here\"\ncommand = \"a\"\n");
        project.Write("elsewhere/services.toml", "[services.a]\nworking_dir = \"there\"\ncommand = \"a\"\n");
        Directory.CreateDirectory(project["here"]);
        Directory.CreateDirectory(project["elsewhere/there"]);
        Assert.Equal(0, (await project.RunAsync("check")).ExitCode);
        Assert.Equal(0, (await project.RunAsync("check", "--config", "elsewhere/services.toml")).ExitCode);
        Assert.Equal(1, (await project.RunAsync("check", "--config", "elsewhere/services.toml", "--base-dir", ".")).ExitCode);
        Directory.CreateDirectory(project["there"]);
        Assert.Equal(0, (await project.RunAsync("check", "--config", "elsewhere/services.toml", "--base-dir", ".")).ExitCode);
    }

    [Fact]
    [Trait("Defect", "A9-22")]
    public async Task Logs_and_state_are_the_owners_alone()
    {
        await using var project = Project.Watchdog("[services.a]\nworking_dir = \".\"\ncommand = \"echo secret; exec sleep 3600\"\n");
        await project.UpAsync();
        await project.UntilLogAsync("a", "secret");
        const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        // Others do not get past the folder, whatever the modes of the files in it are.
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(project[".baton"]));
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(project[".baton/logs/a"]) | OwnerOnly);
    }
}
