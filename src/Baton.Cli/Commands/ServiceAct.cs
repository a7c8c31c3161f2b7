using System.Text;
using Baton.Cli.Output;
using Baton.Cli.Parsing;
using Baton.Client;
using Baton.Contracts;

namespace Baton.Cli.Commands;

/// <summary>What start, stop and restart have in common: ask, show who is waited for, tell what became of it.</summary>
internal static class ServiceAct
{
    /// <summary>Carries out the act; exit 1 when a service failed by it.</summary>
    public static async Task<int> RunAsync(
        CommandContext context, ParsedLine line, string verb, Func<BatonClient, ServicesRequest, Task<ServicesResult>> act)
    {
        var wantsJson = CommonOptions.WantsJson(line);
        var request = new ServicesRequest(line.Operands, line.Has(CommonOptions.Only), CommonOptions.TimeoutSeconds(line));
        var client = DaemonFinder.Connect(context, line);
        var result = await WaitProgress.ShowAsync(context, client, act(client, request));
        if (wantsJson) JsonText.Print(context.Terminal, result, WireJson.Default.ServicesResult);
        else context.Terminal.Write(Describe(result, context.Terminal.Show, line.Operands.Count > 0));
        return ReportFailures(context, verb, result);
    }

    private static string Describe(ServicesResult result, Appearance show, bool isNamed)
    {
        var text = new StringBuilder();
        foreach (var service in result.Services) ServiceSentence.Append(text, service, show).Append('\n');
        foreach (var service in result.Also) ServiceSentence.Append(text, service, show).Append(", because of a dependency\n");
        return text.Length > 0 ? text.ToString() : isNamed ? "there is no replica now\n" : "there are no services\n";
    }

    /// <summary>Tells of each service that an act has failed with; exit 1 when there is one.</summary>
    public static int ReportFailures(CommandContext context, string verb, ServicesResult result)
    {
        var code = ExitCodes.Done;
        foreach (var service in result.Services.Concat(result.Also))
        {
            // A stop that has no end is answered too: its tree cannot be killed.
            var isFailure = verb == "stop" ? service.State == ServiceStates.Stopping : service.State is ServiceStates.Failed or ServiceStates.Backoff;
            if (!isFailure) continue;
            var text = new StringBuilder($"baton: cannot {verb} service \"{service.Name}\": ");
            SafeText.Append(text, service.Reason ?? $"it is in {service.State}");
            text.Append('\n');
            if (verb != "stop") LastOutputText.Append(text, service);
            context.Terminal.WriteError(text.ToString());
            code = ExitCodes.Failed;
        }

        return code;
    }
}
