using System.Text;
using Baton.Cli.Output;
using Baton.Cli.Parsing;
using Baton.Contracts;

namespace Baton.Cli.Commands;

/// <summary><c>baton wait</c>: returns when services are as wanted, for scripts.</summary>
internal static class WaitCommand
{
    private static readonly OptionShape For = new("--for", "What to wait for: ready (default), completed or stopped", "STATE");
    private static readonly OptionShape Timeout = CommonOptions.Timeout with { Help = "How long to wait, in seconds (default 300, at most 3600)" };

    public static readonly CommandShape Shape = new("wait", "Wait until services are ready, completed or stopped", RunAsync)
    {
        Operands = "[NAME...]",
        MaxOperands = int.MaxValue,
        Details = "Exit 1 as soon as one of them will not get there by itself: it has failed, or was stopped. A name is that of a service\nor group; without one: all that \"up\" starts or that were asked to run (for stopped: all).",
        Options = [For, Timeout, CommonOptions.State, CommonOptions.Format],
    };

    private static async Task<int> RunAsync(CommandContext context, ParsedLine line)
    {
        var wantsJson = CommonOptions.WantsJson(line);
        var goal = line.Value(For) ?? "ready";
        if (goal is not ("ready" or "completed" or "stopped"))
            throw CommandException.Usage($"option --for is \"ready\", \"completed\" or \"stopped\", not \"{goal}\"");
        var client = DaemonFinder.Connect(context, line);
        var request = new WaitRequest(line.Operands, goal, CommonOptions.TimeoutSeconds(line, Timeout));
        var result = await WaitProgress.ShowAsync(context, client, client.Services.WaitAsync(request));
        if (wantsJson) JsonText.Print(context.Terminal, result, WireJson.Default.ServicesResult);
        return ReportOthers(context, goal, result.Services);
    }

    private static int ReportOthers(CommandContext context, string goal, IReadOnlyList<ServiceRecord> services)
    {
        var code = ExitCodes.Done;
        foreach (var service in services.Where(service => !Is(service, goal)))
        {
            var text = new StringBuilder($"baton: service \"{service.Name}\" is {service.State}, not {goal}");
            if (service.Reason is { } reason) SafeText.Append(text.Append(": "), reason);
            LastOutputText.Append(text.Append('\n'), service);
            context.Terminal.WriteError(text.ToString());
            code = ExitCodes.Failed;
        }

        return code;
    }

    private static bool Is(ServiceRecord service, string goal) => goal switch
    {
        "ready" => service.Ready,
        "completed" => service.State == ServiceStates.Completed,
        _ => service.State is ServiceStates.Stopped or ServiceStates.Completed or ServiceStates.Failed,
    };
}
