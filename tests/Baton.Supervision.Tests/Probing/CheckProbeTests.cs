using System.Net;
using System.Net.Sockets;
using Baton.Probes;
using Baton.Processes;
using Baton.Supervision.Probing;
using Baton.Supervision.Services;
using Baton.TestKit;

namespace Baton.Supervision.Tests.Probing;

/// <summary>The registry's checks against real sockets and programs, and their exact words.</summary>
public sealed class CheckProbeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("movement_check", "Movement server is responding", "Movement server port not accessible", 8081)]
    [InlineData("video_check", "Video server is responding", "Video server port not accessible", 5000)]
    [InlineData("api_check", "API server is responding", "API server port not accessible", 8000)]
    [InlineData("ultrasonic_check", "Ultrasonic server is responding", "Ultrasonic server port not accessible", 8080)]
    [InlineData("line_tracker_check", "Line tracker server is responding", "Line tracker server port not accessible", 8090)]
    [InlineData("gateway_check", "Gateway API is responding", "Gateway API port not accessible", 7070)]
    [InlineData("telemetry_check", "Telemetry server is responding", "Telemetry server not accessible", 8000)]
    public async Task A_check_of_a_port_says_whether_somebody_answers_there(string name, string good, string bad, int ownPort)
    {
        Assert.Equal(ownPort, Named(name).Port);
        foreach (var address in (IPAddress[])[IPAddress.Loopback, IPAddress.IPv6Loopback])
        {
            using var listener = new TcpListener(address, 0);
            listener.Start();
            var port = ((IPEndPoint)listener.LocalEndpoint).Port;
            Assert.Equal((true, good), await AskAsync(Named(name), port));
            listener.Stop();
            Assert.Equal((false, bad), await AskAsync(Named(name), port));
        }
    }

    [Fact]
    public async Task A_check_without_a_port_of_the_service_uses_its_own()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var check = Named("movement_check") with { Port = ((IPEndPoint)listener.LocalEndpoint).Port };
        Assert.Equal((true, "Movement server is responding"), await AskAsync(check, port: null));
    }

    [Theory]
    [InlineData("exit 0", true, "ROS 2 core is responding")]
    [InlineData("exit 1", false, "ROS 2 core not responding")]
    [InlineData("exec kill -9 $$", false, "ROS 2 core not responding")]
    [InlineData("[ \"$*\" = 'topic list' ] && [ \"$PWD\" = \"$FOLDER\" ]", true, "ROS 2 core is responding")]
    public async Task The_check_of_ROS_runs_its_program_where_the_service_runs(string script, bool isGood, string message)
    {
        Install($"#!/bin/sh\n{script}\n");
        Assert.Equal((isGood, message), await AskAsync(Named("ros_core_check"), port: null));
    }

    [Fact]
    public async Task A_ROS_that_is_not_there_is_said_to_be_missing() =>
        Assert.Equal((false, "ROS 2 not installed"), await AskAsync(Named("ros_core_check"), port: null));

    [Fact]
    public async Task A_ROS_that_cannot_be_run_is_said_with_the_reason()
    {
        Install("#!/no/such/interpreter\n");
        var (isGood, message) = await AskAsync(Named("ros_core_check"), port: null);
        Assert.False(isGood);
        Assert.StartsWith("ROS health check failed: ", message, StringComparison.Ordinal);
        Assert.Contains("/no/such/interpreter", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_ROS_that_does_not_answer_is_given_up_after_five_seconds()
    {
        Install("#!/bin/sh\necho $$ > \"$FOLDER/pid\"; exec /bin/sleep 60\n");
        var time = new ManualTime();
        var asking = AskAsync(Named("ros_core_check"), port: null, time);
        var pid = await _folder.NumberInAsync("pid");
        time.Advance(TimeSpan.FromSeconds(4.9));
        Assert.False(asking.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal((false, "ROS health check failed: timeout after 5 s"), await Eventually.ReturnsAsync(asking, "the answer"));
        Assert.False(ProcessTable.IsAlive(pid));
    }

    [Fact]
    public async Task The_check_of_the_sensors_looks_for_their_bus()
    {
        Assert.Equal("/dev/i2c-1", Named("sensor_check").Path);
        Assert.Equal((true, "I2C bus is available"), await AskAsync(Named("sensor_check") with { Path = "/dev/null" }, port: null));
        Assert.Equal((false, "I2C bus not available"), await AskAsync(Named("sensor_check") with { Path = _folder["no"] }, port: null));
    }

    private static BuiltInCheck Named(string name) => BuiltInCheck.All.Single(check => check.Name == name);

    private void Install(string script)
    {
        var path = _folder.Write("bin/ros2", script);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private async Task<(bool IsGood, string Message)> AskAsync(BuiltInCheck check, int? port, TimeProvider? time = null)
    {
        var launch = new Launch
        {
            Command = ["service"],
            WorkingDirectory = _folder.Path,
            Environment = new Dictionary<string, string> { ["PATH"] = _folder["bin"] + ":/no/such", ["FOLDER"] = _folder.Path },
        };
        ProbeResult result = await new CheckProbe(check, port, launch, time ?? TimeProvider.System).ExecuteAsync(default);
        return (result.IsSuccess, result.Detail);
    }
}
