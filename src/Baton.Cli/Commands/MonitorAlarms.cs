using Baton.Cli.Output;
using Baton.Cli.Parsing;
using Baton.Client;
using Baton.Contracts;
using Baton.Contracts.Health;

namespace Baton.Cli.Commands;

/// <summary>What <c>baton monitor</c> does with silences and incidents.</summary>
internal static class MonitorAlarms
{
    private static readonly OptionShape For = new("--for", "For silence: how long, as 90s, 10m, 2h or 3d, at most 366d", "SPAN");
    private static readonly OptionShape Tag = new("--tag", "For silence and unsilence: the monitors that have this tag now", "TAG");
    private static readonly OptionShape All = new("--all", "For silence and unsilence: all monitors, as one silence");
    private static readonly OptionShape Reason = new("--reason", "For silence: why, for people", "TEXT");
    private static readonly OptionShape Number = new("--incident", "For note: number of the incident; else the newest", "N");

    private static readonly string[] Acts = ["silence", "unsilence", "silences", "incidents", "note"];

    /// <summary>Its options.</summary>
    public static IReadOnlyList<OptionShape> Options { get; } = [For, Tag, All, Reason, Number];

    /// <summary>What the line asks for; null when it is another matter.</summary>
    public static Func<MonitorsClient, Task<int>>? Find(CommandContext context, ParsedLine line, bool wantsJson)
    {
        var operands = line.Operands;
        var act = Array.Find(Acts, act => line.Operand == act);
        RefuseForeign(line, act);
        return operands switch
        {
            ["silence" or "unsilence"] or ["silence" or "unsilence", _] => SilenceOf(context, line, wantsJson),
            ["silences"] => async client => PrintSilences(context, await client.SilencesAsync(), wantsJson),
            ["incidents", var name] => async client => PrintIncidents(context, await client.IncidentsAsync(name), wantsJson),
            ["note", var name, var text] => client => NoteAsync(context, line, client, name, text, wantsJson),
            ["note", ..] => throw CommandException.Usage("\"monitor note\" needs the name of a monitor and a text, as in: baton monitor note web \"the router was replaced\""),
            ["incidents"] => throw CommandException.Usage("\"monitor incidents\" needs the name of a monitor, as in: baton monitor incidents web"),
            _ when act is not null => throw CommandException.Usage($"\"monitor {act}\" takes fewer words"),
            { Count: > 2 } => throw CommandException.Usage($"\"monitor {operands[0]}\" takes one name"),
            _ => null,
        };
    }

    private static void RefuseForeign(ParsedLine line, string? act)
    {
        foreach (var (option, acts) in new (OptionShape, string[])[] { (For, ["silence"]), (Reason, ["silence"]), (Tag, ["silence", "unsilence"]), (All, ["silence", "unsilence"]), (Number, ["note"]) })
        {
            if (line.Has(option) && !acts.Contains(act)) throw CommandException.Usage($"option {option.Name} goes with \"monitor {string.Join("\" and \"monitor ", acts)}\" only");
        }
    }

    private static Func<MonitorsClient, Task<int>> SilenceOf(CommandContext context, ParsedLine line, bool wantsJson)
    {
        var name = line.Operands.ElementAtOrDefault(1);
        var tag = line.Value(Tag);
        // An empty name is no monitor's, and must not mean all of them.
        if (name is { Length: 0 }) throw CommandException.Usage("the name of a monitor is not empty");
        var chosen = (name is null ? 0 : 1) + (tag is null ? 0 : 1) + (line.Has(All) ? 1 : 0);
        if (chosen != 1) throw CommandException.Usage($"say of whom: the name of a monitor, --tag TAG or --all, as in: baton monitor {line.Operand} web{(line.Operand == "silence" ? " --for 2h" : "")}");
        if (line.Operand == "unsilence") return async client => PrintSilences(context, await (tag is null ? client.UnsilenceAsync(name) : client.UnsilenceTagAsync(tag)), wantsJson);
        var span = CommonOptions.Span(line, For) ?? throw CommandException.Usage("say for how long: --for 2h");
        if (span > SilenceRequest.Longest) throw CommandException.Usage("option --for is at most 366d");
        var wanted = new SilenceRequest { Seconds = span.TotalSeconds, Reason = line.Value(Reason), Tags = tag is null ? null : [tag] };
        return async client => PrintSilences(context, await client.SilenceAsync(name, wanted), wantsJson);
    }

    private static async Task<int> NoteAsync(CommandContext context, ParsedLine line, MonitorsClient client, string name, string text, bool wantsJson)
    {
        var incident = await client.NoteAsync(name, text, CommonOptions.WholeNumber(line, Number, 1, int.MaxValue));
        if (wantsJson) JsonText.Print(context.Terminal, incident, WireJson.Default.MonitorIncidentRecord);
        else context.Terminal.Write(IncidentTable.Render([incident], context.Time, context.Terminal.Show));
        return ExitCodes.Done;
    }

    private static int PrintSilences(CommandContext context, IReadOnlyList<SilenceRecord> silences, bool wantsJson)
    {
        if (wantsJson) JsonText.PrintArray(context.Terminal, silences, WireJson.Default.SilenceRecord);
        else context.Terminal.Write(silences.Count == 0 ? "nothing is silenced\n" : IncidentTable.Render(silences, context.Time, context.Terminal.Show));
        return ExitCodes.Done;
    }

    private static int PrintIncidents(CommandContext context, IReadOnlyList<MonitorIncidentRecord> incidents, bool wantsJson)
    {
        if (wantsJson) JsonText.PrintArray(context.Terminal, incidents, WireJson.Default.MonitorIncidentRecord);
        else context.Terminal.Write(incidents.Count == 0 ? "it was never down\n" : IncidentTable.Render(incidents, context.Time, context.Terminal.Show));
        return ExitCodes.Done;
    }
}
