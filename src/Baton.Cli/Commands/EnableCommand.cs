using Baton.Cli.Parsing;

namespace Baton.Cli.Commands;

/// <summary><c>baton enable</c>: services are to be started by <c>up</c>.</summary>
internal static class EnableCommand
{
    public static readonly CommandShape Shape = new("enable", "Let up start services, from now on", RunAsync)
    {
        Operands = "NAME...",
        MaxOperands = int.MaxValue,
        Details = "Starts nothing, unless --now is given. It lasts until disable, whatever the manifest says.\nA group means all its members. Without a daemon it holds from the next up on.",
        Options = [EnableAct.NowStart, CommonOptions.Timeout, CommonOptions.State, CommonOptions.Format],
    };

    private static Task<int> RunAsync(CommandContext context, ParsedLine line) => EnableAct.RunAsync(context, line, isEnabled: true);
}
