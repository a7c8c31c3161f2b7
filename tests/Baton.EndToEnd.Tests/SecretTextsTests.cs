using Baton.TestKit;

namespace Baton.EndToEnd.Tests;

/// <summary>Secrets that programs say to Baton come neither to people nor to the disk; their logs are their own.</summary>
public sealed class SecretTextsTests
{
    private const string Secret = "tell-nobody-4711";

    [Fact]
    public async Task What_programs_say_of_services_is_masked_before_anybody_sees_it_or_the_disk_does()
    {
        await using var server = new WebhookServer();
        await using var project = new Project($$"""
            [notify.ops]
            url = "{{server.Url}}"
            on = ["failed", "liveness_failed"]

            [services.crashing]
            command = ["sh", "-c", "echo cannot log in with $ARM_TOKEN >&2; exit 3"]
            restart = "never"
            env = { PROJECT_MARK = "{mark}", ARM_TOKEN = "{{Secret}}" }

            [services.unready]
            command = ["sleep", "600"]
            pre_start = ["sh", "-c", "echo no room for $ARM_TOKEN; exit 1"]
            restart = "never"
            env = { PROJECT_MARK = "{mark}", ARM_TOKEN = "{{Secret}}" }

            [services.dying]
            command = ["sleep", "600"]
            restart = "never"
            env = { PROJECT_MARK = "{mark}", ARM_TOKEN = "{{Secret}}" }
            [services.dying.liveness]
            exec = ["sh", "-c", "echo refused $ARM_TOKEN; exit 1"]
            initial_delay_seconds = 0
            interval_seconds = 0.2
            failure_threshold = 1
            """);
        await project.UpAsync();
        foreach (var service in new[] { "crashing", "unready", "dying" }) await project.UntilStateAsync(service, "failed");
        await Eventually.HoldsAsync(() => Told("liveness_failed") && Told("unready") && Told("crashing"), "the messages", Project.Patience);

        var shown = await ShownAsync(project);
        Assert.Contains("cannot log in with ••••••", shown, StringComparison.Ordinal);
        Assert.Contains("no room for ••••••", shown, StringComparison.Ordinal);
        Assert.Contains("refused ••••••", shown, StringComparison.Ordinal);
        Assert.Contains("refused ••••••", string.Concat(server.Bodies), StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, shown + string.Concat(server.Bodies), StringComparison.Ordinal);
        await project.DownAsync();

        // Pipes have no length, and reading one would wait for ever. The manifest in force, which has them, is kept for its owner alone; a program's log is what it wrote.
        var holders = Directory.GetFiles(project[".baton"], "*", SearchOption.AllDirectories).Where(file => new FileInfo(file).Length > 0 && File.ReadAllText(file).Contains(Secret, StringComparison.Ordinal))
            .Select(file => Path.GetRelativePath(project[".baton"], file)).ToList();
        Assert.All(holders, file => Assert.Matches("^(run/manifest|logs/crashing/)", file));
        Assert.Contains(holders, file => file.StartsWith("logs/crashing/", StringComparison.Ordinal));

        bool Told(string word) => server.Bodies.Any(body => body.Contains(word, StringComparison.Ordinal));
    }

    private static async Task<string> ShownAsync(Project project)
    {
        var shown = "";
        foreach (var arguments in new string[][] { ["ps"], ["ps", "-o", "json"], ["why", "crashing"], ["why", "unready"], ["why", "dying"], ["status", "crashing"], ["events", "--tail", "all", "-o", "json"] })
        {
            var (_, output, errors) = await project.RunAsync(arguments);
            shown += output + errors;
        }

        return System.Text.RegularExpressions.Regex.Unescape(shown.Replace("\\\"", "'", StringComparison.Ordinal).Replace("\\n", "\n", StringComparison.Ordinal));
    }
}
