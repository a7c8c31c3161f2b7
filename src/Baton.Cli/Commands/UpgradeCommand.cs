using System.Globalization;
using Baton.Cli.Parsing;
using Baton.Client;
using Baton.Contracts;

namespace Baton.Cli.Commands;

/// <summary><c>baton upgrade</c>: another build becomes the daemon, under services that notice nothing.</summary>
internal static class UpgradeCommand
{
    private static readonly OptionShape Program = new("--program", "The program that is to be the daemon (default: this one)", "FILE");
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(50);

    public static readonly CommandShape Shape = new("upgrade", "Let this build be the daemon, while services run on", RunAsync)
    {
        Operands = "[FOLDER]",
        MaxOperands = 1,
        Details = "The daemon ends and the guardian starts the new one; no service, line of output or exit code is lost.\nA new daemon that does not get ready is replaced by the one before it, and the exit code is 1.",
        Options = [Program, CommonOptions.State],
    };

    private static async Task<int> RunAsync(CommandContext context, ParsedLine line)
    {
        var program = line.Value(Program) is { } given ? Path.GetFullPath(given, context.Folder) : Environment.ProcessPath!;
        var client = DaemonFinder.Connect(context, line, line.Operand);
        var before = await client.System.GetAsync();
        using var end = new DaemonEnd(before.Pid);
        await client.System.UpgradeAsync(program);
        await end.WaitAsync(client, context.Time);
        var after = await NextAsync(context, client, before.Pid);
        if (!HasBecome(program, after))
        {
            context.Terminal.WriteError($"baton: \"{program}\" did not get ready; the daemon is {after.Program ?? "the build before it"} again. See: baton events, and {Path.Combine(after.StateDirectory, "logs", "orchestrator", "daemon.out")}\n");
            return ExitCodes.Failed;
        }

        context.Terminal.Write(string.Create(CultureInfo.InvariantCulture,
            $"daemon {VersionCommand.Short(before.Version)} (pid {before.Pid}) was replaced by {VersionCommand.Short(after.Version)} (pid {after.Pid}); services run on\n"));
        return ExitCodes.Done;
    }

    /// <summary>
    /// Whether that program got ready. The guardian says when it did not; which file the new daemon is proves nothing, since what was named may be a link, lie
    /// behind one, or be a script that becomes another program.
    /// </summary>
    private static bool HasBecome(string program, SystemRecord after) => after.LastEnd is { } end
        ? !end.StartsWith($"\"{program}\" did not get ready", StringComparison.Ordinal)
        : after.Program == program;

    /// <summary>The daemon after that one. Nothing tells of it before it answers, so it is looked for now and then.</summary>
    private static async Task<SystemRecord> NextAsync(CommandContext context, BatonClient client, int before)
    {
        var began = context.Time.GetTimestamp();
        while (context.Time.GetElapsedTime(began) < Limit)
        {
            try
            {
                var system = await client.System.GetAsync();
                if (system.Pid != before) return system;
            }
            catch (Exception e) when (e is NoDaemonException or ConnectionLostException)
            {
                // Not yet.
            }

            await Task.Delay(LookAgain, context.Time);
        }

        throw new CommandException(ErrorCodes.Timeout, string.Create(CultureInfo.InvariantCulture, $"no daemon has answered for {Limit.TotalSeconds} s; services run on, and the guardian goes on trying"));
    }
}
