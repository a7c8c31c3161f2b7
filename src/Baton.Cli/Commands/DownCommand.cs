using Baton.Cli.Output;
using Baton.Cli.Parsing;

namespace Baton.Cli.Commands;

/// <summary><c>baton down</c>: stop everything, the daemon too.</summary>
internal static class DownCommand
{
    private static readonly OptionShape Kill = new("--kill", "Kill everything at once instead of asking it to end first");

    public static readonly CommandShape Shape = new("down", "Stop all services and the daemon", RunAsync)
    {
        Operands = "[FOLDER]",
        MaxOperands = 1,
        Details = "Returns when the daemon has gone. With --kill it may follow an earlier down that takes too long.",
        Options = [Kill, CommonOptions.State],
    };

    private static async Task<int> RunAsync(CommandContext context, ParsedLine line)
    {
        var client = DaemonFinder.Connect(context, line, line.Operand);
        var system = await client.System.GetAsync();
        using var end = new DaemonEnd(system.GuardianPid ?? system.Pid);
        await client.System.ShutdownAsync(line.Has(Kill));
        await WaitProgress.ShowAsync(context, client, end.WaitAsync(client, context.Time));
        context.Terminal.Write($"the daemon of {system.StateDirectory} has ended\n");
        return ExitCodes.Done;
    }
}
