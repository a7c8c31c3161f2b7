using System.Globalization;
using System.Net.Sockets;

namespace Baton.EndToEnd.Tests;

/// <summary>The robot of the examples, as its README says it behaves.</summary>
[Trait("Speed", "slow")]
public class RobotExampleTests
{
    [Fact]
    [Trait("Defect", "B9-4")]
    public async Task Each_policy_is_kept_and_nothing_is_left_after_down()
    {
        await using var robot = Robot();
        await robot.UpAsync();
        await robot.UntilReadyAfterAsync("navigator", 0);
        await robot.UntilStateAsync("ros_core", "completed");
        Assert.Equal(0, (await robot.ServicesAsync())["lighting_server"].GetProperty("run").GetInt32());

        await robot.UntilReadyAfterAsync("motor_ws", await robot.SignalAsync("motor_ws", 9));
        await robot.UntilReadyAfterAsync("ultrasonic_ws_server", await robot.SignalAsync("ultrasonic_ws_server", 9));
        Assert.Equal(0, (await robot.RunAsync("start", "lighting_server")).ExitCode);
        await robot.SignalAsync("lighting_server", 9);
        var failed = await robot.UntilStateAsync("lighting_server", "failed");
        Assert.Equal(1, failed.GetProperty("run").GetInt32());
        await robot.DownAsync();
    }

    [Fact]
    [Trait("Defect", "B9-3")]
    public async Task One_that_fails_again_and_again_is_failed_after_three_restarts_and_begins_anew_by_hand()
    {
        await using var robot = Robot();
        robot.Write("video/broken", "");
        await robot.UpAsync();
        var failed = await robot.UntilStateAsync("video_server", "failed");
        Assert.Equal(4, failed.GetProperty("run").GetInt32());
        File.Delete(robot["video/broken"]);
        Assert.Equal(0, (await robot.RunAsync("start", "video_server")).ExitCode);
        await robot.UntilReadyAfterAsync("video_server", 4);
        await robot.DownAsync();
    }

    [Fact]
    [Trait("Defect", "B9-5")]
    public async Task Stopping_a_wrapper_stops_the_real_server_and_motors_are_stopped_after_what_drives_them()
    {
        await using var robot = Robot();
        await robot.UpAsync();
        var port = int.Parse(robot.Ports[1], CultureInfo.InvariantCulture);
        await robot.UntilReadyAfterAsync("navigator", 0);
        await robot.UntilLogAsync("ultrasonic_ws_server", "measuring");
        Assert.True(Answers(port));
        Assert.Equal(0, (await robot.RunAsync("stop", "ultrasonic_ws_server")).ExitCode);
        Assert.False(Answers(port));

        var (exitCode, output, _) = await robot.RunAsync("stop", "motor_ws");
        Assert.Equal(0, exitCode);
        Assert.Contains("navigator", output, StringComparison.Ordinal);
        await robot.UntilLogAsync("motor_ws", "wheels: stopped");
        await robot.DownAsync();
    }

    [Fact]
    public async Task On_a_full_disk_what_is_killed_comes_back_commands_answer_and_the_log_counts_what_it_lost_once_there_is_room()
    {
        await using var robot = Robot();
        await using var up = await robot.UpOnSmallDiskAsync();
        await robot.UntilReadyAfterAsync("navigator", 0);
        robot.FillDisk();
        foreach (var name in new[] { "motor_ws", "video_server", "ultrasonic_ws_server" })
        {
            await robot.UntilReadyAfterAsync(name, await robot.SignalAsync(name, 9));
            Assert.Equal(0, (await robot.RunAsync("logs", name)).ExitCode);
        }

        robot.MakeRoom();
        var (bytes, lines) = await robot.UntilLogsTellOfGapAsync("video_server");
        Assert.InRange(lines, 1, bytes);

        robot.FillDisk();
        await robot.DownAsync();
        Assert.Equal(0, await up.ExitAsync());
    }

    internal static Project Robot() => Project.Example("robot", "/tmp/baton-robot", "18081", "18080");

    internal static bool Answers(int port)
    {
        using var client = new TcpClient();
        try
        {
            client.Connect("127.0.0.1", port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
