using System.Text.Json;
using Baton.TestKit;

namespace Baton.EndToEnd.Tests;

/// <summary>The real program, as people operate it: groups, enable and disable, the status file, and a project that ends with one service.</summary>
public class OperatingTests
{
    private const string Stage = """
        [services.sound]
        command = ["sh", "-c", "echo loud; exec sleep 600"]
        env = { PROJECT_MARK = "{mark}" }
        groups = ["night"]
        [services.light]
        command = ["sh", "-c", "echo bright; exec sleep 601"]
        env = { PROJECT_MARK = "{mark}" }
        groups = ["night"]
        display_name = "The light"
        [services.desk]
        command = ["sleep", "602"]
        env = { PROJECT_MARK = "{mark}" }
        """;

    [Fact]
    public async Task A_group_is_chosen_stopped_shown_and_read_like_its_members()
    {
        await using var project = new Project(Stage);
        var (exitCode, _, errors) = await project.RunAsync("up", "-d", "--listen", "none", "--services", "night");
        Assert.True(exitCode == 0, errors);
        Assert.Equal(0, (await project.RunAsync("wait", "night")).ExitCode);
        Assert.Equal(["sound", "light"], (await project.ServicesAsync()).Keys);
        await Eventually.HoldsAsync(() => UpAndDownTests.LogHolds(project, "sound", "loud") && UpAndDownTests.LogHolds(project, "light", "bright"), "both lines");
        Assert.Matches("(sound \\| loud\n|light \\| bright\n){2}", (await project.RunAsync("logs", "night")).Output);
        var (_, wide, _) = await project.RunAsync("ps", "-o", "wide", "--services", "light");
        Assert.Contains("The light", wide, StringComparison.Ordinal);
        Assert.DoesNotContain("sound", wide, StringComparison.Ordinal);
        Assert.Equal(0, (await project.RunAsync("stop", "night")).ExitCode);
        Assert.Empty(project.Processes());
        var (unknown, _, told) = await project.RunAsync("start", "nihgt");
        Assert.Equal(4, unknown);
        Assert.Contains("did you mean \"night\"?", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_disabled_stays_so_over_a_killed_daemon_until_it_is_enabled()
    {
        await using var project = new Project(Stage);
        await project.UpAsync();
        Assert.Equal(0, (await project.RunAsync("wait")).ExitCode);
        Assert.Equal(0, (await project.RunAsync("disable", "night")).ExitCode);
        Assert.Equal("running", (await project.ServicesAsync())["sound"].GetProperty("state").GetString());
        ProcessTable.Signal(UpAndDownTests.GuardianOf(project), 9);
        await project.UpAsync();
        // What was disabled while it ran is taken over as it is; an up that begins everything does not start it.
        await project.UntilAsync("sound", IsRunning, "running");
        Assert.Equal(0, (await project.RunAsync("down")).ExitCode);
        await project.UpAsync();
        await project.UntilAsync("desk", IsRunning, "running");
        await AssertStoppedAsync(project, "sound", "light");
        Assert.Equal(0, (await project.RunAsync("start")).ExitCode);
        await AssertStoppedAsync(project, "sound", "light");
        var (exitCode, output, _) = await project.RunAsync("enable", "--now", "light");
        Assert.Equal(0, exitCode);
        Assert.Matches("light: running .*, enabled", output);
        Assert.Equal(0, (await project.RunAsync("down")).ExitCode);
        await project.UpAsync();
        await project.UntilAsync("light", IsRunning, "running");
        await AssertStoppedAsync(project, "sound");
    }

    [Fact]
    public async Task Where_no_daemon_runs_it_is_written_down_and_a_broken_file_is_set_aside_with_a_word()
    {
        await using var project = new Project(Stage);
        await project.UpAsync();
        Assert.Equal(0, (await project.RunAsync("down")).ExitCode);
        var (exitCode, output, errors) = await project.RunAsync("disable", "night");
        Assert.True(exitCode == 0, errors);
        Assert.Equal("sound: disabled, from the next up on\nlight: disabled, from the next up on\n", output);
        Assert.Equal(4, (await project.RunAsync("disable", "ghost")).ExitCode);
        Assert.Equal(3, (await project.RunAsync("disable", "--now", "desk")).ExitCode);
        await project.UpAsync();
        await project.UntilAsync("desk", IsRunning, "running");
        await AssertStoppedAsync(project, "sound", "light");
        Assert.Equal(0, (await project.RunAsync("down")).ExitCode);
        project.Write(".baton/enabled.json", "{ half");
        await project.UpAsync();
        await project.UntilAsync("sound", IsRunning, "running");
        Assert.Equal("{ half", File.ReadAllText(project[".baton/enabled.json.broken"]));
        await Eventually.HoldsAsync(() => UpAndDownTests.LogHolds(project, "orchestrator", "enabled_set_aside"), "a word of it in the daemon's log");
    }

    [Fact]
    public async Task The_status_file_says_what_is_waited_for_and_when_the_daemon_has_ended()
    {
        await using var project = new Project("""
            [services.wall]
            command = ["sleep", "600"]
            env = { PROJECT_MARK = "{mark}" }
            requires_devices = ["{device}"]
            """);
        project.Write("baton.toml", File.ReadAllText(project["baton.toml"]).Replace("{device}", project["ttyUSB0"], StringComparison.Ordinal));
        await project.UpAsync();
        await StatusAsync(project, s => s.GetProperty("services")[0] is var wall && wall.GetProperty("state").GetString() == "waiting_devices"
            && wall.GetProperty("reason").GetString() == $"waiting for {project["ttyUSB0"]}");
        project.Write("ttyUSB0", "");
        var running = await StatusAsync(project, s => s.GetProperty("services")[0] is var wall && wall.GetProperty("ready").GetBoolean());
        Assert.Equal(UpAndDownTests.GuardianOf(project), running.GetProperty("pid").GetInt32());
        Assert.Equal(0, (await project.RunAsync("down")).ExitCode);
        using var ended = JsonDocument.Parse(File.ReadAllText(project[".baton/status.json"]));
        Assert.Equal("ended", ended.RootElement.GetProperty("state").GetString());
        Assert.Equal("stopped", ended.RootElement.GetProperty("services")[0].GetProperty("state").GetString());
    }

    [Theory]
    [InlineData("exit 0", 0)]
    [InlineData("exit 7", 7)]
    [InlineData("kill -9 $$$$", 137)] // an array turns $$ into $
    public async Task Up_ends_with_the_exit_code_of_the_service_that_ends_everything(string end, int expected)
    {
        await using var project = new Project($$"""
            exit_when = "job"
            [services.job]
            command = ["sh", "-c", "echo works; {{end}}"]
            env = { PROJECT_MARK = "{mark}" }
            max_failures = 1
            depends_on = ["db"]
            [services.db]
            command = ["sleep", "600"]
            env = { PROJECT_MARK = "{mark}" }
            """);
        var (exitCode, output, errors) = await project.RunAsync("up", "--listen", "none");
        Assert.True(exitCode == expected, $"{exitCode}: {output}{errors}");
        Assert.Empty(project.Processes());
        Assert.Equal(3, (await project.RunAsync("ps")).ExitCode);
    }

    [Fact]
    public async Task A_job_that_is_over_at_once_is_shown_all_the_same()
    {
        await using var project = new Project("exit_when = \"job\"\n[services.job]\ncommand = [\"sh\", \"-c\", \"echo works; exit 3\"]\nrestart = \"never\"\n");
        var (exitCode, output, errors) = await project.RunAsync("up", "--listen", "none");
        Assert.True(exitCode == 3, $"{exitCode}: {output}{errors}");
        Assert.Contains("works\n", output, StringComparison.Ordinal);
        Assert.Contains("job has failed", output, StringComparison.Ordinal);
        Assert.DoesNotContain("the view has ended", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_cannot_be_started_ends_it_with_1_and_a_name_that_is_wrong_is_told()
    {
        await using var project = new Project("exit_when = \"job\"\n[services.job]\ncommand = [\"/no/such/program\"]\nrestart = \"never\"\n");
        Assert.Equal(1, (await project.RunAsync("up", "--listen", "none")).ExitCode);
        project.Write("baton.toml", "exit_when = \"jbo\"\n[services.job]\ncommand = [\"true\"]\n");
        var (exitCode, _, errors) = await project.RunAsync("check");
        Assert.Equal(1, exitCode);
        Assert.Contains("baton.toml:1:13: service \"jbo\" does not exist; did you mean \"job\"?", errors, StringComparison.Ordinal);
    }

    private static bool IsRunning(JsonElement service) => service.GetProperty("state").GetString() == "running";

    private static async Task AssertStoppedAsync(Project project, params string[] names)
    {
        var services = await project.ServicesAsync();
        Assert.All(names, name => Assert.Equal(("stopped", false), (services[name].GetProperty("state").GetString(), services[name].GetProperty("enabled").GetBoolean())));
    }

    /// <summary>The file, once it is as wanted; every look at it must find it whole.</summary>
    private static async Task<JsonElement> StatusAsync(Project project, Func<JsonElement, bool> isSo)
    {
        JsonElement last = default;
        await Eventually.HoldsAsync(() =>
        {
            if (!File.Exists(project[".baton/status.json"])) return false;
            using var document = JsonDocument.Parse(File.ReadAllText(project[".baton/status.json"]));
            last = document.RootElement.Clone();
            return isSo(last);
        }, () => $"the status file to be as wanted; it is {last}");
        return last;
    }
}
