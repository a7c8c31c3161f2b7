using System.Text.Json;
using Baton.TestKit;

namespace Baton.EndToEnd.Tests;

/// <summary>Guardian and daemon are both killed, services live on, and <c>down</c> ends them; the real program throughout.</summary>
public sealed class LeftRunsTests
{
    private const string Three = """
        [services.db]
        command = ["bash", "-c", "trap 'echo db ended >> {folder}/order; exit 0' USR1; echo ready; while :; do sleep 0.05; done"]
        env = { PROJECT_MARK = "{mark}" }
        stop_signal = "SIGUSR1"
        post_stop = ["bash", "-c", "echo after db >> {folder}/order"]
        [services.web]
        command = ["bash", "-c", "trap 'echo web ended >> {folder}/order; exit 3' TERM; setsid sleep 600 & echo ready; while :; do sleep 0.05; done"]
        env = { PROJECT_MARK = "{mark}" }
        depends_on = ["db"]
        [services.deaf]
        command = ["bash", "-c", "trap '' TERM; echo ready; while :; do sleep 0.05; done"]
        env = { PROJECT_MARK = "{mark}" }
        stop_timeout_seconds = 0.3
        """;

    [Fact]
    public async Task Down_ends_what_a_killed_Baton_left_by_the_rules_that_were_in_force()
    {
        await using var project = await LeftAsync();
        // The manifest may have gone meanwhile.
        File.Delete(project["baton.toml"]);

        var (exitCode, output, errors) = await project.RunAsync("down");

        Assert.True(exitCode == 0, errors);
        Assert.Empty(project.Processes());
        Assert.Matches(@"web \(run 1, pid \d+\): has ended", output);
        Assert.Matches(@"deaf \(run 1, pid \d+\): was killed", output);
        Assert.Contains("what an earlier one had left has ended", output, StringComparison.Ordinal);
        Assert.Equal(["web ended", "db ended", "after db"], File.ReadAllLines(project["order"]));
        // Programs that read files see it, too.
        using var status = JsonDocument.Parse(File.ReadAllText(project[".baton/status.json"]));
        Assert.Equal("ended", status.RootElement.GetProperty("state").GetString());
        Assert.All(status.RootElement.GetProperty("services").EnumerateArray(), service => Assert.Equal("stopped", service.GetProperty("state").GetString()));
    }

    [Fact]
    public async Task Down_with_nothing_left_says_so_and_the_next_up_begins_anew()
    {
        await using var project = await LeftAsync();
        Assert.Equal(0, (await project.RunAsync("down", "--kill")).ExitCode);
        Assert.False(File.Exists(project["order"]));

        var (exitCode, _, errors) = await project.RunAsync("down");
        Assert.Equal(3, exitCode);
        Assert.Contains("nothing is left of an earlier one", errors, StringComparison.Ordinal);

        await project.UpAsync();
        var web = await project.UntilStateAsync("web", "running");
        Assert.Equal(2, web.GetProperty("run").GetInt32());
        var (_, events, _) = await project.RunAsync("events", "--tail", "200");
        Assert.Contains("(baton down)", events, StringComparison.Ordinal);
        await project.DownAsync();
    }

    [Fact]
    public async Task Down_tells_programs_what_it_ended()
    {
        await using var project = await LeftAsync();
        var (exitCode, output, errors) = await project.RunAsync("down", "-o", "json");
        Assert.True(exitCode == 0, errors);
        using var document = JsonDocument.Parse(output);
        Assert.Equal(project[".baton"], document.RootElement.GetProperty("state_directory").GetString());
        var ended = document.RootElement.GetProperty("ended").EnumerateArray().ToDictionary(one => one.GetProperty("service").GetString()!, one => one.GetProperty("outcome").GetString());
        Assert.Equal(new Dictionary<string, string?> { ["db"] = "terminated", ["web"] = "terminated", ["deaf"] = "killed" }, ended);
    }

    [Fact]
    public async Task A_down_that_is_killed_on_the_way_is_finished_by_the_next_and_meanwhile_an_up_is_told_who_is_at_work()
    {
        await using var project = await LeftAsync(Three.Replace("stop_timeout_seconds = 0.3", "stop_timeout_seconds = 60", StringComparison.Ordinal));
        await using var down = project.Start(["down"]);
        await Eventually.HoldsAsync(() => File.Exists(project["order"]) && File.ReadAllText(project["order"]).Contains("db ended", StringComparison.Ordinal), "the stop to be under way", Project.Patience);
        var (exitCode, _, errors) = await project.RunAsync("up", "-d", "--listen", "none");
        Assert.Equal(3, exitCode);
        Assert.Matches("a \"baton down\" with pid [0-9]+ is ending what was left", errors);

        down.Signal(9);
        await down.ExitAsync();
        Assert.NotEmpty(project.Processes());
        Assert.Equal(0, (await project.RunAsync("down", "--kill")).ExitCode);
        Assert.Empty(project.Processes());
    }

    [Fact]
    public async Task What_is_not_provably_of_the_project_is_not_touched()
    {
        await using var project = await LeftAsync();
        // As a service looks from outside: its command line and its folder, without a mark.
        await using var stranger = RunningProgram.Start("/bin/bash", ["-c", "trap '' TERM; echo ready; while :; do sleep 0.05; done"], project.Path);
        Assert.Equal(0, (await project.RunAsync("down")).ExitCode);
        Assert.True(ProcessTable.IsAlive(stranger.Pid));
        stranger.Signal(9);
    }

    [Fact]
    public async Task What_is_left_is_ended_also_where_the_state_directory_takes_no_word_of_it()
    {
        await using var project = await LeftAsync();
        // As on a full disk, each for its own file.
        foreach (var file in new[] { "pid.new", "status.json.new" }) Directory.CreateDirectory(project[$".baton/{file}"]);
        Directory.Delete(project[".baton/journal"], recursive: true);
        project.Write(".baton/journal", "");

        var (exitCode, _, errors) = await project.RunAsync("down");

        Assert.True(exitCode == 0, errors);
        Assert.Empty(project.Processes());
    }

    [Fact]
    public async Task Without_the_manifest_of_then_the_usual_rules_hold()
    {
        await using var project = await LeftAsync(Three.Replace("trap '' TERM; ", "", StringComparison.Ordinal));
        File.Delete(project[".baton/run/manifest"]);
        File.Delete(project["baton.toml"]);

        var (exitCode, output, errors) = await project.RunAsync("down");

        Assert.True(exitCode == 0, errors);
        Assert.Empty(project.Processes());
        Assert.Matches(@"db \(run 1, pid \d+\): has ended", output);
    }

    /// <summary>A project of which only the services live.</summary>
    private static async Task<Project> LeftAsync(string manifest = Three)
    {
        var project = new Project("");
        project.Write("baton.toml", manifest.Replace("{folder}", project.Path, StringComparison.Ordinal).Replace("{mark}", project.Mark, StringComparison.Ordinal));
        await project.UpAsync();
        foreach (var service in new[] { "db", "web", "deaf" }) await project.UntilLogAsync(service, "ready");
        var (daemon, guardian) = (await project.DaemonAsync(), UpAndDownTests.GuardianOf(project));
        ProcessTable.Signal(guardian, 9);
        ProcessTable.Signal(daemon, 9);
        await Eventually.HoldsAsync(() => !ProcessTable.IsAlive(daemon) && !ProcessTable.IsAlive(guardian), "both to be dead");
        Assert.NotEmpty(project.Processes());
        return project;
    }
}
