using Baton.TestKit;

namespace Baton.EndToEnd.Tests;

/// <summary>The example that the README shows, as a newcomer runs it.</summary>
[Trait("Speed", "slow")]
public class StudioTests
{
    private static readonly string[] Lasting = ["clock", "projector", "mixer", "lights", "chatter", "stubborn"];

    [Fact]
    public async Task Every_process_of_the_studio_comes_back_after_kill_9_and_nothing_is_left_after_down()
    {
        await using var studio = new Project(await File.ReadAllTextAsync(Repository.File("examples/studio/baton.toml")));
        foreach (var script in Directory.GetFiles(Repository.File("examples/studio"), "*.sh"))
            studio.Write(Path.GetFileName(script), await File.ReadAllTextAsync(script));
        await studio.UpAsync();
        foreach (var name in Lasting)
        {
            var before = await studio.UntilAsync(name, s => s.GetProperty("state").GetString() == "running", "running");
            ProcessTable.Signal(before.GetProperty("pid").GetInt32(), 9);
            var run = before.GetProperty("run").GetInt32();
            await studio.UntilAsync(name, s => s.GetProperty("run").GetInt32() > run && s.GetProperty("state").GetString() == "running", "running again");
        }

        var pids = (await studio.ServicesAsync()).Values.Where(s => s.TryGetProperty("pid", out _)).Select(s => s.GetProperty("pid").GetInt32()).ToList();
        var (exitCode, _, errors) = await studio.RunAsync("down");
        Assert.True(exitCode == 0, errors);
        Assert.DoesNotContain(pids, ProcessTable.IsAlive);
        Assert.Empty(ProcessTable.WithEnvironment($"PWD={studio.Path}"));
    }
}
