using System.Globalization;
using Baton.Cli.Output;
using Baton.Cli.Parsing;
using Baton.Contracts;

namespace Baton.Cli.Commands;

/// <summary><c>baton notify</c>: who is told of events, and a test message.</summary>
internal static class NotifyCommand
{
    public static readonly CommandShape Shape = new("notify", "Show who is told of events by [notify.NAME], or send a test message", RunAsync)
    {
        Operands = "[list|test NAME]",
        MaxOperands = 2,
        Details = "A test is sent at once and once, whatever the target is told of. It ends with 1 when the message was not taken.",
        Options = [CommonOptions.State, CommonOptions.Format],
    };

    private static Task<int> RunAsync(CommandContext context, ParsedLine line) => line.Operands switch
    {
        [] or ["list"] => ListAsync(context, line),
        ["test", var name] => TestAsync(context, line, name),
        ["test"] => throw CommandException.Usage("\"notify test\" needs the name of a target, as in: baton notify test ops"),
        _ => throw CommandException.Usage("\"notify\" takes: list, or: test NAME"),
    };

    private static async Task<int> ListAsync(CommandContext context, ParsedLine line)
    {
        var wantsJson = CommonOptions.WantsJson(line);
        var targets = await DaemonFinder.Connect(context, line).Notify.ListAsync();
        if (wantsJson) JsonText.PrintArray(context.Terminal, targets, WireJson.Default.NotifyRecord);
        else context.Terminal.Write(targets.Count == 0 ? "nobody is told of events: the manifest has no [notify.NAME]\n" : Render(targets, context));
        return ExitCodes.Done;
    }

    private static async Task<int> TestAsync(CommandContext context, ParsedLine line, string name)
    {
        var wantsJson = CommonOptions.WantsJson(line);
        var result = await DaemonFinder.Connect(context, line).Notify.TestAsync(name);
        if (wantsJson) JsonText.Print(context.Terminal, result, WireJson.Default.NotifyTestRecord);
        else if (result.Delivered) context.Terminal.Write(Safe(string.Create(CultureInfo.InvariantCulture, $"\"{name}\" took it: status {result.Status}, {result.DurationMs:0} ms{(result.Answer is { Length: > 0 } answer ? $": {answer}" : "")}")));
        else context.Terminal.WriteError(Safe($"baton: \"{name}\" did not take it: {result.Error}"));
        return result.Delivered ? ExitCodes.Done : ExitCodes.Failed;
    }

    private static string Render(IReadOnlyList<NotifyRecord> targets, CommandContext context)
    {
        var table = new Table("NAME", "HOST", ">SENT", ">FAILED", ">DROPPED", ">WAITING", "LAST ERROR") { IsWhole = true };
        foreach (var target in targets)
        {
            table.Add(
                target.Name, target.Host, Counted(target.Sent), Counted(target.Failed), Counted(target.Dropped), Figures.Number(target.Waiting),
                target is { LastError: { } error, LastErrorAt: { } at } ? new Cell($"{Figures.Age(context.Time.GetUtcNow() - at)} ago: {error.ReplaceLineEndings(" ")}", Ansi.Yellow) : "");
        }

        return table.Render(context.Terminal.Show);
    }

    private static string Counted(long count) => count.ToString(CultureInfo.InvariantCulture);

    private static string Safe(string text)
    {
        var safe = new System.Text.StringBuilder();
        SafeText.Append(safe, text.ReplaceLineEndings(" "));
        return safe.Append('\n').ToString();
    }
}
