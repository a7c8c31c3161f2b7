using System.Globalization;
using Baton.Cli.Output;
using Baton.Cli.Parsing;
using Baton.Client;
using Baton.Contracts;
using Baton.Contracts.Health;

namespace Baton.Cli.Commands;

/// <summary><c>baton monitor</c>: what is watched, how it is, and acts on its breaker; silences and notes are those of <see cref="MonitorAlarms"/>.</summary>
internal static class MonitorCommand
{
    private static readonly OptionShape Since = new("--since", "For history: since when, as 2026-11-21T12:00:00Z, or how long ago, as 2h or 3d (default 24h)", "TIME");
    private static readonly OptionShape Step = new("--step", "For history: length of a step in seconds", "SECONDS");

    public static readonly CommandShape Shape = new("monitor", "Show what is watched by [monitors.NAME], act on a breaker, or silence alarms", RunAsync)
    {
        Operands = "[list|show NAME|trigger [NAME]|isolate NAME|close NAME|reset NAME|history NAME|incidents NAME|note NAME TEXT|silence [NAME]|silences|unsilence [NAME]]",
        MaxOperands = 3,
        Details = "trigger probes now, as far as the breaker lets it, and without a name all. isolate keeps probes and calls away until\n"
            + "close; reset forgets breaker, counts and health. trigger NAME ends with 1 when the monitor is not healthy then.\n"
            + "silence tells nobody of a monitor for a while (--for), nor of those with a tag (--tag) or of any (--all), in place of\n"
            + "an earlier silence of the same; unsilence ends it. note keeps a text on the newest incident, or on that of --incident;\n"
            + "an empty text takes it away.",
        Options = [Since, Step, .. MonitorAlarms.Options, CommonOptions.State, CommonOptions.Format],
    };

    private static async Task<int> RunAsync(CommandContext context, ParsedLine line)
    {
        var wantsJson = CommonOptions.WantsJson(line);
        var operands = line.Operands;
        if (operands is not ["history", _] && (line.Has(Since) || line.Has(Step))) throw CommandException.Usage("options --since and --step go with \"monitor history NAME\" only");
        if (MonitorAlarms.Find(context, line, wantsJson) is { } alarms) return await alarms(DaemonFinder.Connect(context, line).Monitors);
        var run = operands switch
        {
            [] or ["list"] => (Func<MonitorsClient, Task<int>>)(monitors => ListAsync(context, monitors, wantsJson)),
            ["show", var name] => async monitors => Print(context, await monitors.GetAsync(name), wantsJson),
            ["trigger"] => monitors => TriggerAllAsync(context, monitors, wantsJson),
            ["trigger", var name] => monitors => TriggerAsync(context, monitors, name, wantsJson),
            ["isolate" or "close" or "reset", var name] => async monitors => Print(context, await monitors.ActAsync(name, operands[0]), wantsJson),
            ["history", var name] => monitors => HistoryAsync(context, line, monitors, name, wantsJson),
            ["show" or "isolate" or "close" or "reset" or "history"] => throw CommandException.Usage($"\"monitor {operands[0]}\" needs the name of a monitor, as in: baton monitor {operands[0]} web"),
            _ => throw CommandException.Usage("\"monitor\" takes: list, silences, or one of show, trigger, isolate, close, reset, history, incidents, note, silence, unsilence with a name"),
        };
        return await run(DaemonFinder.Connect(context, line).Monitors);
    }

    private static async Task<int> ListAsync(CommandContext context, MonitorsClient client, bool wantsJson)
    {
        var monitors = await client.ListAsync();
        if (wantsJson) JsonText.PrintArray(context.Terminal, monitors, WireJson.Default.MonitorRecord);
        else context.Terminal.Write(monitors.Count == 0 ? "nothing is watched: the manifest has no [monitors.NAME]\n" : MonitorTable.Render(monitors, context.Time.GetUtcNow(), context.Terminal.Show));
        return ExitCodes.Done;
    }

    private static async Task<int> TriggerAllAsync(CommandContext context, MonitorsClient client, bool wantsJson)
    {
        var summary = await client.TriggerAllAsync();
        if (wantsJson) JsonText.Print(context.Terminal, summary, WireJson.Default.MonitorSummary);
        else context.Terminal.Write(string.Create(CultureInfo.InvariantCulture, $"{summary.Total} monitors: {summary.Healthy} healthy, {summary.Unhealthy} unhealthy, {summary.Unknown} unknown\n"));
        return ExitCodes.Done;
    }

    private static async Task<int> TriggerAsync(CommandContext context, MonitorsClient client, string name, bool wantsJson)
    {
        var monitor = await client.ActAsync(name, "trigger");
        Print(context, monitor, wantsJson);
        return monitor.Health == "healthy" ? ExitCodes.Done : ExitCodes.Failed;
    }

    private static async Task<int> HistoryAsync(CommandContext context, ParsedLine line, MonitorsClient client, string name, bool wantsJson)
    {
        var since = CommonOptions.PointInTime(line, Since, context.Time)?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        var history = await client.HistoryAsync(name, since, step: CommonOptions.WholeNumber(line, Step, 1, 366 * 86_400));
        if (wantsJson) JsonText.Print(context.Terminal, history, WireJson.Default.MonitorHistoryRecord);
        else context.Terminal.Write(MonitorTable.Render(history, context.Terminal.Show));
        return ExitCodes.Done;
    }

    private static int Print(CommandContext context, MonitorRecord monitor, bool wantsJson)
    {
        if (wantsJson) JsonText.Print(context.Terminal, monitor, WireJson.Default.MonitorRecord);
        else context.Terminal.Write(MonitorCard.Render(monitor, context.Time.GetUtcNow()));
        return ExitCodes.Done;
    }
}
