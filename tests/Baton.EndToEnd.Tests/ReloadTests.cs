using System.Text.Json;
using Baton.TestKit;

namespace Baton.EndToEnd.Tests;

/// <summary>The real program: a manifest is changed while its services run, and <c>plan</c> and <c>reload</c> do what they say.</summary>
public class ReloadTests
{
    private const string Stage = """
        include = ["more.toml"]
        [services.sound]
        command = ["sleep", "600"]
        env = { PROJECT_MARK = "{mark}" }
        env_file = "sound.env"
        [services.light]
        command = ["sleep", "601"]
        env = { PROJECT_MARK = "{mark}" }
        depends_on = ["sound"]
        restart_with = ["sound"]
        [services.desk]
        command = ["sleep", "602"]
        env = { PROJECT_MARK = "{mark}" }
        depends_on = ["sound"]
        """;

    private const string Lamp = """
        [services.lamp]
        command = ["sleep", "603"]
        env = { PROJECT_MARK = "{mark}" }
        """;

    [Fact]
    [Trait("Defect", "B9-13")]
    public async Task An_edited_command_replaces_that_process_alone_and_plan_has_said_so()
    {
        await using var project = await UpAsync();
        var before = await PidsAsync(project);
        Edit(project, "baton.toml", "\"602\"", "\"604\"");
        await DoesAsPlannedAsync(project, "desk: restart, changed: command\n3 services stay as they are\n");
        Assert.Equal(["desk"], await ChangedAsync(project, before));
        Assert.Equal("nothing changes: 4 services stay as they are\n", (await project.RunAsync("plan")).Output);
    }

    [Fact]
    public async Task An_edited_environment_file_restarts_what_reads_it_and_what_is_bound_to_it()
    {
        await using var project = await UpAsync();
        var before = await PidsAsync(project);
        project.Write("sound.env", "VOLUME=secret11\n");
        await DoesAsPlannedAsync(project, "sound: restart, changed: env (VOLUME)\nlight: restart, since it is restarted with sound\n2 services stay as they are\n");
        Assert.Equal(["light", "sound"], await ChangedAsync(project, before));
    }

    [Fact]
    public async Task What_is_gone_is_stopped_and_what_is_new_is_started_also_in_an_included_file()
    {
        await using var project = await UpAsync();
        var before = await PidsAsync(project);
        Edit(project, "more.toml", "services.lamp", "services.torch");
        await DoesAsPlannedAsync(project, "lamp: remove\ntorch: start\n3 services stay as they are\n");
        var after = await project.ServicesAsync();
        Assert.DoesNotContain("lamp", after.Keys);
        Assert.Equal("running", after["torch"].GetProperty("state").GetString());
        Assert.False(Directory.Exists($"/proc/{before["lamp"]}"));
        Assert.Equal(4, (await project.RunAsync("start", "lamp")).ExitCode);
        await Eventually.HoldsAsync(() => UpAndDownTests.LogHolds(project, "orchestrator", "service/lamp removed"), "a word of it in the daemon's log");
    }

    [Fact]
    public async Task A_bad_manifest_changes_nothing_and_every_problem_is_named()
    {
        await using var project = await UpAsync();
        var before = await PidsAsync(project);
        Edit(project, "baton.toml", "command = [\"sleep\", \"602\"]", "comand = [\"sleep\", \"602\"]\nnice = 99");
        foreach (var command in new[] { "plan", "reload" })
        {
            var (exitCode, output, errors) = await project.RunAsync(command);
            Assert.Equal((1, ""), (exitCode, output));
            Assert.Contains("baton.toml:12:1: ", errors, StringComparison.Ordinal);
            Assert.Contains("baton.toml:13:8: ", errors, StringComparison.Ordinal);
        }

        Assert.Empty(await ChangedAsync(project, before));
    }

    [Fact]
    public async Task With_rollback_what_does_not_stay_up_puts_the_manifest_before_back()
    {
        await using var project = await UpAsync();
        var before = await PidsAsync(project);
        Edit(project, "baton.toml", "\"sleep\", \"602\"", "\"sh\", \"-c\", \"exit 3\"");
        var (exitCode, _, errors) = await project.RunAsync("reload", "--rollback");
        Assert.Equal(1, exitCode);
        Assert.Contains("rolled back: desk did not become ready", errors, StringComparison.Ordinal);
        var desk = await project.UntilStateAsync("desk", "running");
        Assert.Contains("602", File.ReadAllText($"/proc/{desk.GetProperty("pid").GetInt32()}/cmdline"), StringComparison.Ordinal);
        Assert.Equal(["desk"], await ChangedAsync(project, before));
        Assert.Contains("\"602\"", System.Text.Encoding.UTF8.GetString(Kept(project)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_good_change_stays_with_rollback_too_and_is_what_is_kept()
    {
        await using var project = await UpAsync();
        Edit(project, "baton.toml", "\"602\"", "\"605\"");
        var (exitCode, _, errors) = await project.RunAsync("reload", "--rollback");
        Assert.True(exitCode == 0, errors);
        Assert.Contains("\"605\"", System.Text.Encoding.UTF8.GetString(Kept(project)), StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(project[".baton/run/manifest"]));
    }

    [Fact]
    public async Task A_changed_file_runs_the_reload_command_and_the_process_stays()
    {
        await using var project = new Project("""
            [services.web]
            command = ["sh", "-c", "trap 'echo reread; cat web.conf' HUP; echo up; while :; do sleep 600 & wait; kill $!; done"]
            env = { PROJECT_MARK = "{mark}" }
            reload_files = ["web.conf"]
            reload_command = ["sh", "-c", "kill -HUP $BATON_PID"]
            """);
        project.Write("web.conf", "first\n");
        await project.UpAsync();
        await project.UntilLogAsync("web", "up");
        var before = await PidsAsync(project);
        project.Write("web.conf", "second\n");
        await DoesAsPlannedAsync(project, $"web: run reload_command, changed: reload_files ({project["web.conf"]})\n");
        await project.UntilLogAsync("web", "second");
        Assert.Empty(await ChangedAsync(project, before));
    }

    [Fact]
    public async Task What_a_manifest_says_of_Baton_itself_is_planned_and_touches_no_service()
    {
        await using var project = await UpAsync();
        var before = await PidsAsync(project);
        Edit(project, "baton.toml", "include", "on_daemon_exit = \"stop\"\njournal = { keep_days = 3 }\nlogs = { max_total = \"500 MB\" }\ninclude");
        await DoesAsPlannedAsync(project, "Baton itself: changed: on_daemon_exit, journal.keep_days, logs.max_total\nno service changes: 4 services stay as they are\n");
        Assert.Empty(await ChangedAsync(project, before));
        Assert.Equal("nothing changes: 4 services stay as they are\n", (await project.RunAsync("plan")).Output);
    }

    [Fact]
    public async Task Where_no_daemon_runs_plan_shows_what_up_would_start()
    {
        await using var project = Make();
        Assert.Equal("sound: start\nlight: start\ndesk: start\nlamp: start\n", Sorted((await project.RunAsync("plan")).Output, "sound", "light", "desk", "lamp"));
        var (exitCode, _, errors) = await project.RunAsync("reload");
        Assert.True(exitCode == 3, errors);
    }

    private static string Sorted(string lines, params string[] names) => string.Concat(lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).OrderBy(line => Array.IndexOf(names, line.Split(':')[0])).Select(line => $"{line}\n"));

    private static Project Make()
    {
        var project = new Project(Stage);
        var mark = File.ReadAllText(project["baton.toml"]).Split("PROJECT_MARK = \"")[1].Split('"')[0];
        project.Write("more.toml", Lamp.Replace("{mark}", mark, StringComparison.Ordinal));
        project.Write("sound.env", "VOLUME=9\n");
        return project;
    }

    private static async Task<Project> UpAsync()
    {
        var project = Make();
        await project.UpAsync();
        var (exitCode, _, errors) = await project.RunAsync("wait");
        Assert.True(exitCode == 0, errors);
        return project;
    }

    private static void Edit(Project project, string file, string from, string to)
    {
        var text = File.ReadAllText(project[file]);
        Assert.Contains(from, text, StringComparison.Ordinal);
        project.Write(file, text.Replace(from, to, StringComparison.Ordinal));
    }

    /// <summary>Plan says it, reload says the same, and neither says what variables hold.</summary>
    private static async Task DoesAsPlannedAsync(Project project, string expected)
    {
        var planned = await project.RunAsync("plan");
        Assert.Equal((0, expected), (planned.ExitCode, planned.Output));
        var (exitCode, output, errors) = await project.RunAsync("reload");
        Assert.True(exitCode == 0, errors);
        Assert.Equal(expected, output);
    }

    private static async Task<Dictionary<string, int>> PidsAsync(Project project) =>
        (await project.ServicesAsync()).ToDictionary(service => service.Key, service => service.Value.GetProperty("pid").GetInt32());

    private static async Task<IReadOnlyList<string>> ChangedAsync(Project project, Dictionary<string, int> before) =>
        [.. (await PidsAsync(project)).Where(now => before[now.Key] != now.Value).Select(now => now.Key).Order(StringComparer.Ordinal)];

    /// <summary>The manifest as it is kept for a daemon that comes after.</summary>
    private static byte[] Kept(Project project)
    {
        var text = File.ReadAllText(project[".baton/run/manifest"]);
        using var json = JsonDocument.Parse(text[text.IndexOf('\n', StringComparison.Ordinal)..]);
        return json.RootElement.GetProperty("files").EnumerateObject().Single(file => file.Name.EndsWith("baton.toml", StringComparison.Ordinal)).Value.GetBytesFromBase64();
    }
}
