using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Baton.TestKit;

namespace Baton.EndToEnd.Tests.Containers;

/// <summary>What an engine gives to a container, and what it means when it is not there.</summary>
[Collection(DockerCollection.Name)]
[Trait("Speed", "slow")]
public sealed class ContainerEngineTests(DockerEngine engine)
{
    [Fact]
    public async Task A_published_port_leads_into_the_container()
    {
        const string Network = "baton-test";
        Assert.Equal(0, (await engine.DockerAsync("network", "create", Network)).ExitCode);
        try
        {
            var port = FreePort();
            await using var project = ContainerProject.With(engine, $"""
                [services.web]
                image = "box:1"
                pull = "never"
                network = "{Network}"
                command = ["sh", "-c", "while true; do echo from inside | nc -l -p 80; done"]
                ports = ["127.0.0.1:{port}:80"]
                stop_timeout_seconds = 0
                """);
            await project.UpAsync();
            await project.UntilReadyAsync("web");
            var said = "";
            await Eventually.HoldsAsync(() => (said = Ask(port)).Length > 0, "an answer from inside", Project.Patience);

            Assert.Equal("from inside\n", said);
            var web = await project.UntilAsync("web", s => s.TryGetProperty("ports", out var ports) && ports.ValueKind == System.Text.Json.JsonValueKind.Array, "its ports");
            Assert.Equal([port], web.GetProperty("ports").EnumerateArray().Select(p => p.GetInt32()));
            await project.DownAsync();
        }
        finally
        {
            await engine.DockerAsync("network", "rm", Network);
        }
    }

    [Fact]
    public async Task A_port_that_somebody_has_is_the_reason_that_is_told()
    {
        const string Network = "baton-test-2";
        Assert.Equal(0, (await engine.DockerAsync("network", "create", Network)).ExitCode);
        try
        {
            using var other = new TcpListener(IPAddress.Loopback, 0);
            other.Start();
            var port = ((IPEndPoint)other.LocalEndpoint).Port;
            await using var project = ContainerProject.With(engine, $"""
                [services.web]
                image = "box:1"
                pull = "never"
                network = "{Network}"
                command = ["sleep", "600"]
                ports = ["127.0.0.1:{port}:80"]
                max_failures = 1
                restart_delay_seconds = 0.1
                failed_retry_seconds = 0
                """);
            await project.UpAsync();
            await project.UntilStateAsync("web", "failed");

            var why = (await project.RunAsync("why", "web")).Output;
            Assert.Contains("cannot start a container of image \"box:1\"", why, StringComparison.Ordinal);
            Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"{port}"), why, StringComparison.Ordinal);
            Assert.Empty(await engine.ContainersAsync(project));
        }
        finally
        {
            await engine.DockerAsync("network", "rm", Network);
        }
    }

    [Fact]
    public async Task One_that_takes_more_memory_than_it_may_has_ended_for_that()
    {
        // Where the kernel does not let the engine limit memory, there is nothing to see; the same is asked of a scripted engine.
        if ((await engine.DockerAsync("info", "--format", "{{.MemoryLimit}}")).Output.Trim() != "true") return;
        await using var project = ContainerProject.With(engine, """
            [services.greedy]
            {box}
            command = ["sh", "-c", "tail /dev/zero"]
            limits = { memory = "20MB" }
            restart = "never"
            """);
        await project.UpAsync();

        var failed = await project.UntilStateAsync("greedy", "failed");
        Assert.Contains("out of memory (limits.memory)", failed.GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Contains("[stderr] baton: the container was out of memory\n", project.LogOf("greedy"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stop_while_the_engine_is_away_says_what_is_waited_for_and_comes_right_when_it_is_back()
    {
        await using var project = ContainerProject.With(engine, ContainerProject.Clock + "\nstop_timeout_seconds = 0.5");
        await project.UpAsync();
        await project.UntilReadyAsync("clock");
        await engine.StopAsync();
        try
        {
            await project.RunAsync("stop", "clock");
            var stuck = await project.UntilAsync("clock", s => s.GetProperty("reason").GetString()?.Contains("may still run", StringComparison.Ordinal) == true, "to say what is waited for");

            Assert.Equal("stopping", stuck.GetProperty("state").GetString());
            Assert.Contains($"cannot reach the Docker engine at \"{engine.Socket}\"", stuck.GetProperty("reason").GetString(), StringComparison.Ordinal);
            Assert.Contains("start Docker", stuck.GetProperty("reason").GetString(), StringComparison.Ordinal);
        }
        finally
        {
            await engine.StartAsync();
        }

        await project.UntilStateAsync("clock", "stopped");
        Assert.Empty(await engine.ContainersAsync(project));
        Assert.Equal(0, (await project.RunAsync("start", "clock")).ExitCode);
        await project.UntilReadyAfterAsync("clock", 1);
        await project.DownAsync();
    }

    [Fact]
    public async Task An_engine_that_takes_connections_and_never_answers_delays_nobody_else()
    {
        using var folder = new TemporaryFolder();
        using var hung = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        hung.Bind(new UnixDomainSocketEndPoint(folder["hung.sock"]));
        hung.Listen(100);
        await using var project = new Project($"""
            [docker]
            socket = "{folder["hung.sock"]}"
            [services.box]
            image = "box:1"
            max_failures = 1
            restart_delay_seconds = 0.1
            failed_retry_seconds = 0
            [services.other]
            command = ["sleep", "600"]
            """);
        await project.UpAsync();

        await project.UntilReadyAsync("other");
        Assert.Equal("starting", (await project.ServicesAsync())["box"].GetProperty("state").GetString());
        await project.UntilAsync("other", s => s.TryGetProperty("memory_bytes", out var bytes) && bytes.ValueKind == System.Text.Json.JsonValueKind.Number, "figures");
        await project.UntilEventAsync("box", "waits for the Docker engine");
        await project.UntilStateAsync("box", "failed");
        var why = (await project.RunAsync("why", "box")).Output;
        Assert.Contains("it does not answer; restart Docker", why, StringComparison.Ordinal);
        await project.DownAsync();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string Ask(int port)
    {
        try
        {
            using var client = new TcpClient("127.0.0.1", port) { ReceiveTimeout = 5000 };
            using var reader = new StreamReader(client.GetStream());
            return reader.ReadToEnd();
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            return "";
        }
    }
}
