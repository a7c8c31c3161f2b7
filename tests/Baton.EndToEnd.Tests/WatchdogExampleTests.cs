using Baton.TestKit;

namespace Baton.EndToEnd.Tests;

/// <summary>The installation of the examples, as its README says it behaves.</summary>
[Trait("Speed", "slow")]
public class WatchdogExampleTests
{
    [Fact]
    public async Task What_is_killed_comes_back_and_what_ends_well_too_without_what_it_left_and_nothing_is_left_after_down()
    {
        await using var watchdog = Watchdog();
        watchdog.Write("pieces/camera/camera.sh", File.ReadAllText(watchdog["pieces/camera/camera.sh"]).Replace("PICTURES:-20", "PICTURES:-1", StringComparison.Ordinal));
        await DeviceAsync(watchdog, "plug", "esp-talker");
        await DeviceAsync(watchdog, "plug", "esp-wall");
        await watchdog.UpAsync();
        foreach (var name in new[] { "llm", "talker", "wall" })
        {
            var run = await watchdog.SignalAsync(name, 9);
            await watchdog.UntilReadyAfterAsync(name, run);
        }

        await watchdog.UntilReadyAfterAsync("camera", 2);
        Assert.Empty(ProcessTable.WithEnvironment("/camera/1\0").Intersect(watchdog.Processes()));
        await watchdog.DownAsync();
    }

    [Fact]
    [Trait("Defect", "A9-15")]
    public async Task A_device_that_goes_stops_one_lets_the_other_go_on_and_one_that_is_replaced_restarts_its_service()
    {
        await using var watchdog = Watchdog();
        await watchdog.UpAsync();
        await watchdog.UntilStateAsync("talker", "waiting_devices");
        await watchdog.UntilStateAsync("wall", "waiting_devices");
        await DeviceAsync(watchdog, "plug", "esp-talker");
        await DeviceAsync(watchdog, "plug", "esp-wall");
        var talker = (await watchdog.UntilReadyAfterAsync("talker", 0)).GetProperty("run").GetInt32();
        var wall = (await watchdog.UntilReadyAfterAsync("wall", 0)).GetProperty("run").GetInt32();

        await DeviceAsync(watchdog, "unplug", "esp-talker");
        await DeviceAsync(watchdog, "unplug", "esp-wall");
        var stopped = await watchdog.UntilStateAsync("talker", "waiting_devices");
        Assert.False(stopped.TryGetProperty("pid", out _));
        var goesOn = await watchdog.UntilAsync("wall", s => !s.GetProperty("ready").GetBoolean(), "not ready");
        Assert.Equal(("running", wall), (goesOn.GetProperty("state").GetString(), goesOn.GetProperty("run").GetInt32()));

        await DeviceAsync(watchdog, "plug", "esp-talker");
        await DeviceAsync(watchdog, "plug", "esp-wall");
        await watchdog.UntilReadyAfterAsync("talker", talker);
        await watchdog.UntilReadyAfterAsync("wall", wall);

        var before = (await watchdog.ServicesAsync())["talker"].GetProperty("run").GetInt32();
        await DeviceAsync(watchdog, "replug", "esp-talker");
        var replaced = await watchdog.UntilReadyAfterAsync("talker", before);
        Assert.Equal(0, replaced.GetProperty("restarts").GetInt32());
        await watchdog.DownAsync();
    }

    [Fact]
    public async Task A_model_that_loads_holds_back_what_needs_it_and_one_that_turns_sick_is_restarted_alone()
    {
        await using var watchdog = Watchdog();
        await DeviceAsync(watchdog, "plug", "esp-talker");
        watchdog.Write("llm/sick", "");
        await watchdog.UpAsync();
        await watchdog.UntilLogAsync("llm", "loading tiny");
        await watchdog.UntilStateAsync("talker", "waiting_dependencies");
        File.Delete(watchdog["llm/sick"]);
        var talker = await watchdog.UntilReadyAfterAsync("talker", 0);

        var before = (await watchdog.ServicesAsync())["llm"].GetProperty("run").GetInt32();
        watchdog.Write("llm/sick", "");
        await watchdog.UntilAsync("llm", s => s.GetProperty("run").GetInt32() > before, "a restart");
        File.Delete(watchdog["llm/sick"]);
        await watchdog.UntilReadyAfterAsync("llm", before);
        Assert.Equal(talker.GetProperty("run").GetInt32(), (await watchdog.ServicesAsync())["talker"].GetProperty("run").GetInt32());
        await watchdog.DownAsync();
    }

    [Fact]
    public async Task On_a_full_disk_what_is_killed_comes_back_commands_answer_and_the_log_counts_what_it_lost_once_there_is_room()
    {
        await using var watchdog = Watchdog();
        await DeviceAsync(watchdog, "plug", "esp-talker");
        await DeviceAsync(watchdog, "plug", "esp-wall");
        await using var up = await watchdog.UpOnSmallDiskAsync();
        await watchdog.UntilReadyAfterAsync("talker", 0);
        watchdog.FillDisk();
        foreach (var name in new[] { "llm", "talker", "wall" })
        {
            await watchdog.UntilReadyAfterAsync(name, await watchdog.SignalAsync(name, 9));
            Assert.Equal(0, (await watchdog.RunAsync("logs", name)).ExitCode);
        }

        watchdog.MakeRoom();
        var (bytes, lines) = await watchdog.UntilLogsTellOfGapAsync("talker");
        Assert.InRange(lines, 1, bytes);

        watchdog.FillDisk();
        await watchdog.DownAsync();
        Assert.Equal(0, await up.ExitAsync());
    }

    internal static Project Watchdog() => Project.Example("watchdog", "/tmp/baton-watchdog", "18800", "13007");

    internal static async Task DeviceAsync(Project project, string act, string name)
    {
        var (exitCode, _, errors) = await RunningProgram.RunAsync(project["device"], [act, name], project.Path);
        Assert.True(exitCode == 0, errors);
    }
}
