using Baton.Cli.Parsing;
using Baton.Cli.View;
using Baton.Client;

namespace Baton.Cli.Commands;

/// <summary><c>baton logs</c>: what services wrote, and with <c>-f</c> what they write.</summary>
internal static class LogsCommand
{
    private const int DefaultTail = 100;
    private const int MaxTail = 100_000;
    private const int PageSize = 1000;
    private static readonly OptionShape Follow = new("--follow", "Go on with new lines as they are written", Letter: 'f');
    private static readonly OptionShape Tail = new("--tail", "Begin this many lines before the end (default 100, with --since all; at most 100000), or all", "N", 'n');
    private static readonly OptionShape Stream = new("--stream", "Only stdout, stderr or baton (its notes in the log)", "STREAM");
    private static readonly OptionShape Run = new("--run", "Only this run of one service; else the newest", "N");
    private static readonly OptionShape Previous = new("--previous", "Only the run before the newest");
    private static readonly OptionShape Since = new("--since", "Only lines from this time on, of all runs that are kept", "TIME");
    private static readonly OptionShape Until = new("--until", "Only lines up to this time, of all runs that are kept", "TIME");
    private static readonly OptionShape Grep = new("--grep", "Only lines that this regular expression fits", "REGEX");
    private static readonly OptionShape IgnoreCase = new("--ignore-case", "With --grep, upper and lower case are the same", Letter: 'i');

    public static readonly CommandShape Shape = new("logs", "Show what services wrote", RunAsync)
    {
        Operands = "[NAME...]",
        MaxOperands = int.MaxValue,
        Details = "Lines of several services are merged by time. A name is that of a service or group; without one: all\n"
            + "services. JSON is one line for each line. Following goes on when the daemon is replaced or comes back\n"
            + "from its death, at the line where it was.\n\n"
            + "A TIME is 2026-11-21T12:00:00Z, or \"2026-11-21 12:00\" or 2026-11-21 where you are, or how long ago: 90s, 10m, 2h, 3d.",
        Options = [Follow, Tail, Since, Until, Grep, IgnoreCase, Stream, Run, Previous, CommonOptions.State, CommonOptions.Format],
    };

    private static async Task<int> RunAsync(CommandContext context, ParsedLine line)
    {
        var wantsJson = CommonOptions.WantsJson(line);
        var query = QueryOf(line, context.Time);
        var client = DaemonFinder.Connect(context, line);
        var format = wantsJson ? null : new LineFormat(context.Terminal.Show, hasNames: line.Operands.Count != 1) { Sole = line.Operand };
        if (format is not null && line.Operands.Count != 1)
            format.Expect(line.Operands.Count > 1 ? line.Operands : (await client.Services.ListAsync()).Select(service => service.Name));
        var printer = new LinePrinter(context.Terminal, format);
        if (line.Has(Follow)) await new LogFollowing(context, client, printer).RunAsync(query);
        else await PageAsync(client, query, printer, context.Time.GetUtcNow());
        return ExitCodes.Done;
    }

    private static LogQuery QueryOf(ParsedLine line, TimeProvider time)
    {
        var stream = line.Value(Stream);
        if (stream is not (null or "stdout" or "stderr" or "baton"))
            throw CommandException.Usage($"option --stream is \"stdout\", \"stderr\" or \"baton\", not \"{stream}\"");
        if (line.Has(Follow) && (line.Has(Previous) || line.Has(Until)))
            throw CommandException.Usage("options --previous and --until speak of what is over: they do not go with --follow");
        if (line.Has(Run) && line.Has(Previous)) throw CommandException.Usage("options --run and --previous both say which run: give one of them");
        if (line.Has(IgnoreCase) && !line.Has(Grep)) throw CommandException.Usage("option --ignore-case belongs to --grep, which is missing");
        return new LogQuery
        {
            Services = line.Operands,
            Stream = stream,
            Run = CommonOptions.WholeNumber(line, Run, 1, int.MaxValue),
            Previous = line.Has(Previous),
            Since = CommonOptions.PointInTime(line, Since, time),
            Until = CommonOptions.PointInTime(line, Until, time),
            Grep = line.Value(Grep),
            IgnoresCase = line.Has(IgnoreCase),
            Tail = line.Value(Tail) == "all" ? null : CommonOptions.WholeNumber(line, Tail, 0, MaxTail) ?? (line.Has(Since) ? null : DefaultTail),
        };
    }

    // Lines written after the command began are not waited for: a service that writes faster than a terminal takes would never end it.
    private static async Task PageAsync(BatonClient client, LogQuery query, LinePrinter printer, DateTimeOffset began)
    {
        var page = await client.Logs.QueryAsync(query with { Limit = PageSize });
        while (true)
        {
            printer.Print(page.Items);
            // An empty page is not the end: it was spent on looking for lines of a rare stream, and its cursor has moved on.
            if (page.Next is null || (page.Items.Count > 0 && page.Items[^1].Time > began)) return;
            page = await client.Logs.QueryAsync(query with { Limit = PageSize, Tail = null, Cursor = page.Next });
        }
    }
}
