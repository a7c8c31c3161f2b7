using Baton.TestKit;

namespace Baton.EndToEnd.Tests;

/// <summary>The example that the README shows, as a newcomer runs it.</summary>
[Trait("Speed", "slow")]
public class StudioTests
{
    private static readonly string[] Lasting = ["clock", "projector", "mixer", "lights", "chatter", "stubborn", "tickets", "doorman"];

    [Fact]
    public async Task Every_process_of_the_studio_comes_back_after_kill_9_and_nothing_is_left_after_down()
    {
        await using var studio = Studio();
        await studio.UpAsync();
        foreach (var name in Lasting)
        {
            var run = await studio.SignalAsync(name, 9);
            await studio.UntilReadyAfterAsync(name, run);
        }

        Assert.Equal("completed", (await studio.ServicesAsync())["opening"].GetProperty("state").GetString());
        await studio.DownAsync();
        Assert.Empty(ProcessTable.WithEnvironment($"PWD={studio.Path}"));
    }

    [Fact]
    public async Task The_camera_waits_for_its_device_and_is_stopped_without_failure_when_it_goes()
    {
        await using var studio = Studio();
        await studio.UpAsync();
        await studio.UntilStateAsync("camera", "waiting_devices");
        studio.Write("dev/camera", "");
        await studio.UntilStateAsync("camera", "running");
        File.Delete(studio["dev/camera"]);
        var waiting = await studio.UntilStateAsync("camera", "waiting_devices");
        Assert.Equal(0, waiting.GetProperty("restarts").GetInt32());
        studio.Write("dev/camera", "");
        await studio.UntilReadyAfterAsync("camera", 1);
        await studio.DownAsync();
    }

    [Fact]
    public async Task The_box_office_opens_after_the_opening_is_unready_when_closed_and_restarted_with_its_doorman_when_it_hangs()
    {
        await using var studio = Studio();
        await studio.UpAsync();
        await studio.UntilReadyAfterAsync("doorman", 0);
        var services = await studio.ServicesAsync();
        Assert.True(services["opening"].GetProperty("since").GetDateTime() <= services["tickets"].GetProperty("started_at").GetDateTime());

        studio.Write("closed", "");
        var closed = await studio.UntilAsync("tickets", s => !s.GetProperty("ready").GetBoolean(), "not ready");
        Assert.Equal("running", closed.GetProperty("state").GetString());
        File.Delete(studio["closed"]);

        var doorman = (await studio.ServicesAsync())["doorman"].GetProperty("run").GetInt32();
        var run = await studio.SignalAsync("tickets", 19);
        await studio.UntilReadyAfterAsync("tickets", run);
        await studio.UntilReadyAfterAsync("doorman", doorman);
        await studio.DownAsync();
    }

    [Fact]
    public async Task A_full_disk_stops_neither_the_supervision_nor_the_stop()
    {
        await using var studio = Studio();
        await using var up = await studio.UpOnSmallDiskAsync();
        await Eventually.HoldsAsync(() => RunOf(studio, "clock", 1).Count > 0, () => $"the first run of the clock: {up.Output}{up.Errors}");
        studio.FillDisk();
        for (var run = 1; run <= 3; run++)
        {
            var next = run + 1;
            foreach (var pid in RunOf(studio, "clock", run)) ProcessTable.Signal(pid, 9);
            await Eventually.HoldsAsync(() => RunOf(studio, "clock", next).Count > 0, () => $"run {next} of the clock: {up.Errors}");
        }

        up.Signal(15);
        Assert.Equal(0, await up.ExitAsync());
        Assert.Empty(studio.Processes());
    }

    private static List<int> RunOf(Project studio, string service, int run) => [.. studio.Processes().Intersect(ProcessTable.WithEnvironment($"/{service}/{run}\0"))];

    private static Project Studio() => Project.Example("studio", "/tmp/baton-studio", "17480");
}
