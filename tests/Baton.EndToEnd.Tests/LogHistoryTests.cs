using Baton.TestKit;

namespace Baton.EndToEnd.Tests;

/// <summary>The real program's logs: closed, compressed, asked for, and found where another system had them.</summary>
public class LogHistoryTests
{
    [Fact]
    public async Task Rotated_and_compressed_logs_of_several_runs_are_read_as_if_they_were_one()
    {
        await using var project = new Project("""
            [services.web]
            command = ["sh", "-c", "for i in $(seq 1 2000); do echo \"run line $i\"; done; echo over; exec sleep 600"]
            env = { PROJECT_MARK = "{mark}" }
            log = { rotate_size = "20kB", rotate_count = 100, compress = true }
            """);
        await project.UpAsync();
        await Eventually.HoldsAsync(() => UpAndDownTests.LogHolds(project, "web", "] over"), "the first run has spoken");
        Assert.Equal(0, (await project.RunAsync("restart", "web")).ExitCode);
        await Eventually.HoldsAsync(() => Directory.GetFiles(project[".baton/logs/web"], "*-r2.log") is [var newest] && File.ReadAllText(newest).Contains("] over", StringComparison.Ordinal), "the second run has spoken");
        await Eventually.HoldsAsync(() => Directory.GetFiles(project[".baton/logs/web"], "*.log") is [var last] && last.EndsWith("-r2.log", StringComparison.Ordinal), "all but the newest file are compressed");
        string[] run = [.. Enumerable.Range(1, 2000).Select(i => $"run line {i}"), "over"];
        Assert.Equal(run.Concat(run), Lines(await project.RunAsync("logs", "web", "--since", "1h")));
        Assert.Equal(run, Lines(await project.RunAsync("logs", "web", "--previous", "--tail", "all")));
        Assert.Equal(["run line 1999", "run line 1999"], Lines(await project.RunAsync("logs", "web", "--since", "1h", "--grep", "LINE 1999$", "-i")));
        Assert.Empty(Lines(await project.RunAsync("logs", "web", "--until", "1h")));
    }

    [Fact]
    public async Task A_registrys_log_is_found_where_it_used_to_be_and_a_file_of_the_users_stays()
    {
        await using var project = new Project("");
        File.Delete(project["baton.toml"]);
        project.Write("omega_services/service_registry.json", """
            { "services": [
              { "name": "leds", "cmd": "sh", "args": ["-c", "echo lit; exec sleep 600"], "autostart": true },
              { "name": "motor", "cmd": "sh", "args": ["-c", "echo turns; exec sleep 600"], "autostart": true } ] }
            """);
        project.Write("omega_services/logs/motor.log", "mine");
        await project.UpAsync();
        await Eventually.HoldsAsync(() => File.Exists(project["omega_services/logs/leds.log"]) && File.ReadAllText(project["omega_services/logs/leds.log"]).Contains("lit", StringComparison.Ordinal), "the link");
        Assert.Equal(0, (await project.RunAsync("restart", "leds")).ExitCode);
        await Eventually.HoldsAsync(() => new FileInfo(project["omega_services/logs/leds.log"]).LinkTarget!.EndsWith("-r2.log", StringComparison.Ordinal), "the link to the newest run");
        Assert.Equal("mine", File.ReadAllText(project["omega_services/logs/motor.log"]));
        await Eventually.HoldsAsync(() => Directory.GetFiles(project[".baton/logs/orchestrator"]).Any(file => File.ReadAllText(file).Contains("log_not_linked", StringComparison.Ordinal)), "it is told");
    }

    [Fact]
    public async Task Logs_that_are_too_old_go_with_the_beginning_of_a_run()
    {
        await using var project = new Project("""
            logs = { keep_days = 1 }
            [services.web]
            command = ["sh", "-c", "echo here; exec sleep 600"]
            env = { PROJECT_MARK = "{mark}" }
            log = { keep_runs = 2 }
            """);
        await project.UpAsync();
        await UntilRunsAsync(project, 1);
        Assert.Equal(0, (await project.RunAsync("restart", "web")).ExitCode);
        await UntilRunsAsync(project, 1, 2);
        Assert.Equal(0, (await project.RunAsync("stop", "web")).ExitCode);
        File.SetLastWriteTimeUtc(Directory.GetFiles(project[".baton/logs/web"], "*-r2.log").Single(), DateTime.UnixEpoch);
        Assert.Equal(0, (await project.RunAsync("start", "web")).ExitCode);
        await UntilRunsAsync(project, 3);
        await project.DownAsync();
    }

    [Fact]
    [Trait("Speed", "slow")]
    public async Task Logs_that_are_too_much_together_go_oldest_first_also_of_earlier_times()
    {
        await using var project = new Project("""
            logs = { max_total = "1MB" }
            [services.web]
            command = ["sh", "-c", "test -e quiet || head -c 3000000 /dev/zero | tr '\\0' x | fold -w 99; touch quiet; exec sleep 600"]
            env = { PROJECT_MARK = "{mark}" }
            """);
        await project.UpAsync();
        await Eventually.HoldsAsync(() => File.Exists(project["quiet"]), "the first run to have spoken");
        Assert.Equal(0, (await project.RunAsync("restart", "web")).ExitCode);
        await UntilRunsAsync(project, 1, 2);
        await project.DownAsync();
        await project.UpAsync();
        await UntilRunsAsync(project, 2, 3);
        await project.DownAsync();
    }

    private static Task UntilRunsAsync(Project project, params int[] runs) => Eventually.HoldsAsync(
        () => runs.SequenceEqual(RunsIn(project[".baton/logs/web"])), () => $"files of the runs {string.Join(", ", runs)}; there are: {string.Join(", ", RunsIn(project[".baton/logs/web"]))}", Project.Patience);

    private static IEnumerable<int> RunsIn(string folder) =>
        Directory.GetFiles(folder).Select(file => int.Parse(file.Split("-r")[^1].Split('.')[0], System.Globalization.CultureInfo.InvariantCulture)).Distinct().Order();

    private static string[] Lines((int ExitCode, string Output, string Errors) answer)
    {
        Assert.True(answer.ExitCode == 0, answer.Errors);
        return answer.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
