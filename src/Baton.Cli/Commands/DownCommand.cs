using Baton.Cli.Output;
using Baton.Cli.Parsing;

namespace Baton.Cli.Commands;

/// <summary><c>baton down</c>: stop everything, the daemon too.</summary>
internal static class DownCommand
{
    private static readonly OptionShape Kill = new("--kill", "Kill everything at once instead of asking it to end first");

    private static readonly OptionShape Keep = new("--keep", "End Baton and leave its services running; the next up takes them over");

    public static readonly CommandShape Shape = new("down", "Stop all services and the daemon", RunAsync)
    {
        Operands = "[FOLDER]",
        MaxOperands = 1,
        Details = "Returns when the daemon has gone. With --kill it may follow an earlier down that takes too long.",
        Options = [Kill, Keep, CommonOptions.State],
    };

    private static async Task<int> RunAsync(CommandContext context, ParsedLine line)
    {
        if (line.Has(Kill) && line.Has(Keep)) throw CommandException.Usage("say --kill or --keep, not both");
        var client = DaemonFinder.Connect(context, line, line.Operand);
        var system = await client.System.GetAsync();
        using var end = new DaemonEnd(system.GuardianPid ?? system.Pid);
        if (line.Has(Keep)) await client.System.LeaveAsync();
        else await client.System.ShutdownAsync(line.Has(Kill));
        await WaitProgress.ShowAsync(context, client, end.WaitAsync(client, context.Time));
        context.Terminal.Write($"the daemon of {system.StateDirectory} has ended{(line.Has(Keep) ? "; its services run on" : "")}\n");
        return ExitCodes.Done;
    }
}
