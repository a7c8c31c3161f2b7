using System.Collections;
using System.Globalization;
using System.Text.Json;
using Baton.Cli;
using Baton.Contracts;
using Baton.Core;
using Baton.Daemon;
using Baton.Daemon.Startup;
using Baton.Daemon.State;
using Baton.Processes;
using Baton.Processes.Detaching;
using Baton.Processes.Guardian;

namespace Baton;

/// <summary>
/// <c>baton up -d</c>: the same program once more, without terminal and in a session of its own. It reports one word when its API
/// answers, or why it could not begin; what it prints after that (a crash's trace) goes to <c>logs/orchestrator/daemon.out</c>.
/// </summary>
internal static class DetachedDaemon
{
    private const string Verb = "daemon-detached";

    /// <summary>True when this process was started by <see cref="StartAsync"/>.</summary>
    public static bool IsAskedFor(string[] args) => args is [Verb, _];

    /// <summary>Starts the daemon and returns when its API answers.</summary>
    /// <exception cref="BatonException">It could not begin, and why.</exception>
    public static async Task<DaemonReadiness> StartAsync(DaemonOptions options, CancellationToken ct)
    {
        var locations = Locations.Find(options, Environment.CurrentDirectory);
        var output = PrepareOutput(locations.StateDirectory);
        var report = await DetachedProcess.StartAsync(LaunchOf(options, output), ct);
        if (report.Line is not { } line)
            throw new BatonException(ErrorCode.Unavailable, $"cannot start the daemon: it ended at once with {report.Exit}; what it printed is in {output}");
        var word = JsonSerializer.Deserialize(line, OwnJson.Default.Word)!;
        return word.Ready ?? throw new BatonException(word.Code, word.Message ?? "it did not say why");
    }

    /// <summary>Is the daemon that another process waits for.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        var options = JsonSerializer.Deserialize(args[1], OwnJson.Default.Wish)!.Options;
        using var signals = new StopSignals();
        try
        {
            return await BatonDaemon.RunAsync(options, GuardianHost.Connect(TimeProvider.System), ready => Tell(new Word(ready, default, null)), signals.Stop, signals.Kill);
        }
        catch (BatonException e)
        {
            Tell(new Word(null, e.Code, e.Message));
            // Nobody may wait for that word any more, as of a daemon in place of a dead one.
            StandardError.Write(options.IsLogJson ? JsonSerializer.Serialize(new LoggedEvent(TimeProvider.System.GetUtcNow(), EventLevels.Error, "daemon", "cannot_begin", Detail: e.Message), WireJson.Default.LoggedEvent) + "\n" : $"baton: {e.Message}\n");
            return 1;
        }
    }

    private static void Tell(Word word) => DetachedProcess.Report(JsonSerializer.Serialize(word, OwnJson.Default.Word));

    private static DetachedLaunch LaunchOf(DaemonOptions options, string output)
    {
        var wish = JsonSerializer.Serialize(new Wish(options), OwnJson.Default.Wish);
        var own = Environment.ProcessPath!;
        // From a build folder it may be `dotnet baton.dll` that runs.
        string[] arguments = Path.GetFileName(own) == "dotnet" ? [Environment.GetCommandLineArgs()[0], Verb, wish] : [Verb, wish];
        var environment = new Dictionary<string, string>();
        foreach (DictionaryEntry entry in Environment.GetEnvironmentVariables()) environment[(string)entry.Key] = (string)entry.Value!;
        HeapSetting.AddTo(environment);
        return new DetachedLaunch(own, arguments, environment, Environment.CurrentDirectory, output);
    }

    private static string PrepareOutput(string stateDirectory)
    {
        try
        {
            StateDirectory.MakeFolders(stateDirectory);
            var path = Path.Combine(stateDirectory, "logs", "orchestrator", "daemon.out");
            if (!File.Exists(path)) File.WriteAllText(path, "");
            return path;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BatonException(ErrorCode.Unavailable, string.Create(CultureInfo.InvariantCulture, $"cannot use state directory \"{stateDirectory}\": {e.Message}"), e);
        }
    }

    /// <summary>What the starting process asks of the started one.</summary>
    internal sealed record Wish(DaemonOptions Options);

    /// <summary>What the started process says: ready, or why not.</summary>
    internal sealed record Word(DaemonReadiness? Ready, ErrorCode Code, string? Message);
}
