using System.Globalization;
using System.Text.Json;

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
