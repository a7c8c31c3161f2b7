using Baton.Cli.Parsing;

namespace Baton.Cli.Commands;

/// <summary><c>baton stop</c>: services and what depends on them.</summary>
internal static class StopCommand
{
    public static readonly CommandShape Shape = new("stop", "Stop services, and first what depends on them", RunAsync)
    {
        Operands = "[NAME...]",
        MaxOperands = int.MaxValue,
        Details = "Returns when each has truly stopped, with every process it started. A name is that of a service or group;\nwithout one: all services; the daemon stays.",
        Options = [CommonOptions.Only, CommonOptions.Timeout, CommonOptions.State, CommonOptions.Format],
    };

    private static Task<int> RunAsync(CommandContext context, ParsedLine line) =>
        ServiceAct.RunAsync(context, line, "stop", (client, request) => client.Services.StopAsync(request));
}
