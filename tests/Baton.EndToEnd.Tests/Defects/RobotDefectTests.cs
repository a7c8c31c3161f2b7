using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Baton.TestKit;

namespace Baton.EndToEnd.Tests.Defects;

/// <summary>
/// What went wrong with the robot's service manager, with its own format and the real program. Where a test elsewhere shows it whole,
/// that one carries the number; <see cref="DefectListTests"/> sees that each number has one.
/// </summary>
public class RobotDefectTests
{
    [Fact]
    [Trait("Defect", "B9-1")]
    public async Task Looking_at_a_service_all_the_time_does_not_keep_it_from_being_restarted()
    {
        await using var project = Project.Robot("""{ "name": "motor", "cmd": "sleep", "args": ["3600"], "autostart": true, "restart_policy": "always", "cooldown_seconds": 0 }""");
        await project.UpAsync();
        for (var round = 0; round < 3; round++)
        {
            var run = await project.SignalAsync("motor", 9);
            // Asks as fast as it can until it is back.
            await project.UntilReadyAfterAsync("motor", run);
        }
    }

    [Fact]
    [Trait("Defect", "B9-2")]
    public async Task One_that_dies_right_after_its_start_is_restarted_after_the_cooldown_and_not_abandoned()
    {
        await using var project = Project.Robot("""{ "name": "motor", "cmd": "sh", "args": ["-c", "exit 1"], "autostart": true, "restart_policy": "always", "cooldown_seconds": 1 }""");
        await project.UpAsync();
        var third = await project.UntilAsync("motor", s => s.GetProperty("run").GetInt32() >= 3, "a third run");
        Assert.NotEqual("failed", third.GetProperty("state").GetString());
    }

    [Fact]
    [Trait("Defect", "B9-5")]
    public async Task A_restart_leaves_no_grandchild_that_would_hold_the_port()
    {
        await using var robot = RobotExampleTests.Robot();
        await robot.UpAsync();
        await robot.UntilLogAsync("ultrasonic_ws_server", "measuring");
        var wrapper = (await robot.ServicesAsync())["ultrasonic_ws_server"];
        var server = Assert.Single(robot.Processes(), pid => ProcessTable.ParentOf(pid) == wrapper.GetProperty("pid").GetInt32());
        Assert.Equal(0, (await robot.RunAsync("restart", "ultrasonic_ws_server")).ExitCode);
        Assert.False(ProcessTable.IsAlive(server));
        var port = int.Parse(robot.Ports[1], CultureInfo.InvariantCulture);
        await Eventually.HoldsAsync(() => RobotExampleTests.Answers(port), "the new server to have got the port");
    }

    [Fact]
    [Trait("Defect", "B9-6")]
    public async Task A_stranger_on_the_port_is_neither_taken_for_the_service_nor_ended_with_it()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
        await using var project = Project.Robot(
            $$"""{ "name": "video", "cmd": "sleep", "args": ["3600"], "autostart": false, "restart_policy": "always", "port": {{port}} }""");
        await project.UpAsync();
        var before = (await project.ServicesAsync())["video"];
        Assert.Equal("stopped", before.GetProperty("state").GetString());
        Assert.False(before.TryGetProperty("pid", out _));
        // Started or refused: what it shows as its process is never ours, and no stop reaches us.
        await project.RunAsync("start", "video", "--timeout", "5");
        var after = (await project.ServicesAsync())["video"];
        Assert.False(after.TryGetProperty("pid", out var pid) && pid.GetInt32() == Environment.ProcessId);
        Assert.Equal(0, (await project.RunAsync("stop", "video")).ExitCode);
        await project.DownAsync();
        Assert.True(RobotExampleTests.Answers(((IPEndPoint)listener.LocalEndpoint).Port));
    }

    [Fact]
    [Trait("Defect", "B9-7")]
    public async Task Restart_and_shutdown_let_the_motors_be_stopped_before_the_server_ends()
    {
        await using var robot = RobotExampleTests.Robot();
        await robot.UpAsync();
        await robot.UntilLogAsync("motor_ws", "wheels: turning");
        Assert.Equal(0, (await robot.RunAsync("restart", "motor_ws")).ExitCode);
        await robot.UntilLogAsync("motor_ws", "wheels: stopped");
        var second = Path.GetFileName(Directory.GetFiles(robot[".baton/logs/motor_ws"], "*-r2.log").Single());
        await Eventually.HoldsAsync(() => LogOf(robot, second).Contains("wheels: turning", StringComparison.Ordinal), "the second run to turn its wheels");
        await robot.DownAsync();
        Assert.Contains("wheels: stopped", LogOf(robot, second), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Defect", "B9-8")]
    public async Task A_signal_while_services_are_being_started_stops_everything()
    {
        var entries = string.Join(",\n", Enumerable.Range(0, 30).Select(i =>
            $$"""{ "name": "s{{i}}", "cmd": "sleep", "args": ["3600"], "autostart": true, "restart_policy": "always" }"""));
        await using var project = Project.Robot(entries);
        await using var up = project.Start(["up", "--listen", "none"]);
        await Eventually.HoldsAsync(() => project.Processes().Count > 0, "a first process");
        up.Signal(15);
        Assert.Equal(0, await up.ExitAsync());
        Assert.Empty(project.Processes());
    }

    [Theory]
    [Trait("Defect", "B9-13")]
    [InlineData("""{ "cmd": "sleep" }""", "missing key \"name\"")]
    [InlineData("""{ "name": "a", "cmd": "sleep", }""", "")]
    public async Task A_registry_with_a_mistake_is_refused_and_never_one_without_services(string entry, string message)
    {
        await using var project = Project.Robot(entry);
        var (exitCode, _, errors) = await project.RunAsync("up", "-d", "--listen", "none");
        Assert.Equal(1, exitCode);
        Assert.Contains("omega_services/service_registry.json:1:", errors, StringComparison.Ordinal);
        Assert.Contains(message, errors, StringComparison.Ordinal);
        Assert.Equal(3, (await project.RunAsync("ps")).ExitCode);
    }

    [Fact]
    [Trait("Defect", "B9-14")]
    public async Task A_name_that_leads_out_of_the_folder_is_refused_and_writes_nothing()
    {
        await using var project = Project.Robot("""{ "name": "../../../escape", "cmd": "echo", "args": ["x"], "autostart": true }""");
        Assert.Equal(1, (await project.RunAsync("up", "-d", "--listen", "none")).ExitCode);
        Assert.DoesNotContain(Directory.GetFileSystemEntries(project.Path, "*", SearchOption.AllDirectories), path => path.Contains("escape", StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Defect", "B9-18")]
    public async Task What_has_ended_shows_no_process_and_no_figures()
    {
        await using var project = Project.Robot("""{ "name": "motor", "cmd": "sh", "args": ["-c", "while :; do :; done"], "autostart": true }""");
        await project.UpAsync();
        await project.UntilAsync("motor", s => s.TryGetProperty("cpu_percent", out var cpu) && cpu.GetDouble() > 0, "a share of the processor");
        Assert.Equal(0, (await project.RunAsync("stop", "motor")).ExitCode);
        var stopped = (await project.ServicesAsync())["motor"];
        Assert.All(["pid", "cpu_percent", "memory_bytes", "processes", "ports"], key => Assert.False(stopped.TryGetProperty(key, out _), key));
    }

    [Fact]
    [Trait("Defect", "B9-22")]
    public async Task Each_service_has_a_session_of_its_own_so_that_keys_on_the_terminal_do_not_reach_it()
    {
        await using var project = Project.Robot("""{ "name": "motor", "cmd": "sleep", "args": ["3600"], "autostart": true }""");
        await project.UpAsync();
        var pid = (await project.UntilReadyAfterAsync("motor", 0)).GetProperty("pid").GetInt32();
        Assert.Equal((pid, pid), (ProcessTable.SessionOf(pid), ProcessTable.GroupOf(pid)));
    }

    private static string LogOf(Project robot, string file) => File.ReadAllText(robot[$".baton/logs/motor_ws/{file}"]);
}
