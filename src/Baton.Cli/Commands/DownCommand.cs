using Baton.Cli.Output;
using Baton.Cli.Parsing;
using Baton.Client;
using Baton.Contracts;

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
        Details = "Returns when the daemon has gone. With --kill it may follow an earlier down that takes too long.\nWhere Baton was killed and has left services running, it stops those, and says how each ended.",
        Options = [Kill, Keep, CommonOptions.State, CommonOptions.Format],
    };

    private static async Task<int> RunAsync(CommandContext context, ParsedLine line)
    {
        if (line.Has(Kill) && line.Has(Keep)) throw CommandException.Usage("say --kill or --keep, not both");
        var wantsJson = CommonOptions.WantsJson(line);
        var state = DaemonFinder.StateDirectory(context, line, line.Operand);
        try
        {
            return await EndAsync(context, line, BatonClient.Connect(SocketLocator.Find(state)), wantsJson);
        }
        catch (NoDaemonException e) when (!line.Has(Keep) && Directory.Exists(state))
        {
            return await LeftRuns.EndAsync(context, state, line.Has(Kill), wantsJson)
                ?? throw new NoDaemonException(e.Address, "nothing of it runs, and nothing is left of an earlier one", e);
        }
    }

    private static async Task<int> EndAsync(CommandContext context, ParsedLine line, BatonClient client, bool wantsJson)
    {
        var system = await client.System.GetAsync();
        var pid = system.GuardianPid ?? system.Pid;
        using var end = new DaemonEnd(pid);
        if (line.Has(Keep)) await client.System.LeaveAsync();
        else await client.System.ShutdownAsync(line.Has(Kill));
        await WaitProgress.ShowAsync(context, client, end.WaitAsync(client, context.Time));
        if (wantsJson) JsonText.Print(context.Terminal, new DownRecord(system.StateDirectory, pid, line.Has(Keep)), WireJson.Default.DownRecord);
        else context.Terminal.Write($"the daemon of {system.StateDirectory} has ended{(line.Has(Keep) ? "; its services run on" : "")}\n");
        return ExitCodes.Done;
    }
}
