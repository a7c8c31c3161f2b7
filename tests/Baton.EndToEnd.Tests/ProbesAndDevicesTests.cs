using Baton.TestKit;

namespace Baton.EndToEnd.Tests;

/// <summary>Real probes and real paths that stand for devices, with the real program.</summary>
public class ProbesAndDevicesTests
{
    [Fact]
    public async Task A_service_is_ready_by_its_probe_restarted_by_it_and_waits_for_its_device()
    {
        await using var project = new Project("""
            [services.camera]
            command = ["sleep", "600"]
            env = { PROJECT_MARK = "{mark}" }
            requires_devices = ["{folder}/dev/camera"]
            restart_delay_seconds = 0.2
            [services.camera.readiness]
            exec = ["test", "-e", "ready"]
            interval_seconds = 0.2
            [services.camera.liveness]
            exec = ["test", "!", "-e", "dead"]
            interval_seconds = 0.2
            failure_threshold = 2
            [services.show]
            command = ["sleep", "601"]
            env = { PROJECT_MARK = "{mark}" }
            depends_on = ["camera"]
            """);
        project.Write("baton.toml", File.ReadAllText(project["baton.toml"]).Replace("{folder}", project.Path, StringComparison.Ordinal));
        await project.UpAsync();
        await project.UntilAsync("camera", s => s.GetProperty("state").GetString() == "waiting_devices", "waiting for its device");

        project.Write("dev/camera", "");
        await project.UntilAsync("camera", s => s.GetProperty("state").GetString() == "starting", "starting");
        await project.UntilAsync("show", s => s.GetProperty("state").GetString() == "waiting_dependencies", "waiting for the camera");

        project.Write("ready", "");
        Assert.Equal(0, (await project.RunAsync("wait", "show", "--for", "ready", "--timeout", "30")).ExitCode);

        project.Write("dead", "");
        await project.UntilAsync("camera", s => s.GetProperty("run").GetInt32() > 1, "a restart by liveness");
        File.Delete(project["dead"]);
        await project.UntilAsync("camera", s => s.GetProperty("ready").GetBoolean(), "ready again");

        File.Delete(project["dev/camera"]);
        var waiting = await project.UntilAsync("camera", s => s.GetProperty("state").GetString() == "waiting_devices", "waiting again");
        Assert.Contains("dev/camera", waiting.GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Contains("liveness failed 2 times: exit code 1", await File.ReadAllTextAsync(Directory.GetFiles(project[".baton/logs/orchestrator"], "*.log").Single()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_probe_leaves_behind_ends_with_the_service()
    {
        await using var project = new Project("""
            [services.web]
            command = ["sleep", "602"]
            env = { PROJECT_MARK = "{mark}" }
            [services.web.readiness]
            exec = ["bash", "-c", "(setsid bash -c 'echo $$$$ >> left; exec sleep 603 >/dev/null 2>&1' &); until [[ -s left ]]; do sleep 0.01; done"]
            """);
        await project.UpAsync();
        Assert.Equal(0, (await project.RunAsync("wait", "web", "--for", "ready", "--timeout", "30")).ExitCode);
        var left = (await File.ReadAllLinesAsync(project["left"])).Select(int.Parse).ToList();
        Assert.Contains(left, ProcessTable.IsAlive);

        Assert.Equal(0, (await project.RunAsync("stop", "web")).ExitCode);
        Assert.DoesNotContain(left, ProcessTable.IsAlive);
    }
}
