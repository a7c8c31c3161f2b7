using System.Text;
using Baton.Cli.Output;
using Baton.Cli.Parsing;
using Baton.Contracts;

namespace Baton.Cli.Commands;

/// <summary><c>baton reload</c>: puts a changed manifest in force; services that it does not change keep running.</summary>
internal static class ReloadCommand
{
    private static readonly OptionShape Rollback = new("--rollback", "Put the manifest before back when something does not become ready");
    private static readonly OptionShape Config = new("--config", "Put this manifest in force; else the one that is, read again", "FILE");
    private static readonly OptionShape Timeout = CommonOptions.Timeout with { Help = "How long to wait, in seconds (default 300, at most 3600); the reload goes on" };

    public static readonly CommandShape Shape = new("reload", "Put a changed manifest in force; what it does not change keeps running", RunAsync)
    {
        Details = "Does what plan shows. A manifest with a mistake changes nothing.\nWith --rollback each service that is started or restarted must become ready in its startup timeout and stay up\nfor a second. Exit 1 when one failed, also when it was rolled back.",
        Options = [Rollback, Config, Timeout, CommonOptions.State, CommonOptions.Format],
    };

    private static async Task<int> RunAsync(CommandContext context, ParsedLine line)
    {
        var wantsJson = CommonOptions.WantsJson(line);
        var config = line.Value(Config) is { } file ? Path.GetFullPath(file, context.Folder) : null;
        var request = new ReloadRequest(config, line.Has(Rollback), CommonOptions.TimeoutSeconds(line, Timeout));
        var client = DaemonFinder.Connect(context, line);
        var record = await WaitProgress.ShowAsync(context, client, client.Manifest.ReloadAsync(request));
        if (wantsJson) JsonText.Print(context.Terminal, record, WireJson.Default.ReloadRecord);
        else PlanText.Print(context.Terminal, record.Plan);
        return Report(context, record);
    }

    /// <summary>Tells what went wrong; exit 1 when something did.</summary>
    public static int Report(CommandContext context, ReloadRecord record)
    {
        foreach (var problem in record.Problems) Tell(context, problem);
        if (record.RolledBack is { } reason)
        {
            Tell(context, $"rolled back: {reason}");
            return ExitCodes.Failed;
        }

        var code = ServiceAct.ReportFailures(context, "start", new ServicesResult(record.Services, []));
        return record.Problems.Count > 0 ? ExitCodes.Failed : code;
    }

    private static void Tell(CommandContext context, string problem)
    {
        var text = new StringBuilder("baton: ");
        SafeText.Append(text, problem);
        context.Terminal.WriteError(text.Append('\n').ToString());
    }
}
