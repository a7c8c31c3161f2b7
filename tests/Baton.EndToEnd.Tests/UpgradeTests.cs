using System.Globalization;
using System.Text.Json;
using Baton.TestKit;

namespace Baton.EndToEnd.Tests;

/// <summary>Other daemons under services that never rest; the real program throughout.</summary>
public sealed class UpgradeTests
{
    private const int Services = 40;
    private const int Upgrades = 5;

    [Fact]
    public async Task Under_restarting_services_every_event_is_told_once_and_follows_from_one_of_its_own()
    {
        await using var project = new Project(string.Concat(Enumerable.Range(0, Services).Select(i => string.Create(CultureInfo.InvariantCulture, $$"""
            [services.s{{i}}]
            command = ["sh", "-c", "exit 3"]
            restart = "always"
            restart_delay_seconds = 0.2
            backoff_factor = 1
            backoff_jitter = 0.5
            env = { PROJECT_MARK = "{mark}" }

            """))));
        await project.UpAsync();
        for (var i = 0; i < Upgrades; i++)
        {
            var (exitCode, _, errors) = await project.RunAsync("upgrade");
            Assert.True(exitCode == 0, errors);
        }

        Assert.Equal(0, (await project.RunAsync("down")).ExitCode);
        await project.UpAsync();
        var told = await EventsAsync(project);
        Assert.Equal(Upgrades, told.Count(e => What(e) == "upgrading"));
        var bySeq = told.GroupBy(Seq).ToDictionary(group => group.Key, group => group.Single());
        var oldest = bySeq.Keys.Min();
        foreach (var e in told)
        {
            if (!e.TryGetProperty("cause", out var cause) || cause.ValueKind != JsonValueKind.Number || cause.GetInt64() < oldest) continue;
            Assert.True(bySeq.TryGetValue(cause.GetInt64(), out var because), $"{e}: its cause is missing");
            Assert.True(Subject(because) == Subject(e) || Subject(because) == "daemon", $"{e} because of {because}");
        }

        foreach (var service in told.Where(e => What(e) is "exited" or "starting").GroupBy(Subject)) AssertAlternate(service);
        await project.DownAsync();
    }

    [Fact]
    public async Task A_program_may_be_named_by_a_link_by_a_path_through_one_and_by_a_script_that_becomes_it()
    {
        await using var project = new Project("""
            [services.web]
            command = ["sleep", "600"]
            env = { PROJECT_MARK = "{mark}" }
            """);
        await project.UpAsync();
        var web = (await project.UntilStateAsync("web", "running")).GetProperty("pid").GetInt32();
        File.CreateSymbolicLink(project["link"], TestPrograms.Baton);
        Directory.CreateSymbolicLink(project["folder"], Path.GetDirectoryName(TestPrograms.Baton)!);
        project.Write("script", $"#!/bin/sh\nexec '{TestPrograms.Baton}' \"$@\"\n");
        File.SetUnixFileMode(project["script"], UnixFileMode.UserRead | UnixFileMode.UserExecute);
        foreach (var program in new[] { "link", "folder/baton", "script" })
        {
            var before = await project.DaemonAsync();
            var (exitCode, output, errors) = await project.RunAsync("upgrade", "--program", program);
            Assert.True(exitCode == 0, $"{program}: {errors}");
            Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"(pid {before}) was replaced by"), output, StringComparison.Ordinal);
            Assert.NotEqual(before, await project.DaemonAsync());
        }

        Assert.Equal(web, (await project.ServicesAsync())["web"].GetProperty("pid").GetInt32());
        await project.DownAsync();
    }

    [Fact]
    public async Task Events_are_followed_over_a_killed_and_a_replaced_daemon_until_everything_is_stopped()
    {
        await using var project = new Project("""
            [services.web]
            command = ["sleep", "600"]
            env = { PROJECT_MARK = "{mark}" }
            """);
        await project.UpAsync();
        await project.UntilStateAsync("web", "running");
        await using var following = project.Start(["events", "-f", "--tail", "all", "-o", "json"]);
        ProcessTable.Signal(await project.DaemonAsync(), 9);
        await Eventually.HoldsAsync(() => following.Output.Split("\"started\"").Length == 3, () => $"the next daemon's beginning: {following.Output}{following.Errors}", Project.Patience);
        Assert.Equal(0, (await project.RunAsync("upgrade")).ExitCode);
        await Eventually.HoldsAsync(() => following.Output.Split("\"started\"").Length == 4, () => $"the third one's beginning: {following.Output}{following.Errors}", Project.Patience);
        var told = await EventsAsync(project);
        await project.DownAsync();
        Assert.Equal(0, await following.ExitAsync());
        var seen = following.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => Seq(JsonDocument.Parse(line).RootElement)).ToList();
        Assert.Equal(told.Select(Seq), seen.Take(told.Count));
        Assert.Equal(seen.Distinct().Order(), seen);
        Assert.Contains("waiting for it to come back", following.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("count")]
    [InlineData("")]
    [InlineData("--stream=stdout --run=1 --grep=^[0-9]+$ count")]
    public async Task Lines_are_followed_over_killed_and_replaced_daemons_and_each_is_seen_once(string options)
    {
        await using var project = new Project("""
            [services.count]
            command = ["sh", "-c", "i=0; while :; do echo $((i+=1)); echo e$i >&2; sleep 0.002; done"]
            env = { PROJECT_MARK = "{mark}" }
            [services.other]
            command = ["sh", "-c", "echo one; exec sleep 600"]
            env = { PROJECT_MARK = "{mark}" }
            """);
        await project.UpAsync();
        await project.UntilStateAsync("count", "running");
        await using var following = project.Start(["logs", "-f", "--tail", "all", "-o", "json", .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
        for (var loss = 0; loss < 6; loss++)
        {
            var before = following.Output.Length;
            await Eventually.HoldsAsync(() => following.Output.Length > before + 10_000, () => $"more lines: {following.Errors}", Project.Patience);
            if (loss % 2 == 0) ProcessTable.Signal(await project.DaemonAsync(), 9);
            else Assert.Equal(0, (await project.RunAsync("upgrade")).ExitCode);
        }

        await Eventually.HoldsAsync(() => following.Errors.Split("the daemon is back").Length == 7, () => $"all returns: {following.Errors}", Project.Patience);
        await project.DownAsync();
        Assert.Equal(0, await following.ExitAsync());
        var seen = following.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)
            .Where(line => line.GetProperty("service").GetString() == "count" && line.GetProperty("stream").GetString() == "stdout")
            .Select(line => int.Parse(line.GetProperty("text").GetString()!, CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(Enumerable.Range(1, seen.Count), seen);
        Assert.Equal(3, following.Errors.Split("waiting for it to come back").Length - 1);
        Assert.Equal(3, following.Errors.Split("waiting for the next one").Length - 1);
    }

    [Fact]
    public async Task A_service_that_down_keep_left_is_not_run_a_second_time_in_the_terminal()
    {
        await using var project = new Project("""
            [services.db]
            command = ["sleep", "600"]
            env = { PROJECT_MARK = "{mark}" }
            [services.web]
            command = ["sleep", "601"]
            depends_on = ["db"]
            env = { PROJECT_MARK = "{mark}" }
            """);
        await project.UpAsync();
        await project.UntilStateAsync("web", "running");
        Assert.Equal(0, (await project.RunAsync("down", "--keep")).ExitCode);
        var before = project.Processes();
        foreach (var service in new[] { "db", "web" })
        {
            var (exitCode, _, errors) = await project.RunAsync("run", service);
            Assert.Equal(3, exitCode);
            Assert.Matches($"cannot run service \"{service}\": an earlier daemon left it running \\(pid \\d+\\).*baton up, or end it with: baton down", errors);
        }

        Assert.Equal(before, project.Processes());
        await project.UpAsync();
        await project.DownAsync();
    }

    /// <summary>Of the start and the exit of each run, none is lost and none told twice.</summary>
    private static void AssertAlternate(IGrouping<string, JsonElement> service)
    {
        var words = service.OrderBy(Seq).Select(What).ToList();
        for (var i = 1; i < words.Count; i++) Assert.True(words[i] != words[i - 1], $"{service.Key}: event {i} of {words.Count} is {words[i]} twice");
    }

    private static long Seq(JsonElement e) => e.GetProperty("seq").GetInt64();

    private static string What(JsonElement e) => e.GetProperty("what").GetString()!;

    private static string Subject(JsonElement e) => e.GetProperty("subject").GetString()!;

    private static async Task<List<JsonElement>> EventsAsync(Project project)
    {
        var (exitCode, output, errors) = await project.RunAsync("events", "--tail", "all", "-o", "json");
        Assert.True(exitCode == 0, errors);
        return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];
    }
}
