using System.Net;
using System.Net.Sockets;
using Baton.TestKit;

namespace Baton.EndToEnd.Tests.Containers;

/// <summary>What goes wrong with containers is told precisely, and concerns that service alone.</summary>
[Collection(DockerCollection.Name)]
[Trait("Speed", "slow")]
public sealed class ContainerTroubleTests(DockerEngine engine)
{
    private const string Rules = "restart_delay_seconds = 0.1\nmax_failures = 1\nfailed_retry_seconds = 0";

    [Fact]
    public async Task Without_an_engine_that_service_alone_fails_and_check_warns()
    {
        await using var project = new Project($"""
            [docker]
            socket = "/nowhere/docker.sock"
            [services.box]
            image = "box:1"
            {Rules}
            [services.other]
            command = ["sleep", "600"]
            """);

        var (checkedCode, _, warnings) = await project.RunAsync("check");
        await project.UpAsync();

        Assert.Equal(0, checkedCode);
        Assert.Contains("no Docker engine answers at \"/nowhere/docker.sock\"", warnings, StringComparison.Ordinal);
        await project.UntilStateAsync("other", "running");
        Assert.Contains("cannot reach the Docker engine at \"/nowhere/docker.sock\": there is no such socket", await ReasonAsync(project), StringComparison.Ordinal);
        await project.DownAsync();
    }

    [Theory]
    [InlineData("image = \"absent:1\"\npull = \"never\"", "cannot find image \"absent:1\"")]
    [InlineData("image = \"127.0.0.1:1/absent:1\"", "cannot fetch image \"127.0.0.1:1/absent:1\"")]
    [InlineData("image = \"box:1\"\nnetwork = \"host\"\ncommand = [\"/no/such/program\"]", "/no/such/program")]
    [InlineData("image = \"box:1\"\nnetwork = \"host\"\ncommand = [\"sleep\", \"600\"]\nvolumes = [\"/no/such/folder:/data\"]", "/no/such/folder")]
    [InlineData("image = \"box:1\"\nnetwork = \"no-such-network\"\ncommand = [\"sleep\", \"600\"]", "no-such-network")]
    [InlineData("image = \"box:1\"\nnetwork = \"host\"\nuser = \"nobody-here\"\ncommand = [\"sleep\", \"600\"]", "nobody-here")]
    public async Task Why_a_container_does_not_start_is_told(string keys, string reason)
    {
        await using var project = ContainerProject.With(engine, $"[services.box]\n{keys}\n{Rules}");
        await project.UpAsync();

        Assert.Contains(reason, await ReasonAsync(project), StringComparison.Ordinal);
        Assert.Empty(await engine.ContainersAsync(project));
    }

    [Fact]
    public async Task A_container_that_is_not_ours_is_never_touched()
    {
        await using var project = ContainerProject.With(engine, $"{ContainerProject.Clock}\n{Rules}");
        await project.UpAsync();
        await project.UntilReadyAsync("clock");
        var name = Assert.Single(await engine.ContainersAsync(project));
        Assert.Equal(0, (await project.RunAsync("stop", "clock")).ExitCode);
        string[] run = ["run", "-d", "--network", "host", "--label", "baton.service=clock", "--label", "baton.state=0000000000000000"];
        Assert.Equal(0, (await engine.DockerAsync([.. run, "--name", name, "box:1", "sleep", "600"])).ExitCode);
        try
        {
            await project.RunAsync("start", "clock");
            Assert.Contains($"cannot create container \"{name}\": a container that is not this service's has that name", await ReasonAsync(project, "clock"), StringComparison.Ordinal);
            await project.DownAsync();
            Assert.Contains(name, (await engine.DockerAsync("ps", "--format", "{{.Names}}")).Output, StringComparison.Ordinal);
        }
        finally
        {
            await engine.DockerAsync("rm", "-f", name);
        }
    }

    [Fact]
    public async Task A_stop_gives_up_fetching_an_image_from_a_server_that_says_nothing()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        await using var project = ContainerProject.With(engine, $"[services.box]\nimage = \"127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}/big:1\"");
        await project.UpAsync();
        await Eventually.HoldsAsync(silent.Pending, "the engine to fetch", Project.Patience);
        Assert.Equal("starting", (await project.ServicesAsync())["box"].GetProperty("state").GetString());

        var (exitCode, _, errors) = await project.RunAsync("stop", "box");

        Assert.True(exitCode == 0, errors);
        Assert.Equal("stopped", (await project.ServicesAsync())["box"].GetProperty("state").GetString());
        Assert.Contains("fetching image \"127.0.0.1:", (await project.RunAsync("events", "box")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_program_can_become_a_container()
    {
        await using var project = ContainerProject.With(engine, ContainerProject.Clock);
        var (exitCode, _, errors) = await project.RunAsync("run", "clock");
        Assert.Equal(2, exitCode);
        Assert.Contains("it is a container of image \"box:1\"; use docker run or docker exec", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_somebody_removes_has_ended_and_is_started_again()
    {
        await using var project = ContainerProject.With(engine, $"{ContainerProject.Clock}\nrestart_delay_seconds = 0");
        await project.UpAsync();
        await project.UntilReadyAsync("clock");

        Assert.Equal(0, (await engine.DockerAsync("rm", "-f", Assert.Single(await engine.ContainersAsync(project)))).ExitCode);

        await project.UntilReadyAfterAsync("clock", 1);
    }

    private static async Task<string> ReasonAsync(Project project, string service = "box")
    {
        await project.UntilStateAsync(service, "failed");
        return (await project.RunAsync("why", service)).Output;
    }
}
