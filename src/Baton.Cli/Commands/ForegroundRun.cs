using System.Globalization;
using Baton.Cli.Output;
using Baton.Cli.Parsing;
using Baton.Client;
using Baton.Contracts;

namespace Baton.Cli.Commands;

/// <summary>What <c>run</c> does for the dependencies of its service.</summary>
internal static class ForegroundRun
{
    /// <summary>Starts what a service depends on, and waits until each is as the service needs it.</summary>
    /// <returns>0, or the exit code for what failed, which has been told.</returns>
    public static async Task<int> StartDependenciesAsync(CommandContext context, BatonClient client, GraphRecord graph, string name, double? timeout, CancellationToken ct)
    {
        var needed = graph.Services.First(service => service.Name == name).DependsOn;
        if (needed.Count == 0) return ExitCodes.Done;
        var result = await WaitProgress.ShowAsync(context, client, client.Services.StartAsync(new ServicesRequest([.. needed.Select(edge => edge.Name)], TimeoutSeconds: timeout), ct));
        if (ServiceAct.ReportFailures(context, "start", result) is not ExitCodes.Done and var code) return code;
        var toEnd = needed.Where(edge => edge.Condition is "completed" or "succeeded").Select(edge => edge.Name).ToList();
        if (toEnd.Count > 0) result = await WaitProgress.ShowAsync(context, client, client.Services.WaitAsync(new WaitRequest(toEnd, "completed", timeout), ct));
        foreach (var edge in needed)
        {
            var service = await client.Services.GetAsync(edge.Name, ct);
            if (IsAsNeeded(service, edge.Condition)) continue;
            throw new CommandException(ErrorCodes.Unavailable, $"cannot run service \"{name}\": \"{edge.Name}\", which it needs, is in {service.State}{(service.Reason is { } reason ? $": {reason}" : "")}");
        }

        return ExitCodes.Done;
    }

    /// <summary>Begins a daemon for the dependencies, runs the service here, and ends the daemon again, whatever happened.</summary>
    public static async Task<int> WithoutDaemonAsync(CommandContext context, string name, ParsedLine line)
    {
        var launch = ExecCommand.ForTerminal(context.Offline.Launch(name));
        RefuseIfLeft(context, name);
        var graph = context.Offline.Graph([name]);
        var needed = graph.Services.First(service => service.Name == name).DependsOn;
        if (needed.Count == 0)
        {
            context.Offline.Become(launch);
            return ExitCodes.Done;
        }

        using var signals = new StopSignals();
        var options = new UpOptions(null, null, null, null, ["none"], Empty: false, [.. needed.Select(edge => edge.Name)], IsTesting: false);
        var ready = await context.Offline.StartDetachedAsync(options, signals.Stop);
        var client = BatonClient.Connect(ready.SocketPath);
        try
        {
            var code = await StartDependenciesAsync(context, client, graph, name, RunCommand.TimeoutOf(line), signals.Stop);
            return code == ExitCodes.Done ? await Task.Run(() => context.Offline.RunForeground(launch)) : code;
        }
        finally
        {
            await EndAsync(context, client);
        }
    }

    // As after "down --keep", or the death of the guardian. A daemon for what it depends on would take it over, and run it beside this one.
    private static void RefuseIfLeft(CommandContext context, string name)
    {
        if (context.Offline.LeftoverOf(name) is not { } pid) return;
        throw new CommandException(ErrorCodes.HeldByAnother, string.Create(CultureInfo.InvariantCulture,
            $"cannot run service \"{name}\": an earlier daemon left it running (pid {pid}), and two of it at once would disturb each other; take it over with: baton up, or end it with: baton down"));
    }

    private static async Task EndAsync(CommandContext context, BatonClient client)
    {
        try
        {
            var system = await client.System.GetAsync();
            using var end = new DaemonEnd(system.GuardianPid ?? system.Pid);
            await client.System.ShutdownAsync();
            await WaitProgress.ShowAsync(context, client, end.WaitAsync(client, context.Time));
        }
        catch (Exception e) when (e is NoDaemonException or ConnectionLostException)
        {
            // Somebody has ended it already.
        }
    }

    private static bool IsAsNeeded(ServiceRecord service, string condition) => condition switch
    {
        "started" => service.Pid is not null || service.State == ServiceStates.Completed,
        "completed" => service.State is ServiceStates.Completed or ServiceStates.Failed,
        "succeeded" => service.State == ServiceStates.Completed && service.ExitCode is null or 0,
        _ => service.Ready || service.State == ServiceStates.Completed,
    };
}
