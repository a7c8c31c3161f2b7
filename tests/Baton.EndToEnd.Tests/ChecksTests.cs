using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Baton.TestKit;

namespace Baton.EndToEnd.Tests;

/// <summary>Probes that look for a line, health checks, taken ports and last words, with the real program.</summary>
public class ChecksTests
{
    [Fact]
    public async Task A_service_is_ready_when_it_has_written_its_line_in_this_run_and_its_dependents_wait_for_that()
    {
        await using var project = new Project("""
            [services.model]
            command = ["sh", "-c", "echo loading; while [ ! -e go ]; do sleep 0.05; done; echo Ready on port 8000 >&2; exec sleep 600"]
            env = { PROJECT_MARK = "{mark}" }
            startup = { log_line = "^Ready on port [0-9]+$", stream = "stderr" }
            [services.show]
            command = ["sleep", "601"]
            env = { PROJECT_MARK = "{mark}" }
            depends_on = ["model"]
            """);
        await project.UpAsync();
        await Eventually.HoldsAsync(() => UpAndDownTests.LogHolds(project, "model", "loading"), "a first line");
        Assert.Equal("starting", (await project.ServicesAsync())["model"].GetProperty("state").GetString());

        project.Write("go", "");
        Assert.Equal(0, (await project.RunAsync("wait", "show", "--for", "ready", "--timeout", "30")).ExitCode);

        // The line of the first run does not make the second one ready.
        File.Delete(project["go"]);
        var restarting = project.RunAsync("restart", "model", "--timeout", "60");
        await project.UntilAsync("model", s => s.GetProperty("run").GetInt32() == 2 && s.TryGetProperty("pid", out _), "the second run");
        await Eventually.HoldsAsync(() => UpAndDownTests.LogHolds(project, "model", "loading"), "a first line again");
        Assert.Equal("starting", (await project.ServicesAsync())["model"].GetProperty("state").GetString());
        project.Write("go", "");
        Assert.Equal(0, (await restarting).ExitCode);
    }

    [Trait("Defect", "B9-6")]
    [Fact]
    public async Task Who_has_the_port_of_a_service_that_fails_is_told_with_its_last_words_and_left_alone()
    {
        using var stranger = new TcpListener(IPAddress.Loopback, 0);
        stranger.Start();
        var port = ((IPEndPoint)stranger.LocalEndpoint).Port;
        await using var project = new Project(string.Create(CultureInfo.InvariantCulture, $$"""
            [services.web]
            command = ["{{TestPrograms.TestProcess}}", "listen", "{{port}}", "there"]
            env = { PROJECT_MARK = "{mark}" }
            port = {{port}}
            restart = "never"
            autostart = false
            """));
        await project.UpAsync();
        var (exitCode, _, errors) = await project.RunAsync("start", "web");
        if (exitCode == 0) (exitCode, _, errors) = await project.RunAsync("wait", "web", "--for", "completed", "--timeout", "30");
        Assert.Equal(1, exitCode);
        var held = string.Create(CultureInfo.InvariantCulture, $"exit code 98; port {port} is held by \"{File.ReadAllText("/proc/self/comm").Trim()}\" (pid {Environment.ProcessId}, uid ");
        Assert.Contains(held, errors, StringComparison.Ordinal);
        Assert.Contains("which is not of this service", errors, StringComparison.Ordinal);
        Assert.Contains($"  | cannot listen on port {port}: Address already in use\n", errors, StringComparison.Ordinal);

        var web = (await project.ServicesAsync())["web"];
        Assert.Equal([$"cannot listen on port {port}: Address already in use"], web.GetProperty("last_output").EnumerateArray().Select(line => line.GetString()));
        Assert.Equal(0, (await project.RunAsync("stop", "web")).ExitCode);
        Assert.True(stranger.Server.IsBound);
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port);
    }

    [Trait("Defect", "B9-19")]
    [Fact]
    public async Task The_health_check_of_a_registry_is_carried_out_and_restarts_nothing()
    {
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        var port = ((IPEndPoint)server.LocalEndpoint).Port;
        await using var project = new Project("");
        File.Delete(project["baton.toml"]);
        project.Write("service_registry.json", string.Create(CultureInfo.InvariantCulture, $$"""
            { "services": [
              { "name": "motor", "cmd": "sleep", "args": ["600"], "autostart": true, "health_check": "movement_check", "port": {{port}} },
              { "name": "leds", "cmd": "sleep", "args": ["601"], "autostart": true, "health_check": null }
            ] }
            """));
        await project.UpAsync();
        var motor = await project.UntilAsync("motor", s => s.GetProperty("health").TryGetProperty("healthy", out _), "a first check");
        Assert.True(motor.GetProperty("health").GetProperty("healthy").GetBoolean());
        Assert.Equal("Movement server is responding", motor.GetProperty("health").GetProperty("message").GetString());
        Assert.False((await project.ServicesAsync())["leds"].TryGetProperty("health", out _));

        server.Stop();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(90), TimeProvider.System);
        var isUnhealthy = false;
        while (!isUnhealthy)
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, patience.Token);
            motor = (await project.ServicesAsync())["motor"];
            isUnhealthy = motor.GetProperty("health").TryGetProperty("healthy", out var healthy) && !healthy.GetBoolean();
        }

        Assert.Equal("unhealthy: Movement server port not accessible", motor.GetProperty("reason").GetString());
        Assert.Equal(("running", 1), (motor.GetProperty("state").GetString(), motor.GetProperty("run").GetInt32()));
        Assert.Contains("yes, unhealthy", (await project.RunAsync("ps")).Output, StringComparison.Ordinal);
        Assert.Equal(0, (await project.RunAsync("down")).ExitCode);
    }
}
