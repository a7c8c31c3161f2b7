using System.Text.Json;
using Baton.TestKit;

namespace Baton.EndToEnd.Tests;

/// <summary>What those who ask see while a daemon is dead, is being replaced, or hangs; the real program throughout.</summary>
public sealed class AwayDaemonTests
{
    private const string Two = """
        [services.web]
        command = ["sleep", "600"]
        env = { PROJECT_MARK = "{mark}" }
        [services.db]
        command = ["sleep", "600"]
        env = { PROJECT_MARK = "{mark}" }
        """;

    [Fact]
    public async Task Who_asks_while_no_daemon_lives_is_answered_by_the_next_at_the_same_addresses()
    {
        await using var project = new Project(Two);
        await project.UpAsync("127.0.0.1:0");
        var addresses = await AddressesAsync(project);
        for (var death = 0; death < 3; death++)
        {
            var daemon = await project.DaemonAsync();
            ProcessTable.Signal(daemon, 9);
            await Eventually.HoldsAsync(() => !ProcessTable.IsAlive(daemon), "its death");

            var (exitCode, _, errors) = await project.RunAsync("ps");

            Assert.True(exitCode == 0, errors);
            Assert.NotEqual(daemon, await project.DaemonAsync());
            Assert.Equal(addresses, await AddressesAsync(project));
        }

        await project.DownAsync();
        Assert.False(File.Exists(project[".baton/baton.sock"]));
    }

    [Fact]
    public async Task A_socket_that_was_deleted_is_made_again_by_the_next_daemon()
    {
        await using var project = new Project(Two);
        await project.UpAsync();
        var daemon = await project.DaemonAsync();
        File.Delete(project[".baton/baton.sock"]);

        ProcessTable.Signal(daemon, 9);

        await Eventually.HoldsAsync(() => File.Exists(project[".baton/baton.sock"]), "a socket", Project.Patience);
        Assert.Equal(0, (await project.RunAsync("ps")).ExitCode);
        await project.DownAsync();
    }

    [Fact]
    public async Task Nobody_is_refused_while_the_daemon_is_being_replaced()
    {
        await using var project = new Project(Two);
        await project.UpAsync();
        using var stop = new CancellationTokenSource();
        var asking = Task.Run(async () =>
        {
            var answers = new List<(int ExitCode, string Output, string Errors)>();
            while (!stop.IsCancellationRequested) answers.Add(await project.RunAsync("ps"));
            return answers;
        });

        for (var i = 0; i < 2; i++) Assert.Equal(0, (await project.RunAsync("upgrade")).ExitCode);

        await stop.CancelAsync();
        // A request under way is answered or cut off at its end; none finds a closed door.
        Assert.DoesNotContain(await asking, answer => answer.Errors.Contains("no daemon", StringComparison.OrdinalIgnoreCase) || answer.ExitCode == 3);
        await project.DownAsync();
    }

    [Fact]
    public async Task A_daemon_that_hangs_is_killed_and_the_next_goes_on()
    {
        await using var project = new Project(Two);
        await project.UpAsync();
        await project.UntilStateAsync("web", "running");
        var before = await project.ServicesAsync();
        var daemon = await project.DaemonAsync();

        ProcessTable.Signal(daemon, 19);

        // It is asked every 15 s, and has to be silent five times.
        await Eventually.HoldsAsync(() => !ProcessTable.IsAlive(daemon), "its end", TimeSpan.FromMinutes(3));
        var after = await project.ServicesAsync();
        Assert.Equal(before["web"].GetProperty("pid").GetInt32(), after["web"].GetProperty("pid").GetInt32());
        await project.DownAsync();
    }

    /// <summary>Where the API says that it listens, asked for at its port.</summary>
    private static async Task<string> AddressesAsync(Project project)
    {
        using var client = new HttpClient();
        var (_, output, _) = await project.RunAsync("version", "-o", "json");
        using var version = JsonDocument.Parse(output);
        var port = version.RootElement.GetProperty("daemon").GetProperty("listen")[1].GetString();
        using var system = JsonDocument.Parse(await client.GetStringAsync(new Uri($"{port}/api/v1/system")));
        return system.RootElement.GetProperty("listen").ToString();
    }
}
