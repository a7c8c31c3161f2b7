using System.Globalization;
using Baton.Cli.Parsing;
using Baton.Cli.View;
using Baton.Client;

namespace Baton.Cli.Commands;

/// <summary><c>baton events</c>: what changed and why, and with <c>-f</c> what changes.</summary>
internal static class EventsCommand
{
    private const int DefaultTail = 50;
    private const int MaxTail = 100_000;
    private const int PageSize = 1000;
    private static readonly OptionShape Follow = new("--follow", "Go on with new events as they happen", Letter: 'f');
    private static readonly OptionShape Tail = new("--tail", "Begin this many events before the end (default 50, with --since all; at most 100000), or all", "N", 'n');
    private static readonly OptionShape Since = new("--since", "Only events from this time on, also of earlier daemons", "TIME");

    public static readonly CommandShape Shape = new("events", "Show what changed and why", RunAsync)
    {
        Operands = "[NAME...]",
        MaxOperands = int.MaxValue,
        Details = "A name is that of a service or group; without one: everything, also what is of no service. JSON is one line for\n"
            + "each event; \"missed\" says how many before it are no longer kept. Following goes on when the\ndaemon is replaced or comes back from its death. A TIME is 2026-11-21T12:00:00Z, or \"2026-11-21 12:00\" or\n2026-11-21 where you are, or how long ago: 90s, 10m, 2h, 3d.",
        Options = [Follow, Tail, Since, CommonOptions.State, CommonOptions.Format],
    };

    private static async Task<int> RunAsync(CommandContext context, ParsedLine line)
    {
        var wantsJson = CommonOptions.WantsJson(line);
        var query = new EventQuery
        {
            Services = line.Operands,
            Since = CommonOptions.PointInTime(line, Since, context.Time),
            Tail = line.Value(Tail) == "all" ? null : CommonOptions.WholeNumber(line, Tail, 0, MaxTail) ?? (line.Has(Since) ? null : DefaultTail),
        };
        var client = DaemonFinder.Connect(context, line);
        var printer = new EventPrinter(context.Terminal, context.Time, wantsJson);
        if (line.Has(Follow)) await new EventFollowing(context, client, printer).RunAsync(query);
        else await PageAsync(client, query, printer);
        return ExitCodes.Done;
    }

    // Events that happen after the command began are not waited for: it ends at the number that was the last one then.
    private static async Task PageAsync(BatonClient client, EventQuery query, EventPrinter printer)
    {
        var page = await client.Events.QueryAsync(query with { Limit = PageSize });
        var last = page.Last ?? long.MaxValue;
        while (true)
        {
            if (page.Cut == true) printer.Cut();
            if (page.Missed is { } missed) printer.Miss(missed);
            printer.Print([.. page.Items.TakeWhile(e => e.Seq <= last)]);
            if (page.Next is not { } next || (long.TryParse(next, NumberStyles.None, CultureInfo.InvariantCulture, out var seq) && seq >= last)) return;
            page = await client.Events.QueryAsync(query with { Limit = PageSize, Tail = null, Cursor = next });
        }
    }
}
