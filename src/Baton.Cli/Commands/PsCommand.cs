using Baton.Cli.Output;
using Baton.Cli.Parsing;
using Baton.Contracts;

namespace Baton.Cli.Commands;

/// <summary><c>baton ps</c>: what the services are doing.</summary>
internal static class PsCommand
{
    private static readonly OptionShape Services = new("--services", "Only these services or groups; takes all words up to the next option", "NAME...") { TakesMany = true };
    private static readonly OptionShape Format = CommonOptions.Format with { Help = "How to print: table (default), wide for all there is to know, or json" };

    public static readonly CommandShape Shape = new("ps", "Show what the services are doing", RunAsync)
    {
        Operands = "[FOLDER]",
        MaxOperands = 1,
        Options = [Services, CommonOptions.State, Format],
    };

    // Blocking on purpose: people and scripts run this one the most, and asynchronous code would take longer to begin than to answer.
    private static Task<int> RunAsync(CommandContext context, ParsedLine line)
    {
        var format = line.Value(Format) ?? "table";
        if (format is not ("table" or "wide" or "json"))
            throw CommandException.Usage($"option --output is \"table\", \"wide\" or \"json\", not \"{format}\"");
        var services = DaemonFinder.Connect(context, line, line.Operand).Services.List(line.Has(Services) ? line.Values(Services) : null);
        switch (format)
        {
            case "json": JsonText.PrintArray(context.Terminal, services, WireJson.Default.ServiceRecord); break;
            case "wide": context.Terminal.Write(WideTable.Render(services, context.Time.GetUtcNow(), context.Terminal.Show)); break;
            default: context.Terminal.Write(ServiceTable.Render(services, context.Time.GetUtcNow(), context.Terminal.Show)); break;
        }

        return Task.FromResult(ExitCodes.Done);
    }
}
