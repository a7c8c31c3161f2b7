using Baton.Cli.Parsing;

namespace Baton.Cli.Commands;

/// <summary><c>baton start</c>: services and what they depend on.</summary>
internal static class StartCommand
{
    public static readonly CommandShape Shape = new("start", "Start services, and first what they depend on", RunAsync)
    {
        Operands = "[NAME...]",
        MaxOperands = int.MaxValue,
        Details = "Returns when each is ready, completed, or has failed.\nA name is that of a service or group; without one: all that are enabled.",
        Options = [CommonOptions.Timeout, CommonOptions.State, CommonOptions.Format],
    };

    private static Task<int> RunAsync(CommandContext context, ParsedLine line) =>
        ServiceAct.RunAsync(context, line, "start", (client, request) => client.Services.StartAsync(request));
}
