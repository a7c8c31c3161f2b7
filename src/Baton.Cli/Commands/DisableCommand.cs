using Baton.Cli.Parsing;

namespace Baton.Cli.Commands;

/// <summary><c>baton disable</c>: services are not to be started by <c>up</c>.</summary>
internal static class DisableCommand
{
    public static readonly CommandShape Shape = new("disable", "Keep up from starting services, from now on", RunAsync)
    {
        Operands = "NAME...",
        MaxOperands = int.MaxValue,
        Details = "Stops nothing, unless --now is given. It lasts until enable, whatever the manifest says.\nThey are still started by their names or groups, and when something that is started depends on them.\nA group means all its members. Without a daemon it holds from the next up on.",
        Options = [EnableAct.NowStop, CommonOptions.Timeout, CommonOptions.State, CommonOptions.Format],
    };

    private static Task<int> RunAsync(CommandContext context, ParsedLine line) => EnableAct.RunAsync(context, line, isEnabled: false);
}
