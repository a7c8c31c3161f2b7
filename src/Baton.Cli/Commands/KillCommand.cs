using System.Text;
using Baton.Cli.Output;
using Baton.Cli.Parsing;
using Baton.Contracts;

namespace Baton.Cli.Commands;

/// <summary><c>baton kill</c>: a signal to services.</summary>
internal static class KillCommand
{
    private static readonly OptionShape Signal = new("--signal", "The signal: a name, as HUP or SIGHUP, or a number; needed", "SIGNAL", 's');

    public static readonly CommandShape Shape = new("kill", "Send a signal to services; it is no stop", RunAsync)
    {
        Operands = "NAME...",
        MaxOperands = int.MaxValue,
        Details = "Every process of a service gets it. A name is that of a service or group; each of them must run, or none gets it.\nA service that ends by the signal is restarted as after any other such end; to have it stay down: baton stop.",
        Options = [Signal, CommonOptions.State, CommonOptions.Format],
    };

    private static async Task<int> RunAsync(CommandContext context, ParsedLine line)
    {
        if (line.Operands.Count == 0) throw CommandException.Usage("\"kill\" needs the name of a service or group");
        if (line.Value(Signal) is not { } signal) throw CommandException.Usage("say which signal to send, as in: baton kill -s HUP NAME; to stop a service: baton stop NAME");
        var wantsJson = CommonOptions.WantsJson(line);
        var result = await DaemonFinder.Connect(context, line).Services.KillAsync(new KillRequest(line.Operands, signal));
        if (wantsJson) JsonText.Print(context.Terminal, result, WireJson.Default.ServicesResult);
        else context.Terminal.Write(Describe(result, context.Terminal.Show));
        return ExitCodes.Done;
    }

    private static string Describe(ServicesResult result, Appearance show)
    {
        var text = new StringBuilder();
        foreach (var service in result.Services) ServiceSentence.Append(text.Append("sent to "), service, show).Append('\n');
        return text.ToString();
    }
}
