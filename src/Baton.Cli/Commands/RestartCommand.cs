using Baton.Cli.Parsing;

namespace Baton.Cli.Commands;

/// <summary><c>baton restart</c>: stop, then start again.</summary>
internal static class RestartCommand
{
    public static readonly CommandShape Shape = new("restart", "Stop services, then start them again", RunAsync)
    {
        Operands = "[NAME...]",
        MaxOperands = int.MaxValue,
        Details = "Those that did not run are started. A name is that of a service or group; without one: all services.",
        Options = [CommonOptions.Timeout, CommonOptions.State, CommonOptions.Format],
    };

    private static Task<int> RunAsync(CommandContext context, ParsedLine line) =>
        ServiceAct.RunAsync(context, line, "restart", (client, request) => client.Services.RestartAsync(request));
}
