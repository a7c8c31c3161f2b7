using System.Text;
using Baton.Cli.Output;
using Baton.Cli.Parsing;
using Baton.Client;
using Baton.Contracts;

namespace Baton.Cli.Commands;

/// <summary><c>baton why</c>: what led to the present state of a service.</summary>
internal static class WhyCommand
{
    private const int MostStories = 50;
    private static readonly OptionShape Last = new("--last", "Go back over so many starts or requests (default 1, at most 50)", "N");

    public static readonly CommandShape Shape = new("why", "Tell why a service is in its state", RunAsync)
    {
        Operands = "NAME",
        MaxOperands = 1,
        Details = "The newest comes first, and each line follows from one below it: a probe, an exit, a device, a person.\nWhat earlier daemons saw counts too. Of a service with replicas each is told.",
        Options = [Last, CommonOptions.State, CommonOptions.Format],
    };

    private static async Task<int> RunAsync(CommandContext context, ParsedLine line)
    {
        var wantsJson = CommonOptions.WantsJson(line);
        var last = CommonOptions.WholeNumber(line, Last, 1, MostStories);
        var name = line.Operand ?? throw CommandException.Usage("which service? baton why NAME");
        var client = DaemonFinder.Connect(context, line);
        try
        {
            var why = await client.Services.WhyAsync(name, last);
            if (wantsJson) JsonText.Print(context.Terminal, why, WireJson.Default.WhyRecord);
            else context.Terminal.Write(TextOf(why, context.Time));
        }
        catch (ProblemException e) when (e.Problem.Code == ErrorCodes.NotFound && client.Services.List([name]) is { Count: > 0 } replicas && replicas.All(replica => replica.ReplicaOf == name))
        {
            await TellEachAsync(context, client, replicas, last, wantsJson);
        }

        return ExitCodes.Done;
    }

    private static async Task TellEachAsync(CommandContext context, BatonClient client, IReadOnlyList<ServiceRecord> replicas, int? last, bool wantsJson)
    {
        var all = new List<WhyRecord>(replicas.Count);
        foreach (var replica in replicas) all.Add(await client.Services.WhyAsync(replica.Name, last));
        if (wantsJson) JsonText.Print(context.Terminal, all, WireJson.Default.IReadOnlyListWhyRecord);
        else context.Terminal.Write(string.Join('\n', all.Select(why => TextOf(why, context.Time))));
    }

    private static string TextOf(WhyRecord why, TimeProvider time)
    {
        var now = time.GetUtcNow();
        var text = new StringBuilder();
        SafeText.Append(text, why.Summary);
        text.Append(", since ").Append(LocalTime.Of(why.Since, time)).Append(", ").Append(Figures.Age(now - why.Since)).Append(" ago");
        if (why.Because is { } because) SafeText.Append(text.Append(", because "), because.ReplaceLineEndings(" "));
        if (why.NextStartAt is { } next) text.Append("; it is started again in ").Append(Figures.Age(next - now));
        text.Append('\n');
        foreach (var step in why.Steps)
        {
            text.Append("  ").Append(LocalTime.Of(step.Time, time)).Append("  ");
            SafeText.Append(text, step.Text.ReplaceLineEndings(" "));
            text.Append('\n');
        }

        if (why.Cut == true) text.Append("  (what happened before was not looked for: there is too much of it)\n");
        return text.ToString();
    }
}
