using System.Globalization;
using System.Text.Json;
using Baton.TestKit;

namespace Baton.EndToEnd.Tests;

/// <summary>
/// Daemon and guardian are killed with SIGKILL at random instants while services write as fast as they can. No line is lost or doubled, no service is
/// disturbed. A short round of it belongs to every test run; <c>BATON_CAMPAIGN=long</c> makes it 500 kills of the daemon and 100 of the guardian.
/// </summary>
public sealed class KillCampaignTests
{
    private const int Burst = 50_000, Loggers = 2;

    private static readonly bool IsLong = Environment.GetEnvironmentVariable("BATON_CAMPAIGN") == "long";

    // In bursts as fast as they can, with rests, so that the disk holds it all.
    private static readonly string Manifest = string.Concat(Enumerable.Range(0, Loggers).Select(i => $$"""
        [services.logger{{i}}]
        command = ["bash", "-c", "i=0; while :; do seq $i $((i+{{Burst - 1}})); i=$((i+{{Burst}})); sleep 0.5; done"]
        log = { rotate_size = 0 }
        env = { PROJECT_MARK = "{mark}" }

        """));

    [Fact]
    public Task Kills_of_the_daemon_lose_and_double_nothing() => CampaignAsync(IsLong ? 500 : 15, async project =>
    {
        var daemon = await PidAsync(project);
        ProcessTable.Signal(daemon, 9);
        await Eventually.HoldsAsync(() => !ProcessTable.IsAlive(daemon), "its end");
    });

    [Fact]
    public Task Kills_of_the_guardian_lose_and_double_nothing() => CampaignAsync(IsLong ? 100 : 5, async project =>
    {
        var guardian = UpAndDownTests.GuardianOf(project);
        ProcessTable.Signal(guardian, 9);
        await Eventually.HoldsAsync(() => !ProcessTable.IsAlive(guardian), "its end");
        await project.UpAsync();
    });

    private static async Task CampaignAsync(int kills, Func<Project, Task> kill)
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        await using var project = new Project(Manifest);
        await project.UpAsync();
        var first = await RunningAsync(project);
        for (var i = 0; i < kills; i++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(400)), TimeProvider.System);
            await kill(project);
        }

        var last = await RunningAsync(project);
        foreach (var name in first.Keys)
        {
            Assert.Equal(first[name].GetProperty("pid").GetInt32(), last[name].GetProperty("pid").GetInt32());
            Assert.Equal((1, 0), (last[name].GetProperty("run").GetInt32(), last[name].GetProperty("restarts").GetInt32()));
        }

        await project.DownAsync();
        foreach (var name in first.Keys) AssertWhole(project, name, kills, seed);
    }

    private static async Task<Dictionary<string, JsonElement>> RunningAsync(Project project)
    {
        await PidAsync(project);
        for (var i = 0; i < Loggers; i++) await project.UntilStateAsync($"logger{i}", "running");
        return await project.ServicesAsync();
    }

    /// <summary>Pid of the daemon that answers, waiting for one.</summary>
    private static async Task<int> PidAsync(Project project)
    {
        using var patience = new CancellationTokenSource(Project.Patience, TimeProvider.System);
        while (!patience.IsCancellationRequested)
        {
            var (exitCode, output, _) = await project.RunAsync("version", "-o", "json");
            using var document = JsonDocument.Parse(output);
            if (exitCode == 0 && document.RootElement.TryGetProperty("daemon", out var told)) return told.GetProperty("pid").GetInt32();
        }

        throw new Xunit.Sdk.XunitException("no daemon came back");
    }

    private static void AssertWhole(Project project, string service, int kills, int seed)
    {
        var file = Assert.Single(Directory.GetFiles(project[$".baton/logs/{service}"]));
        var expected = 0L;
        foreach (var line in File.ReadLines(file))
        {
            var text = line.AsSpan(line.IndexOf(']', StringComparison.Ordinal) + 2);
            // The last line may have been cut by the end of everything.
            if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number == expected) expected++;
            else Assert.Fail($"{service}, seed {seed}: \"{line}\" where {expected} should be");
        }

        Assert.True(expected > kills * 1000L, $"only {expected} lines in {kills} kills");
    }
}
