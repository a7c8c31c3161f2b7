using Baton.Cli.Parsing;

namespace Baton.Cli.Commands;

/// <summary><c>baton clear</c>: all instances and links go.</summary>
internal static class ClearCommand
{
    public static readonly CommandShape Shape = new("clear", "Stop and remove all instances, and remove all links", RunAsync)
    {
        Details = "Services are not touched.",
        Options = [RuntimeValues.Socket, CommonOptions.State],
    };

    private static Task<int> RunAsync(CommandContext context, ParsedLine line) => RuntimeCall.RunAsync(context, line, () => new RuntimeCall("clear instances and links", async runtime =>
    {
        await runtime.Client.ClearAsync();
        context.Terminal.Write("cleared orchestrator state\n");
    }));
}
