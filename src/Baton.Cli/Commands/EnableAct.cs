using System.Text;
using Baton.Cli.Output;
using Baton.Cli.Parsing;
using Baton.Client;
using Baton.Contracts;

namespace Baton.Cli.Commands;

/// <summary>What enable and disable have in common: ask the daemon, or write it down where none runs.</summary>
internal static class EnableAct
{
    public static readonly OptionShape NowStart = new("--now", "Start them, too");
    public static readonly OptionShape NowStop = new("--now", "Stop them, too, and first what depends on them");

    /// <summary>Carries out the act; exit 1 when <c>--now</c> made a service fail.</summary>
    public static async Task<int> RunAsync(CommandContext context, ParsedLine line, bool isEnabled)
    {
        var verb = isEnabled ? "enable" : "disable";
        if (line.Operands.Count == 0) throw CommandException.Usage($"\"{verb}\" needs the name of a service or group");
        var wantsJson = CommonOptions.WantsJson(line);
        var isNow = line.Has(isEnabled ? NowStart : NowStop);
        var request = new EnableRequest(line.Operands, isNow, CommonOptions.TimeoutSeconds(line));
        var state = DaemonFinder.StateDirectory(context, line, folder: null);
        try
        {
            var client = BatonClient.Connect(SocketLocator.Find(state));
            var result = await WaitProgress.ShowAsync(context, client, client.Services.EnableAsync(isEnabled, request));
            if (wantsJson) JsonText.Print(context.Terminal, result, WireJson.Default.ServicesResult);
            else context.Terminal.Write(Describe(result, context.Terminal.Show));
            return isNow ? ServiceAct.ReportFailures(context, isEnabled ? "start" : "stop", result) : ExitCodes.Done;
        }
        catch (NoDaemonException) when (!isNow && !wantsJson && Path.GetFileName(state) == DaemonFinder.StateName && Directory.Exists(state))
        {
            return WriteDown(context, state, line.Operands, isEnabled);
        }
    }

    private static int WriteDown(CommandContext context, string state, IReadOnlyList<string> names, bool isEnabled)
    {
        var done = context.Offline.Enable(state, names, isEnabled);
        if (done.Warning is { } warning) context.Terminal.WriteError($"baton: warning: {warning}\n");
        foreach (var service in done.Services) context.Terminal.Write($"{service}: {(isEnabled ? "enabled" : "disabled")}, from the next up on\n");
        return ExitCodes.Done;
    }

    private static string Describe(ServicesResult result, Appearance show)
    {
        var text = new StringBuilder();
        foreach (var service in result.Services) ServiceSentence.Append(text, service, show).Append(service.Enabled ? ", enabled\n" : ", disabled\n");
        foreach (var service in result.Also) ServiceSentence.Append(text, service, show).Append(", because of a dependency\n");
        return text.ToString();
    }
}
