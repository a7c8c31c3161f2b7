using Baton.TestKit;

namespace Baton.EndToEnd.Tests;

/// <summary>What is run before, after and to stop a service, with the real program.</summary>
public class HooksTests
{
    [Fact]
    public async Task All_three_are_run_in_their_order_and_know_what_they_must()
    {
        await using var project = new Project("""
            [services.db]
            command = ["bash", "-c", "echo run >> story; trap 'exit 5' USR1; while :; do sleep 0.1; done"]
            env = { PROJECT_MARK = "{mark}" }
            pre_start = ["bash", "-c", "echo before >> story"]
            stop_command = ["bash", "-c", "echo stop >> story; kill -USR1 $BATON_PID"]
            post_stop = ["bash", "-c", "echo after $BATON_EXIT_CODE >> story"]
            """);
        await project.UpAsync();
        await Eventually.HoldsAsync(() => Story(project).Contains("run", StringComparison.Ordinal), "the run");
        Assert.Equal(0, (await project.RunAsync("stop", "db")).ExitCode);
        Assert.Equal("before\nrun\nstop\nafter 5\n", Story(project));
    }

    [Fact]
    public async Task Written_as_text_all_three_are_scripts_in_which_the_shell_puts_the_variables()
    {
        await using var project = new Project("""
            [services.db]
            command = "trap 'exit 5' USR1; echo run >> story; while :; do sleep 0.1; done"
            env = { PROJECT_MARK = "{mark}", TASTE = "salt" }
            pre_start = "true | cat && echo before ${TASTE:-sugar} >> story"
            stop_command = "echo stop >> story; kill -USR1 $BATON_PID"
            post_stop = '''
            for word in after "$BATON_EXIT_CODE"; do
              echo "$word" >> story
            done
            '''
            """);
        await project.UpAsync();
        await Eventually.HoldsAsync(() => Story(project).Contains("run", StringComparison.Ordinal), "the run");
        Assert.Equal(0, (await project.RunAsync("stop", "db")).ExitCode);
        Assert.Equal("before salt\nrun\nstop\nafter\n5\n", Story(project));
    }

    [Fact]
    public async Task Without_any_time_to_stop_it_is_killed_at_once_with_what_should_stop_it_and_what_follows_has_its_own_time()
    {
        await using var project = new Project("""
            [services.db]
            command = ["bash", "-c", "trap '' TERM; echo run >> story; while :; do sleep 0.1; done"]
            env = { PROJECT_MARK = "{mark}" }
            stop_timeout_seconds = 0
            stop_command = ["sleep", "600"]
            post_stop = ["bash", "-c", "sleep 0.2; echo after $BATON_EXIT_SIGNAL >> story"]
            """);
        await project.UpAsync();
        await Eventually.HoldsAsync(() => Story(project).Contains("run", StringComparison.Ordinal), "the run");
        Assert.Equal(0, (await project.RunAsync("stop", "db")).ExitCode);
        Assert.Equal("run\nafter 9\n", Story(project));
        Assert.Empty(project.Processes());
    }

    [Fact]
    public async Task A_group_alone_is_its_main_group_and_leaves_the_user_as_it_is()
    {
        Assert.True(Environment.IsPrivilegedProcess, "this test needs root, to run a service in another group");
        await using var project = new Project("""
            [services.guest]
            command = ["bash", "-c", "echo $(id -un) in $(id -gn); touch made; exec sleep 600"]
            group = "daemon"
            env = { PROJECT_MARK = "{mark}" }
            """);
        await project.UpAsync();
        await Eventually.HoldsAsync(() => UpAndDownTests.LogHolds(project, "guest", "[stdout] root in daemon\n"), "its output");
        var (_, owner, _) = await RunningProgram.RunAsync("/usr/bin/env", ["stat", "-c", "%U %G", project["made"]], project.Path);
        Assert.Equal("root daemon\n", owner);
        await project.DownAsync();
    }

    [Fact]
    public async Task A_pre_start_that_fails_is_the_cause_that_people_see()
    {
        await using var project = new Project("""
            [services.db]
            command = ["sleep", "600"]
            env = { PROJECT_MARK = "{mark}" }
            restart = "never"
            pre_start = ["bash", "-c", "echo no disk for it >&2; exit 3"]
            """);
        await project.UpAsync();
        var db = await project.UntilAsync("db", s => s.GetProperty("state").GetString() == "failed", "failed");
        Assert.Equal("pre_start: exit code 3: no disk for it", db.GetProperty("reason").GetString());
        Assert.Empty(project.Processes());
    }

    [Fact]
    public async Task What_a_killed_daemon_left_of_a_hook_is_ended_by_the_next_up()
    {
        await using var project = new Project("""
            [services.db]
            command = ["sleep", "600"]
            env = { PROJECT_MARK = "{mark}" }
            pre_start = ["bash", "-c", "if [ -e again ]; then exit 0; fi; setsid sleep 601 & echo $! > child; echo $$$$ > hook; exec sleep 602"]
            """);
        await project.UpAsync();
        await Eventually.HoldsAsync(() => File.Exists(project["hook"]) && File.ReadAllText(project["hook"]).EndsWith('\n'), "the hook");
        int[] left = [Number(project["hook"]), Number(project["child"])];
        ProcessTable.Signal(UpAndDownTests.GuardianOf(project), 9);
        Assert.All(left, pid => Assert.True(ProcessTable.IsAlive(pid)));

        project.Write("again", "");
        await project.UpAsync();
        Assert.All(left, pid => Assert.False(ProcessTable.IsAlive(pid)));
        await project.UntilAsync("db", s => s.GetProperty("state").GetString() == "running", "running");
        Assert.Equal(0, (await project.RunAsync("down")).ExitCode);
    }

    [Fact]
    public async Task A_service_of_another_user_is_prepared_asked_taken_over_and_ended_as_every_other()
    {
        Assert.True(Environment.IsPrivilegedProcess, "this test needs root, to run a service as nobody");
        await using var project = new Project("""
            [services.guest]
            command = ["bash", "-c", "echo as $(id -un) in $HOME; exec sleep 600"]
            working_dir = "/"
            user = "nobody"
            env = { PROJECT_MARK = "{mark}" }
            pre_start = ["bash", "-c", "test $(id -un) = nobody"]
            readiness = { exec = ["bash", "-c", "test $(id -un) = nobody"], interval_seconds = 0.2 }
            """);
        await project.UpAsync();
        var guest = await project.UntilAsync("guest", s => s.GetProperty("ready").GetBoolean(), "ready");
        await Eventually.HoldsAsync(() => UpAndDownTests.LogHolds(project, "guest", "[stdout] as nobody in /nonexistent\n"), "its output");
        var pid = guest.GetProperty("pid").GetInt32();
        ProcessTable.Signal(UpAndDownTests.GuardianOf(project), 9);

        await project.UpAsync();
        Assert.Equal(pid, (await project.UntilAsync("guest", s => s.GetProperty("ready").GetBoolean(), "ready")).GetProperty("pid").GetInt32());
        Assert.Equal(0, (await project.RunAsync("down")).ExitCode);
        Assert.False(ProcessTable.IsAlive(pid));
    }

    private static string Story(Project project) => File.Exists(project["story"]) ? File.ReadAllText(project["story"]) : "";

    private static int Number(string file) => int.Parse(File.ReadAllText(file), System.Globalization.CultureInfo.InvariantCulture);
}
