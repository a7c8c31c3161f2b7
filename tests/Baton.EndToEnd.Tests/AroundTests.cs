using System.Globalization;
using System.Text.Json;
using Baton.TestKit;

namespace Baton.EndToEnd.Tests;

/// <summary>The real program: the commands around operating.</summary>
public class AroundTests
{
    private const string Pair = """
        [services.db]
        command = ["sh", "-c", "trap 'echo reread' HUP; echo up; while :; do sleep 600 & wait; kill $!; done"]
        env = { PROJECT_MARK = "{mark}" }
        [services.web]
        command = ["sh", "-c", "echo \"in $PWD with $COLOUR\"; read line; echo \"got $line\"; exit 7"]
        working_dir = "site"
        env = { PROJECT_MARK = "{mark}", COLOUR = "blue" }
        depends_on = ["db"]
        autostart = false
        [services.job]
        command = ["sh", "-c", "echo begun; exec sleep 600"]
        env = { PROJECT_MARK = "{mark}" }
        depends_on = ["db"]
        autostart = false
        """;

    [Fact]
    public async Task A_signal_reaches_the_service_and_a_killed_one_is_restarted()
    {
        await using var project = Make();
        await project.UpAsync();
        await project.UntilLogAsync("db", "up");
        var before = await project.UntilReadyAfterAsync("db", 0);
        Assert.Equal(0, (await project.RunAsync("kill", "-s", "hup", "db")).ExitCode);
        await project.UntilLogAsync("db", "reread");
        Assert.Equal(before.GetProperty("pid").GetInt32(), (await project.ServicesAsync())["db"].GetProperty("pid").GetInt32());
        Assert.Equal(0, (await project.RunAsync("kill", "--signal", "9", "db")).ExitCode);
        var after = await project.UntilReadyAfterAsync("db", 1);
        Assert.Equal("SIGKILL", after.GetProperty("exit_signal").GetString());
        Assert.Contains("it was sent SIGKILL by uid", (await project.RunAsync("why", "db", "-n", "2")).Output + (await project.RunAsync("why", "db")).Output, StringComparison.Ordinal);
        var (exitCode, _, errors) = await project.RunAsync("kill", "-s", "TREM", "db");
        Assert.Equal(2, exitCode);
        Assert.Contains("did you mean \"SIGTERM\"?", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_graph_and_its_chain_are_shown_with_and_without_a_daemon()
    {
        await using var project = Make();
        Assert.Equal("web\n└─ db\njob\n└─ db\n", (await project.RunAsync("graph")).Output);
        await project.UpAsync();
        await project.UntilReadyAfterAsync("db", 0);
        Assert.Equal("web: stopped\n└─ db: running\n", (await project.RunAsync("graph", "web")).Output);
        Assert.StartsWith("db was ready after ", (await project.RunAsync("graph", "--chain")).Output, StringComparison.Ordinal);
        Assert.Contains("\"web\" -> \"db\";", (await project.RunAsync("graph", "--dot")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Exec_runs_a_program_as_the_service_is_run_and_passes_its_exit_code_on()
    {
        await using var project = Make();
        foreach (var isUp in new[] { false, true })
        {
            if (isUp) await project.UpAsync();
            var (exitCode, output, errors) = await project.RunAsync("exec", "web", "--", "sh", "-c", "echo \"$COLOUR $PWD $(umask) $(ulimit -Sn)[$1]\"; trap - PIPE; kill -PIPE $$", "sh", "");
            Assert.Equal((128 + 13, ""), (exitCode, errors));
            Assert.Matches($"^blue {project["site"]} 0022 [0-9]+\\[\\]\n$", output);
            Assert.Equal(5, (await project.RunAsync("exec", "web", "--", "sh", "-c", "exit 5")).ExitCode);
            (exitCode, _, errors) = await project.RunAsync("exec", "web", "--", "no-such-program");
            Assert.Equal(1, exitCode);
            Assert.Contains("program \"no-such-program\" was not found in PATH", errors, StringComparison.Ordinal);
            Assert.Equal(4, (await project.RunAsync("exec", "ghost", "--", "true")).ExitCode);
        }
    }

    [Fact]
    public async Task Run_has_the_terminal_starts_what_it_needs_and_refuses_what_is_supervised()
    {
        await using var project = Make();
        await project.UpAsync();
        Assert.Equal(0, (await project.RunAsync("stop", "db")).ExitCode);
        var (exitCode, output, errors) = await InShellAsync(project, "echo hello | $0 run web");
        Assert.True(exitCode == 7, errors);
        Assert.Equal($"in {project["site"]} with blue\ngot hello\n", output);
        Assert.Equal("running", (await project.ServicesAsync())["db"].GetProperty("state").GetString());
        (exitCode, _, errors) = await project.RunAsync("run", "db");
        Assert.Equal(3, exitCode);
        Assert.Contains("it is supervised and in running, and two of it at once would disturb each other; first: baton stop --only db", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_without_a_daemon_begins_one_for_what_it_needs_and_ends_it_again()
    {
        await using var project = Make();
        var (exitCode, output, errors) = await InShellAsync(project, "(sleep 0.5; echo hello) | $0 run web");
        Assert.True(exitCode == 7, errors);
        Assert.Equal($"in {project["site"]} with blue\ngot hello\n", output);
        Assert.True(UpAndDownTests.LogHolds(project, "db", "up"));
        Assert.Empty(project.Processes());
        Assert.Equal(3, (await project.RunAsync("ps")).ExitCode);
    }

    [Fact]
    public async Task A_foreground_run_that_is_told_to_end_passes_that_on_and_ends_the_daemon()
    {
        await using var project = Make();
        await using var job = project.Start(["run", "job"]);
        await Eventually.HoldsAsync(() => job.Output.Contains("begun", StringComparison.Ordinal), "the service to run", Project.Patience);
        job.Signal(15);
        Assert.Equal(128 + 15, await job.ExitAsync());

        Assert.Empty(project.Processes());
    }

    [Fact]
    public async Task Running_batons_of_the_user_are_listed_and_dead_ones_are_not()
    {
        await using var project = Make();
        using var runtime = new TemporaryFolder();
        var variables = new[] { $"XDG_RUNTIME_DIR={runtime.Path}" };
        var up = await RunningProgram.RunAsync(TestPrograms.Baton, ["up", "-d", "--listen", "none"], project.Path, variables);
        Assert.True(up.ExitCode == 0, up.Errors);
        var found = await ListedAsync();
        Assert.Equal((project[".baton"], "running", 3, project["baton.toml"]),
            (found.GetProperty("state_directory").GetString(), found.GetProperty("state").GetString(), found.GetProperty("services").GetInt32(), found.GetProperty("manifest").GetString()));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(runtime["baton/projects"]));
        // Killed in the way that leaves everything behind: guardian first, so that nobody begins the daemon again.
        var daemon = await project.DaemonAsync();
        ProcessTable.Signal(int.Parse(File.ReadAllText(project[".baton/pid"]), CultureInfo.InvariantCulture), 9);
        ProcessTable.Signal(daemon, 9);
        await Eventually.HoldsAsync(() => !Directory.Exists($"/proc/{daemon}/fd") || !Directory.EnumerateFileSystemEntries($"/proc/{daemon}/fd").Any(), "the daemon to be gone");
        Assert.Single(Directory.GetFileSystemEntries(runtime["baton/projects"]));
        Assert.DoesNotContain(project[".baton"], (await RunningProgram.RunAsync(TestPrograms.Baton, ["projects"], project.Path, variables)).Output, StringComparison.Ordinal);
        up = await RunningProgram.RunAsync(TestPrograms.Baton, ["up", "-d", "--listen", "none"], project.Path, variables);
        Assert.True(up.ExitCode == 0, up.Errors);
        Assert.Equal("running", (await ListedAsync()).GetProperty("state").GetString());
        await project.DownAsync();
        Assert.Empty(Directory.GetFileSystemEntries(runtime["baton/projects"]));

        async Task<JsonElement> ListedAsync()
        {
            var (exitCode, output, errors) = await RunningProgram.RunAsync(TestPrograms.Baton, ["projects", "-o", "json"], "/", variables);
            Assert.True(exitCode == 0, errors);
            using var document = JsonDocument.Parse(output);
            return document.RootElement.Clone().EnumerateArray().Single(entry => entry.GetProperty("folder").GetString() == project.Path);
        }
    }

    [Fact]
    public async Task A_doctor_finds_a_good_project_good_and_a_bad_manifest_bad()
    {
        await using var project = Make();
        await project.UpAsync();
        var (exitCode, output, errors) = await project.RunAsync("doctor", "-o", "json");
        Assert.True(exitCode == 0, output + errors);
        using var document = JsonDocument.Parse(output);
        var daemon = document.RootElement.EnumerateArray().Single(finding => finding.GetProperty("check").GetString() == "daemon");
        Assert.Equal(("ok", $"it listens on \"{project[".baton/baton.sock"]}\""), (daemon.GetProperty("level").GetString(), daemon.GetProperty("text").GetString()));
        project.Write("baton.toml", "[services.web]\n");
        (exitCode, output, _) = await project.RunAsync("doctor", project.Path);
        Assert.Equal(1, exitCode);
        Assert.Matches("(?m)^problem +manifest +.*baton.toml:1:", output);
    }

    [Fact]
    public async Task Where_systemd_does_not_run_install_writes_nothing()
    {
        if (Directory.Exists("/run/systemd/system")) return;
        await using var project = Make();
        var variables = new[] { $"XDG_CONFIG_HOME={project["config"]}" };
        var install = await RunningProgram.RunAsync(TestPrograms.Baton, ["install", "--user"], project.Path, variables);
        Assert.Equal(1, install.ExitCode);
        Assert.Contains("systemd does not run here", install.Errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(project["config"]));
        var print = await RunningProgram.RunAsync(TestPrograms.Baton, ["install", "--user", "--print"], project.Path, variables);
        // A build of the launcher gives way to the next: the link to the present one stays.
        var lasting = Path.GetDirectoryName(TestPrograms.Baton) is { } folder && Path.GetFileName(folder).StartsWith("build-", StringComparison.Ordinal)
            ? Path.Combine(Path.GetDirectoryName(folder)!, "current", "baton")
            : TestPrograms.Baton;
        Assert.Contains($"\nExecStart=\"{lasting}\" up \"{project.Path}\"\n", print.Output, StringComparison.Ordinal);
    }

    private static Project Make()
    {
        var project = new Project(Pair);
        Directory.CreateDirectory(project["site"]);
        return project;
    }

    private static Task<(int ExitCode, string Output, string Errors)> InShellAsync(Project project, string script) =>
        RunningProgram.RunAsync("/bin/sh", ["-c", script, TestPrograms.Baton], project.Path, [$"HOME={project.Path}"]);
}
