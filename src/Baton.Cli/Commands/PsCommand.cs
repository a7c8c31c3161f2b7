using Baton.Cli.Output;
using Baton.Cli.Parsing;
using Baton.Contracts;

namespace Baton.Cli.Commands;

/// <summary><c>baton ps</c>: what the services are doing.</summary>
internal static class PsCommand
{
    public static readonly CommandShape Shape = new("ps", "Show what the services are doing", RunAsync)
    {
        Operands = "[FOLDER]",
        MaxOperands = 1,
        Options = [CommonOptions.State, CommonOptions.Format],
    };

    // Blocking on purpose: people and scripts run this one the most, and asynchronous code would take longer to begin than to answer.
    private static Task<int> RunAsync(CommandContext context, ParsedLine line)
    {
        var wantsJson = CommonOptions.WantsJson(line);
        var services = DaemonFinder.Connect(context, line, line.Operand).Services.List();
        if (wantsJson) JsonText.PrintArray(context.Terminal, services, WireJson.Default.ServiceRecord);
        else context.Terminal.Write(ServiceTable.Render(services, context.Time.GetUtcNow(), context.Terminal.Show));
        return Task.FromResult(ExitCodes.Done);
    }
}
