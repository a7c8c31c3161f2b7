using System.Globalization;
using Baton.TestKit;

namespace Baton.EndToEnd.Tests;

/// <summary>The real program with real services: they run, are watched, restarted, logged and stopped cleanly.</summary>
public class UpAndDownTests
{
    private const string Two = """
        [services.db]
        command = ["sleep", "600"]
        env = { PROJECT_MARK = "{mark}" }
        restart_delay_seconds = 0
        [services.web]
        command = "sleep 601 & setsid sleep 602 & wait"
        env = { PROJECT_MARK = "{mark}" }
        depends_on = ["db"]
        """;

    [Fact]
    public async Task Services_run_after_up_and_no_process_is_left_after_down()
    {
        await using var project = new Project(Two);
        await project.UpAsync();
        await project.UntilAsync("web", s => s.GetProperty("state").GetString() == "running", "running");
        await Eventually.HoldsAsync(() => project.Processes().Count >= 4, "all processes of both services");
        var (exitCode, _, errors) = await project.RunAsync("down");
        Assert.True(exitCode == 0, errors);
        Assert.Empty(project.Processes());
        Assert.Equal(3, (await project.RunAsync("ps")).ExitCode);
    }

    [Fact]
    public async Task A_killed_service_comes_back_as_a_new_run()
    {
        await using var project = new Project(Two);
        await project.UpAsync();
        var first = await project.UntilAsync("db", s => s.TryGetProperty("pid", out _), "a pid");
        ProcessTable.Signal(first.GetProperty("pid").GetInt32(), 9);
        var second = await project.UntilAsync("db", s => s.GetProperty("run").GetInt32() == 2 && s.TryGetProperty("pid", out _), "a second run");
        Assert.Equal("SIGKILL", second.GetProperty("exit_signal").GetString());
        Assert.Equal(1, second.GetProperty("restarts").GetInt32());
    }

    [Fact]
    public async Task Stop_returns_when_the_whole_tree_is_gone_and_names_what_was_stopped_besides()
    {
        await using var project = new Project(Two);
        await project.UpAsync();
        await Eventually.HoldsAsync(() => project.Processes().Count >= 4, "all processes of both services");
        var (exitCode, output, errors) = await project.RunAsync("stop", "db");
        Assert.True(exitCode == 0, errors);
        Assert.Empty(project.Processes());
        Assert.Contains("web", output, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Defect", "B9-8")]
    public async Task Ctrl_C_stops_orderly_with_exit_0_and_leaves_nothing()
    {
        await using var project = new Project(Two);
        await using var up = project.Start(["up", "--listen", "none"]);
        await Eventually.HoldsAsync(() => project.Processes().Count >= 4, "all processes of both services");
        up.Signal(2);
        Assert.Equal(0, await up.ExitAsync());
        Assert.Empty(project.Processes());
    }

    [Fact]
    public async Task A_second_Ctrl_C_kills_what_ignores_the_first()
    {
        await using var project = new Project("""
            [services.stubborn]
            command = "trap '' TERM; echo ready; while :; do sleep 1; done"
            env = { PROJECT_MARK = "{mark}" }
            stop_timeout_seconds = 600
            """);
        await using var up = project.Start(["up", "--listen", "none"]);
        await Eventually.HoldsAsync(() => up.Output.Contains("ready", StringComparison.Ordinal), "the service to be stubborn");
        up.Signal(2);
        await project.UntilAsync("stubborn", s => s.GetProperty("state").GetString() == "stopping", "stopping");
        // As a person: what comes within a tenth of a second is the same wish, since a terminal sends it to both processes of Baton.
        await Task.Delay(TimeSpan.FromMilliseconds(150), TimeProvider.System);
        up.Signal(2);
        Assert.Equal(0, await up.ExitAsync());
        Assert.Empty(project.Processes());
    }

    [Fact]
    [Trait("Defect", "A9-21")]
    public async Task A_terminal_that_hangs_holds_up_no_service_and_no_stop()
    {
        await using var project = new Project("""
            [services.chatter]
            command = "i=0; while [ $i -lt 20000 ]; do i=$((i+1)); echo \"line $i of a service that says much more than its terminal takes\"; done; echo finished; exec sleep 600"
            env = { PROJECT_MARK = "{mark}" }
            """);
        await using var up = project.Start(["up", "--listen", "none"], readsOutput: false);
        await Eventually.HoldsAsync(() => LogHolds(project, "chatter", "finished"), "the service to have said everything");
        up.Signal(15);
        Assert.Equal(0, await up.ExitAsync());
        Assert.Empty(project.Processes());
    }

    [Fact]
    [Trait("Defect", "C9-11")]
    [Trait("Defect", "A9-13")]
    [Trait("Defect", "B9-11")]
    public async Task A_second_daemon_on_the_same_state_is_refused_with_the_holder_and_exit_3()
    {
        await using var project = new Project(Two);
        await project.UpAsync();
        var (exitCode, _, errors) = await project.RunAsync("up", "--listen", "none");
        Assert.Equal(3, exitCode);
        Assert.Matches("pid [0-9]+", errors);
    }

    [Fact]
    [Trait("Defect", "A9-13")]
    public async Task After_a_kill_of_the_guardian_the_next_up_takes_over_what_it_left_and_nothing_runs_twice()
    {
        await using var project = new Project(Two);
        await project.UpAsync();
        await Eventually.HoldsAsync(() => project.Processes().Count >= 4, "all processes of both services");
        var left = project.Processes();
        ProcessTable.Signal(GuardianOf(project), 9);
        await project.UpAsync();
        await Eventually.HoldsAsync(() => project.Processes().Count >= 4, "all processes of both services again");
        Assert.Equal(left.Order(), project.Processes().Order());
        Assert.Equal(1, (await project.ServicesAsync())["db"].GetProperty("run").GetInt32());
    }

    [Fact]
    public async Task A_bad_manifest_is_told_with_all_its_problems_and_starts_nothing()
    {
        await using var project = new Project("[services.db]\ncomand = [\"sleep\", \"600\"]\nrestart = \"sometimes\"\n");
        var (exitCode, _, errors) = await project.RunAsync("up", "--listen", "none");
        Assert.Equal(1, exitCode);
        Assert.Contains("baton.toml:2:1: unknown key \"comand\"", errors, StringComparison.Ordinal);
        Assert.Contains("baton.toml:3:11: ", errors, StringComparison.Ordinal);
        Assert.Equal(1, (await project.RunAsync("check")).ExitCode);
    }

    [Fact]
    public async Task Output_is_in_the_log_with_time_and_stream()
    {
        await using var project = new Project("""
            [services.speaker]
            command = "echo out; echo err >&2"
            restart = "never"
            env = { PROJECT_MARK = "{mark}" }
            """);
        await project.UpAsync();
        await project.UntilAsync("speaker", s => s.GetProperty("state").GetString() == "completed", "completed");
        await Eventually.HoldsAsync(() => LogHolds(project, "speaker", "[stdout] out\n") && LogHolds(project, "speaker", "[stderr] err\n"), "both lines");
        var (exitCode, output, _) = await project.RunAsync("logs", "speaker");
        Assert.Equal(0, exitCode);
        Assert.Contains("out", output, StringComparison.Ordinal);
        Assert.Contains("err", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_that_cannot_be_started_is_told_with_its_reason()
    {
        await using var project = new Project("""
            [services.ghost]
            command = ["/no/such/program"]
            """);
        await project.UpAsync();
        var ghost = await project.UntilAsync("ghost", s => s.GetProperty("state").GetString() == "backoff", "backoff");
        Assert.Contains("/no/such/program", ghost.GetProperty("reason").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_state_directory_with_a_path_too_long_for_a_socket_works()
    {
        await using var project = new Project(Two);
        var state = project[new string('d', 120)];
        var (exitCode, _, errors) = await project.RunAsync("up", "-d", "--listen", "none", "--state", state);
        Assert.True(exitCode == 0, errors);
        Assert.Equal(0, (await project.RunAsync("ps", "--state", state)).ExitCode);
        Assert.Equal(0, (await project.RunAsync("down", "--state", state)).ExitCode);
    }

    [Fact]
    public async Task A_requested_address_that_is_busy_is_an_error_and_nothing_runs()
    {
        await using var project = new Project(Two);
        using var taken = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        taken.Start();
        var port = ((System.Net.IPEndPoint)taken.LocalEndpoint).Port;
        var (exitCode, _, errors) = await project.RunAsync("up", "-d", "--listen", string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}"));
        Assert.Equal(1, exitCode);
        Assert.Contains(port.ToString(CultureInfo.InvariantCulture), errors, StringComparison.Ordinal);
        Assert.Empty(project.Processes());
    }

    [Fact]
    public async Task An_empty_daemon_runs_without_a_manifest()
    {
        await using var project = new Project("");
        var (exitCode, _, errors) = await project.RunAsync("up", "-d", "--empty", "--listen", "none");
        Assert.True(exitCode == 0, errors);
        Assert.Empty(await project.ServicesAsync());
    }

    [Fact]
    public async Task Empty_daemons_run_side_by_side_in_one_folder_each_with_a_control_socket_of_its_own()
    {
        await using var project = new Project("");
        string[] up = ["up", "-d", "--empty", "--listen", "none"];
        try
        {
            // The option wins over the variable.
            string[] variables = [$"HOME={project.Path}", "VEECLE_ORCHESTRATOR_SOCKET=./two.sock"];
            var one = await RunningProgram.RunAsync(TestPrograms.Baton, [.. up, "--control-socket", "./one.sock"], project.Path, variables);
            Assert.True(one.ExitCode == 0, one.Errors);
            var two = await RunningProgram.RunAsync(TestPrograms.Baton, up, project.Path, variables);
            Assert.True(two.ExitCode == 0, two.Errors);
            Assert.All(["one.sock.baton/pid", "two.sock.baton/pid"], path => Assert.True(File.Exists(project[path]), path));
            Assert.False(Directory.Exists(project[".baton"]));
        }
        finally
        {
            var ends = new[] { await project.RunAsync("down", "--state", "one.sock.baton"), await project.RunAsync("down", "--state", "two.sock.baton") };
            Assert.All(ends, end => Assert.True(end.ExitCode == 0, end.Errors));
        }
    }

    [Fact]
    public async Task A_control_socket_that_is_no_address_is_an_error_and_nothing_runs()
    {
        await using var project = new Project(Two);
        var (exitCode, _, errors) = await project.RunAsync("up", "-d", "--listen", "none", "--control-socket", "one.sock");
        Assert.Equal(2, exitCode);
        Assert.Contains("cannot be controlled at \"one.sock\": write a path that begins with /, ./ or ../", errors, StringComparison.Ordinal);
        Assert.Empty(project.Processes());
    }

    internal static int GuardianOf(Project project) =>
        int.Parse(File.ReadAllText(project[".baton/pid"]), CultureInfo.InvariantCulture);

    internal static bool LogHolds(Project project, string service, string text)
    {
        var folder = project[$".baton/logs/{service}"];
        return Directory.Exists(folder) && Directory.GetFiles(folder).Any(file => File.ReadAllText(file).Contains(text, StringComparison.Ordinal));
    }
}
