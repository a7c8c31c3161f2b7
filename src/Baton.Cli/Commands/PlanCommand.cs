using Baton.Cli.Output;
using Baton.Cli.Parsing;
using Baton.Client;
using Baton.Contracts;

namespace Baton.Cli.Commands;

/// <summary><c>baton plan</c>: what would <c>reload</c> do, or <c>up</c> where no daemon runs?</summary>
internal static class PlanCommand
{
    public static readonly CommandShape Shape = new("plan", "Show what reload would start, stop and restart, and why", RunAsync)
    {
        Operands = "[FILE]",
        MaxOperands = 1,
        Details = "Changes nothing. Without FILE: the manifest that is in force, read again.\nKeys that differ are named, never what they hold. Where no daemon runs it shows what up would start.",
        Options = [CommonOptions.State, CommonOptions.Format],
    };

    private static async Task<int> RunAsync(CommandContext context, ParsedLine line)
    {
        var wantsJson = CommonOptions.WantsJson(line);
        var config = line.Operand is { } file ? Path.GetFullPath(file, context.Folder) : null;
        var plan = await PlanAsync(context, line, config);
        if (wantsJson) JsonText.Print(context.Terminal, plan, WireJson.Default.PlanRecord);
        else PlanText.Print(context.Terminal, plan);
        return ExitCodes.Done;
    }

    private static async Task<PlanRecord> PlanAsync(CommandContext context, ParsedLine line, string? config)
    {
        try
        {
            return await DaemonFinder.Connect(context, line).Manifest.PlanAsync(new PlanRequest(config));
        }
        catch (NoDaemonException) when (!line.Has(CommonOptions.State))
        {
            return context.Offline.Plan(config);
        }
    }
}
