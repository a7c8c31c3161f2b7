using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Baton.TestKit;

namespace Baton.EndToEnd.Tests.Containers;

/// <summary>What tests of containers do again and again.</summary>
internal static partial class ContainerProject
{
    /// <summary>A project with these services, and an engine. <c>{box}</c> in it are the keys of a container that needs no network of its own.</summary>
    public static Project With(DockerEngine engine, string services) => new($"""
        [docker]
        socket = "{engine.Socket}"
        {services.Replace("{box}", "image = \"box:1\"\npull = \"never\"\nnetwork = \"host\"", StringComparison.Ordinal)}
        """);

    /// <summary>A service that counts every twentieth of a second; how it is stopped is up to who asks.</summary>
    public const string Clock = """
        [services.clock]
        {box}
        command = ["sh", "-c", "trap 'exit 0' TERM; i=0; while true; do echo tick $i; i=$((i+1)); sleep 0.05; done"]
        """;

    /// <summary>A service, once it is ready.</summary>
    public static Task<JsonElement> UntilReadyAsync(this Project project, string service) => project.UntilReadyAfterAsync(service, 0);

    /// <summary>An event of a service holds a text.</summary>
    public static async Task UntilEventAsync(this Project project, string service, string text)
    {
        using var patience = new CancellationTokenSource(Project.Patience, TimeProvider.System);
        while (!(await project.RunAsync("events", service)).Output.Contains(text, StringComparison.Ordinal))
        {
            Assert.False(patience.IsCancellationRequested, $"no event of {service} says \"{text}\"");
            // Each look is a process.
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        }
    }

    /// <summary>All that is in the logs of a service, the oldest run first.</summary>
    public static string LogOf(this Project project, string service) => Directory.Exists(project[$".baton/logs/{service}"])
        ? string.Concat(Directory.EnumerateFiles(project[$".baton/logs/{service}"], "*.log").Order(StringComparer.Ordinal).Select(File.ReadAllText))
        : "";

    /// <summary>The last tick in the log.</summary>
    public static int LastTick(this Project project) => Ticks(project).LastOrDefault(-1);

    /// <summary>More ticks are logged, and none was lost or doubled.</summary>
    public static async Task AssertTicksGoOnAsync(this Project project)
    {
        var last = project.LastTick();
        await Eventually.HoldsAsync(() => project.LastTick() > last + 10, "more ticks", Project.Patience);
        var ticks = Ticks(project);
        Assert.Equal(Enumerable.Range(0, ticks.Count), ticks);
    }

    /// <summary>All ticks in the log.</summary>
    public static IReadOnlyList<int> Ticks(this Project project) => TicksIn(project.LogOf("clock"));

    /// <summary>All ticks in a text.</summary>
    public static IReadOnlyList<int> TicksIn(string log) => [.. Tick().Matches(log).Select(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture))];

    [GeneratedRegex("tick ([0-9]+)\n")]
    private static partial Regex Tick();
}
