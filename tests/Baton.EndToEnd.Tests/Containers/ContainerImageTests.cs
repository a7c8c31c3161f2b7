using Baton.TestKit;

namespace Baton.EndToEnd.Tests.Containers;

/// <summary>Images that a real engine fetches from a real registry.</summary>
[Collection(DockerCollection.Name)]
[Trait("Speed", "slow")]
public sealed class ContainerImageTests(DockerEngine engine)
{
    private const string Rules = "network = \"host\"\nstop_timeout_seconds = 0\nrestart_delay_seconds = 0.1\nmax_failures = 1\nfailed_retry_seconds = 0";

    [Fact]
    public async Task An_image_that_the_engine_does_not_have_is_fetched_and_its_own_healthcheck_is_shown()
    {
        await using var registry = new RegistryServer();
        await using var project = ContainerProject.With(engine, $"[services.box]\nimage = \"{registry.Image}\"\n{Rules}");
        await project.UpAsync();

        await project.UntilLogAsync("box", "[stdout] from the registry\n");
        var events = (await project.RunAsync("events", "box")).Output;
        Assert.Contains($"fetching image \"{registry.Image}\"", events, StringComparison.Ordinal);
        Assert.Contains($"fetched image \"{registry.Image}\" in ", events, StringComparison.Ordinal);
        await project.UntilAsync("box", s => TextOf(s)?.StartsWith("the image's healthcheck: unhealthy, ", StringComparison.Ordinal) == true, "unhealthy for the engine");
        Assert.Equal(0, (await engine.DockerAsync("exec", Assert.Single(await engine.ContainersAsync(project)), "/bin/touch", "/healthy")).ExitCode);
        await project.UntilAsync("box", s => TextOf(s) == "the image's healthcheck: healthy", "healthy for the engine");
        await project.DownAsync();
        await engine.DockerAsync("rmi", registry.Image);
    }

    [Fact]
    public async Task What_the_registry_says_of_an_image_that_it_does_not_have_is_told()
    {
        await using var registry = new RegistryServer();
        var image = registry.Image.Replace("/box:1", "/absent:1", StringComparison.Ordinal);
        await using var project = ContainerProject.With(engine, $"[services.box]\nimage = \"{image}\"\n{Rules}");
        await project.UpAsync();

        await project.UntilStateAsync("box", "failed");
        var why = (await project.RunAsync("why", "box")).Output;
        Assert.Contains($"cannot fetch image \"{image}\"", why, StringComparison.Ordinal);
        Assert.Contains("nobody knows that image here", why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_image_that_stops_coming_is_told_with_how_far_it_is_and_a_stop_gives_up()
    {
        await using var registry = new RegistryServer { IsStuck = true };
        await using var project = ContainerProject.With(engine, $"[services.box]\nimage = \"{registry.Image}\"\n{Rules}\n[services.other]\ncommand = [\"sleep\", \"600\"]");
        await project.UpAsync();
        await Eventually.ReturnsAsync(WhenAsync(registry.Stuck.Task), "half of the layer", Project.Patience);
        await project.UntilStateAsync("other", "running");
        await project.UntilEventAsync("box", "nothing has come for ");
        Assert.Matches($"fetching image \"{registry.Image}\": [0-9.]+ of [0-9.]+ MB; nothing has come for [0-9]+ s", (await project.RunAsync("events", "box")).Output);
        Assert.Equal("starting", (await project.ServicesAsync())["box"].GetProperty("state").GetString());

        var (exitCode, _, errors) = await project.RunAsync("stop", "box");

        Assert.True(exitCode == 0, errors);
        Assert.Equal("stopped", (await project.ServicesAsync())["box"].GetProperty("state").GetString());
    }

    private static async Task<bool> WhenAsync(Task task)
    {
        await task;
        return true;
    }

    private static string? TextOf(System.Text.Json.JsonElement service) => service.TryGetProperty("status_text", out var text) ? text.GetString() : null;
}
