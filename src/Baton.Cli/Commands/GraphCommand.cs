using Baton.Cli.Output;
using Baton.Cli.Parsing;
using Baton.Client;
using Baton.Contracts;

namespace Baton.Cli.Commands;

/// <summary><c>baton graph</c>: who depends on whom.</summary>
internal static class GraphCommand
{
    private static readonly OptionShape Dot = new("--dot", "Print it for Graphviz, as in: baton graph --dot | dot -Tsvg > graph.svg");
    private static readonly OptionShape Chain = new("--chain", "Print what the last start spent its time on instead");
    private static readonly OptionShape Format = CommonOptions.Format with { Help = "How to print: table (default: a tree) or json" };

    public static readonly CommandShape Shape = new("graph", "Show who depends on whom, and what the last start waited for", RunAsync)
    {
        Operands = "[NAME...]",
        MaxOperands = int.MaxValue,
        Details = "A name is that of a service or group; then only these and what they depend on are shown. Where no daemon runs\nit shows the manifest of the current folder, without states.",
        Options = [Dot, Chain, CommonOptions.State, Format],
    };

    private static async Task<int> RunAsync(CommandContext context, ParsedLine line)
    {
        var wantsJson = CommonOptions.WantsJson(line);
        var (wantsDot, wantsChain) = (line.Has(Dot), line.Has(Chain));
        if ((wantsDot ? 1 : 0) + (wantsChain ? 1 : 0) + (wantsJson ? 1 : 0) > 1 && !(wantsChain && wantsJson && !wantsDot))
            throw CommandException.Usage("choose one of --dot, --chain and --output json; --chain goes with json alone");
        var graph = await GraphAsync(context, line, wantsChain);
        if (wantsJson) JsonText.Print(context.Terminal, graph, WireJson.Default.GraphRecord);
        else context.Terminal.Write(wantsDot ? GraphDot.Of(graph) : wantsChain ? ChainText.Of(graph.Chain) : GraphTree.Of(graph, context.Terminal.Show));
        return ExitCodes.Done;
    }

    private static async Task<GraphRecord> GraphAsync(CommandContext context, ParsedLine line, bool withChain)
    {
        try
        {
            return await DaemonFinder.Connect(context, line).Services.GraphAsync(line.Operands, withChain);
        }
        catch (NoDaemonException) when (!withChain && !line.Has(CommonOptions.State))
        {
            return context.Offline.Graph(line.Operands);
        }
    }
}
