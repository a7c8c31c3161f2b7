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

    // It counts its own runs, and ends with a code that tells which one it was.
    private const string Counter = """
        [services.counter]
        command = ["bash", "-c", "n=$(cat n || echo 0); echo $((n+1)) >n; sleep 0.2; exit $((n%200))"]
        restart = "always"
        restart_delay_seconds = 0.05
        backoff_limit_seconds = 0.05
        env = { PROJECT_MARK = "{mark}" }

        """;

    [Fact]
    public Task Kills_of_the_daemon_lose_and_double_nothing() => CampaignAsync(Manifest + Counter, IsLong ? 500 : 15, KillDaemonAsync, AssertCountedAsync);

    [Fact]
    public Task Kills_of_the_guardian_lose_and_double_nothing() => CampaignAsync(Manifest, IsLong ? 100 : 5, KillGuardianAsync, static _ => Task.CompletedTask);

    /// <summary>One that is well, or one at any point of its beginning: of its reading, its taking over, its first answers.</summary>
    private static async Task KillDaemonAsync(Project project, Random random)
    {
        if (random.Next(2) == 0) await PidAsync(project);
        else await Task.Delay(TimeSpan.FromMilliseconds(random.Next(300)), TimeProvider.System);
        var guardian = UpAndDownTests.GuardianOf(project);
        foreach (var daemon in Batons(project).Where(pid => ProcessTable.ParentOf(pid) == guardian))
        {
            ProcessTable.Signal(daemon, 9);
            await Eventually.HoldsAsync(() => !ProcessTable.IsAlive(daemon), "its end");
        }
    }

    private static async Task KillGuardianAsync(Project project, Random random)
    {
        await KillAllAsync(project);
        // Once more, at any point of the next one's beginning.
        await using (var up = project.Start(["up", "-d", "--listen", "none"]))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(600)), TimeProvider.System);
            await KillAllAsync(project);
            await up.ExitAsync();
        }

        await KillAllAsync(project);
        await project.UpAsync();
    }

    /// <summary>The guardian; its daemon ends by itself.</summary>
    private static async Task KillAllAsync(Project project)
    {
        var batons = Batons(project);
        foreach (var guardian in batons.Where(pid => !batons.Contains(ProcessTable.ParentOf(pid)))) ProcessTable.Signal(guardian, 9);
        await Eventually.HoldsAsync(() => batons.All(pid => !ProcessTable.IsAlive(pid)), "their end");
    }

    /// <summary>Guardian and daemon of the project, as far as there are any.</summary>
    private static List<int> Batons(Project project) =>
    [
        .. ProcessTable.In(project.Path).Where(pid => ProcessTable.CommandLineOf(pid).Contains("daemon-detached", StringComparison.Ordinal)),
    ];

    private static async Task CampaignAsync(string manifest, int kills, Func<Project, Random, Task> killAsync, Func<Project, Task> assertAsync)
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        await using var project = new Project(manifest);
        await project.UpAsync();
        var first = await RunningAsync(project);
        for (var i = 0; i < kills; i++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(400)), TimeProvider.System);
            await killAsync(project, random);
        }

        var last = await RunningAsync(project);
        foreach (var name in first.Keys.Where(name => name != "counter"))
        {
            var was = (first[name].GetProperty("pid").GetInt32(), 1, 0);
            var (_, events, _) = await project.RunAsync("events", name, "--since", "1h", "--tail", "all");
            Assert.True(was == (last[name].GetProperty("pid").GetInt32(), last[name].GetProperty("run").GetInt32(), last[name].GetProperty("restarts").GetInt32()), $"{name}, seed {seed}, was disturbed:\n{events}");
        }

        await assertAsync(project);
        await project.DownAsync();
        foreach (var name in first.Keys.Where(name => name != "counter")) AssertWhole(project, name, kills, seed);
    }

    /// <summary>Each run was started once, its exit told once with its code, and each restart counted.</summary>
    private static async Task AssertCountedAsync(Project project)
    {
        Assert.Equal(0, (await project.RunAsync("stop", "counter")).ExitCode);
        var runs = int.Parse(File.ReadAllText(project["n"]), CultureInfo.InvariantCulture);
        var counter = (await project.ServicesAsync())["counter"];
        Assert.Equal((runs, runs - 1), (counter.GetProperty("run").GetInt32(), counter.GetProperty("restarts").GetInt32()));
        var (_, events, _) = await project.RunAsync("events", "counter", "--since", "1h", "--tail", "all", "-o", "json");
        var codes = events.Split('\n').Where(line => line.Contains("\"exited\"", StringComparison.Ordinal)).Select(line =>
        {
            using var document = JsonDocument.Parse(line);
            return document.RootElement.GetProperty("detail").GetString();
        }).ToList();
        // The last run was stopped.
        Assert.Equal([.. Enumerable.Range(0, runs - 1).Select(n => string.Create(CultureInfo.InvariantCulture, $"exit code {n % 200}"))], codes.Take(runs - 1));
        Assert.Equal(runs, codes.Count);
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
