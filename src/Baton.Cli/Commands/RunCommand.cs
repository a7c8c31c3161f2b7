using Baton.Cli.Parsing;
using Baton.Client;
using Baton.Contracts;

namespace Baton.Cli.Commands;

/// <summary><c>baton run</c>: a service in this terminal, with what it depends on supervised.</summary>
internal static class RunCommand
{
    public static readonly CommandShape Shape = new("run", "Run a service in this terminal, with what it depends on", RunAsync)
    {
        Operands = "NAME",
        MaxOperands = 1,
        Details = "What it depends on is started and waited for; then the service runs here, not supervised: its output goes to\nthis terminal, its input comes from it, and its exit code is that of the command. It must not run under the daemon\nmeanwhile. Where no daemon runs, one is begun for what it depends on, and ended afterwards.",
        Options = [CommonOptions.Timeout with { Help = "How long to wait for what it depends on, in seconds (default 300, at most 3600)" }, CommonOptions.State],
    };

    private static Task<int> RunAsync(CommandContext context, ParsedLine line)
    {
        if (line.Operand is not { } name) throw CommandException.Usage("\"run\" needs the name of a service");
        return RunAsync(context, line, name);
    }

    private static async Task<int> RunAsync(CommandContext context, ParsedLine line, string name)
    {
        ServiceRecord service;
        BatonClient client;
        try
        {
            client = DaemonFinder.Connect(context, line);
            service = await client.Services.GetAsync(name);
        }
        catch (NoDaemonException) when (!line.Has(CommonOptions.State))
        {
            return await ForegroundRun.WithoutDaemonAsync(context, name, line);
        }

        RefuseIfSupervised(service);
        var graph = await client.Services.GraphAsync([name]);
        if (await ForegroundRun.StartDependenciesAsync(context, client, graph, name, TimeoutOf(line), CancellationToken.None) is not ExitCodes.Done and var code) return code;
        var launch = await client.Services.LaunchAsync(name);
        // Somebody may have started it while its dependencies were.
        RefuseIfSupervised(await client.Services.GetAsync(name));
        context.Offline.Become(ExecCommand.ForTerminal(launch));
        return ExitCodes.Done;
    }

    /// <summary>How long to wait for dependencies, in seconds; null when not said.</summary>
    public static double? TimeoutOf(ParsedLine line) => CommonOptions.TimeoutSeconds(line, Shape.Options[0]);

    private static void RefuseIfSupervised(ServiceRecord service)
    {
        if (!service.Desired && service.State is ServiceStates.Stopped or ServiceStates.Completed or ServiceStates.Failed) return;
        if (service.State is ServiceStates.Completed or ServiceStates.Failed && service.NextStartAt is null) return;
        throw new CommandException(ErrorCodes.HeldByAnother,
            $"cannot run service \"{service.Name}\": it is supervised and in {service.State}, and two of it at once would disturb each other; first: baton stop --only {service.Name}");
    }
}
