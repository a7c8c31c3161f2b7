using Baton.TestKit;

namespace Baton.EndToEnd.Tests;

/// <summary>What people and machines do to a daemon: its process is stopped, its folder deleted or moved, a file is in its way.</summary>
public class DaemonTroubleTests
{
    private const string One = """
        [services.db]
        command = ["sleep", "600"]
        env = { PROJECT_MARK = "{mark}" }
        """;

    [Fact]
    [Trait("Speed", "slow")]
    public async Task A_stopped_daemon_is_told_and_not_waited_for_for_ever()
    {
        await using var project = new Project(One);
        await project.UpAsync();
        var daemon = await project.DaemonAsync();
        ProcessTable.Signal(daemon, 19);
        try
        {
            var (exitCode, _, errors) = await project.RunAsync("ps");
            Assert.Equal(5, exitCode);
            Assert.Contains("is its process stopped?", errors, StringComparison.Ordinal);
        }
        finally
        {
            ProcessTable.Signal(daemon, 18);
        }
    }

    [Fact]
    public async Task A_daemon_whose_state_directory_is_deleted_stops_everything_at_once_and_leaves_the_next_one_alone()
    {
        await using var project = new Project(One);
        await project.UpAsync();
        var (daemon, service) = (UpAndDownTests.GuardianOf(project), Assert.Single(project.Processes()));

        Directory.Delete(project[".baton"], recursive: true);
        await project.UpAsync();

        await Eventually.HoldsAsync(() => !ProcessTable.IsAlive(daemon) && !ProcessTable.IsAlive(service), "everything of the first to end");
        Assert.Equal("running", (await project.UntilAsync("db", s => s.GetProperty("ready").GetBoolean(), "ready")).GetProperty("state").GetString());
        Assert.Equal(0, (await project.RunAsync("down")).ExitCode);
    }

    [Fact]
    public async Task A_detached_daemon_gives_its_services_the_usual_umask_and_the_limit_of_the_shell_and_appends_to_its_own_output()
    {
        await using var project = new Project("""
            [services.facts]
            command = "umask; ulimit -n; touch made"
            restart = "never"
            """);
        project.Write(".baton/logs/orchestrator/daemon.out", "earlier\n");
        var (exitCode, _, errors) = await RunningProgram.RunAsync("/bin/bash",
            ["-c", $"umask 027; ulimit -Sn 567; '{TestPrograms.Baton}' up -d --listen none; exit $?"], project.Path);
        Assert.True(exitCode == 0, errors);
        await project.UntilAsync("facts", s => s.GetProperty("state").GetString() == "completed", "completed");

        await Eventually.HoldsAsync(() => UpAndDownTests.LogHolds(project, "facts", "[stdout] 567\n"), "the limit of the shell");
        Assert.True(UpAndDownTests.LogHolds(project, "facts", "[stdout] 0022\n"), "a fixed umask, whoever starts the daemon");
        var descriptor = Directory.GetFiles($"/proc/{UpAndDownTests.GuardianOf(project)}/fd").Single(file => Path.GetFileName(file) == "1");
        var flags = File.ReadLines(descriptor.Replace("/fd/", "/fdinfo/", StringComparison.Ordinal)).Single(line => line.StartsWith("flags:", StringComparison.Ordinal));
        Assert.NotEqual(0, Convert.ToInt32(flags.Split('\t')[1], 8) & Convert.ToInt32("2000", 8));
        Assert.StartsWith("earlier\n", File.ReadAllText(project[".baton/logs/orchestrator/daemon.out"]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(".baton", "is a file or a link to nothing, not a folder")]
    [InlineData(".baton/logs", "is a file or a link to nothing, not a folder")]
    public async Task A_file_where_a_folder_must_be_is_named(string place, string message)
    {
        await using var project = new Project(One);
        project.Write(place, "");
        foreach (var how in new[] { "-d", "--listen=none" })
        {
            var (exitCode, _, errors) = await project.RunAsync("up", how);
            Assert.Equal(1, exitCode);
            Assert.Contains($"\"{project[place]}\"", errors, StringComparison.Ordinal);
            Assert.Contains(message, errors, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
        }

        File.Delete(project[place]);
    }
}
