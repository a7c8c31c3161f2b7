using System.Text.Json;
using Baton.TestKit;

namespace Baton.EndToEnd.Tests;

/// <summary>The real program with manifests of all three formats, where people have them.</summary>
public class ManifestFormatTests
{
    private const string Watchdog = """
        version = 1

        [defaults]
        restart_delay_seconds = 1
        stop_timeout_seconds = 10

        [services.llm]
        display_name = "Language model"
        working_dir = "llm"
        venv = ".venv"
        command = '''
        false || echo "model in $VIRTUAL_ENV and $PROJECT"
        exec ./serve \
          --model tiny
        '''
        dependencies = []
        requires_devices = []

        [services.talker]
        working_dir = "pieces/talker"
        venv = "../.venv"
        command = "sleep 601 & setsid sleep 602 & echo talks; exit 0"
        dependencies = ["llm"]
        restart_delay_seconds = 1

        [services.wall]
        working_dir = "pieces/wall"
        command = "echo full screen; exec sleep 604"
        testing_command = "echo in a window; exec sleep 605"
        device_restart_policy = "on_reconnect"
        """;

    private const string Registry = """
        {
          "version": "1.0",
          "description": "Rover bench",
          "services": [
            { "name": "motor_ws", "display_name": "Motor socket", "type": "python", "cmd": "sh", "args": ["motor/ws.sh", "--port", "8081"],
              "working_dir": ".", "autostart": true, "restart_policy": "always", "health_check": "movement_check", "port": 8081, "description": "Drives the wheels" },
            { "name": "leds", "display_name": "LED strip", "type": "go", "cmd": "./bin/leds", "args": [], "working_dir": "lighting",
              "autostart": false, "restart_policy": "on-failure", "health_check": null, "port": null, "description": "" }
          ]
        }
        """;

    [Fact]
    [Trait("Defect", "A9-3")]
    public async Task A_watchdogs_folder_runs_unchanged_and_what_ends_comes_back_without_what_it_left()
    {
        await using var project = WatchdogFolder();
        await project.UpAsync();
        await project.UntilAsync("llm", IsRunning, "running");
        await project.UntilAsync("wall", IsRunning, "running");
        await Eventually.HoldsAsync(() => UpAndDownTests.LogHolds(project, "llm", $"model in {project["llm/.venv"]} and yes"), "the venv for every line");
        await Eventually.HoldsAsync(() => UpAndDownTests.LogHolds(project, "wall", "full screen"), "the usual command");
        // It ends with 0 at once, again and again, and leaves a child in its group and one in a session of its own.
        await project.UntilAsync("talker", s => s.GetProperty("run").GetInt32() >= 3, "a third run");
        Assert.Empty(Sleepers(project).Intersect(ProcessTable.WithEnvironment("/talker/1\0")));
        Assert.Equal(0, (await project.RunAsync("down")).ExitCode);
        Assert.Empty(Sleepers(project));
    }

    [Fact]
    public async Task Chosen_services_run_with_what_they_depend_on_and_nothing_else_is_there()
    {
        await using var project = WatchdogFolder();
        Directory.Delete(project["pieces/wall"]);
        Assert.Equal(1, (await project.RunAsync("check")).ExitCode);
        Assert.Equal(0, (await project.RunAsync("check", "--services", "talker")).ExitCode);
        var (exitCode, _, errors) = await project.RunAsync("up", "-d", "--listen", "none", "--services", "talker");
        Assert.True(exitCode == 0, errors);
        await project.UntilAsync("llm", IsRunning, "running");
        Assert.Equal(["llm", "talker"], (await project.ServicesAsync()).Keys.Order());
    }

    [Fact]
    public async Task Testing_runs_the_other_command()
    {
        await using var project = WatchdogFolder();
        var (exitCode, _, errors) = await project.RunAsync("up", "-d", "--listen", "none", "--testing", "--services", "wall");
        Assert.True(exitCode == 0, errors);
        await Eventually.HoldsAsync(() => UpAndDownTests.LogHolds(project, "wall", "in a window"), "the command for testing");
    }

    [Fact]
    public async Task A_robots_folder_runs_unchanged_and_only_what_starts_by_itself_is_started()
    {
        await using var project = RobotFolder();
        await project.UpAsync();
        await project.UntilAsync("motor_ws", IsRunning, "running");
        await Eventually.HoldsAsync(() => UpAndDownTests.LogHolds(project, "motor_ws", "--port 8081"), "its arguments");
        var leds = (await project.ServicesAsync())["leds"];
        Assert.Equal(("stopped", 0), (leds.GetProperty("state").GetString(), leds.GetProperty("run").GetInt32()));
        Assert.Equal(0, (await project.RunAsync("start", "leds")).ExitCode);
        await project.UntilAsync("leds", IsRunning, "running");
    }

    [Fact]
    public async Task What_is_left_out_of_up_is_started_by_name_and_what_others_need_with_them()
    {
        await using var project = new Project("""
            [services.off]
            command = ["sleep", "600"]
            enabled = false
            [services.base]
            command = ["sleep", "600"]
            autostart = false
            [services.web]
            command = ["sleep", "600"]
            depends_on = ["base"]
            [services.later]
            command = ["sleep", "600"]
            autostart = false
            """);
        await project.UpAsync();
        await project.UntilAsync("web", IsRunning, "running");
        Assert.Equal(["base", "web"], await StartedAsync(project));
        Assert.Equal(0, (await project.RunAsync("start")).ExitCode);
        Assert.Equal(["base", "later", "web"], await StartedAsync(project));
        Assert.Equal(0, (await project.RunAsync("start", "off")).ExitCode);
        Assert.Equal(["base", "later", "off", "web"], await StartedAsync(project));
    }

    [Fact]
    public async Task The_manifest_of_several_is_the_first_in_the_documented_order()
    {
        await using var project = RobotFolder();
        Assert.StartsWith("omega_services/service_registry.json: good, 2 services", (await project.RunAsync("check")).Output, StringComparison.Ordinal);
        project.Write("service_registry.json", Registry);
        Assert.StartsWith("service_registry.json: good, 2 services", (await project.RunAsync("check")).Output, StringComparison.Ordinal);
        project.Write("orchestrator/services.toml", "[services.a]\nworking_dir = \"lighting\"\ncommand = \"a\"\n");
        Assert.StartsWith("orchestrator/services.toml: good, 1 service", (await project.RunAsync("check")).Output, StringComparison.Ordinal);
        project.Write("services.toml", "[services.a]\nworking_dir = \"lighting\"\ncommand = \"a\"\n");
        Assert.StartsWith("services.toml: good, 1 service", (await project.RunAsync("check")).Output, StringComparison.Ordinal);
        project.Write("baton.toml", "");
        Assert.StartsWith("baton.toml: good, 0 services", (await project.RunAsync("check")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Included_files_lie_below_the_manifest_and_the_override_file_above_it()
    {
        await using var project = new Project("""
            include = ["parts/one.toml", "parts/two.toml"]
            [services.main]
            command = ["sleep", "600"]
            depends_on = ["one"]
            """);
        project.Write("parts/one.toml", "[services.one]\ncommand = \"echo one; exec sleep 600\"\n");
        project.Write("parts/two.toml", "[services.one]\ncommand = \"echo two; exec sleep 600\"\nautostart = false\n");
        project.Write("baton.override.toml", "[services.main]\nenabled = false\n[services.extra]\ncommand = [\"sleep\", \"601\"]\n");
        await project.UpAsync();
        await project.UntilAsync("extra", IsRunning, "running");
        Assert.Equal(["extra"], await StartedAsync(project));
        Assert.Equal(0, (await project.RunAsync("start", "main")).ExitCode);
        await Eventually.HoldsAsync(() => UpAndDownTests.LogHolds(project, "one", "] two"), "the later of the included files");
    }

    [Fact]
    public async Task Mistakes_in_other_files_are_told_where_they_are_and_so_is_a_missing_one()
    {
        await using var project = new Project("include = [\"none.toml\", \"bad.toml\", \"nest.toml\", \".\"]\n");
        project.Write("bad.toml", "[services.a]\ncomand = 1\ninclude = []\n");
        project.Write("nest.toml", "include = [\"bad.toml\"]\n");
        var (exitCode, _, errors) = await project.RunAsync("check");
        Assert.Equal(1, exitCode);
        Assert.Contains("nest.toml:1:1: only the manifest itself includes files; name them all there", errors, StringComparison.Ordinal);
        Assert.Contains("baton.toml:1:12: cannot include \"none.toml\": it does not exist", errors, StringComparison.Ordinal);
        Assert.Contains("bad.toml:2:1: unknown key \"comand\" in \"services.a\"; did you mean \"command\"?", errors, StringComparison.Ordinal);
        Assert.Contains("bad.toml:3:1: unknown key \"include\"", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x.yaml", "services are not described in YAML")]
    [InlineData("x.conf", "its name does not say what it is")]
    public async Task Another_kind_of_file_is_told_what_is_accepted(string name, string reason)
    {
        await using var project = new Project("");
        project.Write(name, "a: 1\n");
        var (exitCode, _, errors) = await project.RunAsync("up", "--config", name);
        Assert.Equal(1, exitCode);
        Assert.Contains(reason, errors, StringComparison.Ordinal);
        Assert.Contains("service_registry.json", errors, StringComparison.Ordinal);
    }

    private static Project WatchdogFolder()
    {
        var project = new Project("");
        File.Delete(project["baton.toml"]);
        project.Write("orchestrator/services.toml", Watchdog);
        foreach (var venv in new[] { "llm/.venv", "pieces/.venv" })
            project.Write($"{venv}/bin/activate", $"export VIRTUAL_ENV='{project[venv]}' PROJECT=yes\n");
        project.Write("llm/serve", "#!/bin/sh\nexec sleep 603\n");
        File.SetUnixFileMode(project["llm/serve"], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Directory.CreateDirectory(project["pieces/talker"]);
        Directory.CreateDirectory(project["pieces/wall"]);
        return project;
    }

    private static Project RobotFolder()
    {
        var project = new Project("");
        File.Delete(project["baton.toml"]);
        project.Write("omega_services/service_registry.json", Registry);
        project.Write("motor/ws.sh", "echo \"$@\"\nexec sleep 603\n");
        project.Write("lighting/bin/leds", "#!/bin/sh\nexec sleep 604\n");
        File.SetUnixFileMode(project["lighting/bin/leds"], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return project;
    }

    private static bool IsRunning(JsonElement service) => service.GetProperty("state").GetString() == "running";

    /// <summary>Processes that the talker of this folder left or has.</summary>
    private static IReadOnlyList<int> Sleepers(Project project) => ProcessTable.WithEnvironment($"PWD={project["pieces/talker"]}");

    private static async Task<IReadOnlyList<string>> StartedAsync(Project project) =>
        [.. (await project.ServicesAsync()).Values.Where(s => s.GetProperty("run").GetInt32() > 0).Select(s => s.GetProperty("name").GetString()!).Order()];
}
