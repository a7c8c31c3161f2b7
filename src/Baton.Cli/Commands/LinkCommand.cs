using Baton.Cli.Output;
using Baton.Cli.Parsing;
using Baton.Client.Runtime;

namespace Baton.Cli.Commands;

/// <summary><c>baton link</c>: which messages of instances go where.</summary>
internal static class LinkCommand
{
    private static readonly OptionShape From = new("--from", "For add and remove: only what this instance sends, a UUID", "ID");
    private static readonly OptionShape Type = new("--type", "For add and remove: the type of the messages, exactly as instances name it", "TYPE");
    private static readonly OptionShape To = new("--to", "For add and remove: an instance's id, or IP:PORT of another orchestrator", "TARGET");

    public static readonly CommandShape Shape = new("link", "Add, remove or list links: which messages of instances go where", RunAsync)
    {
        Operands = "list|add|remove",
        MaxOperands = 1,
        Details = "Messages of the type go to the target, whoever sends them; with --from only those of this instance.\n"
            + "--from and remove are Baton's own: they are refused where the server behind --socket is another.",
        Options = [From, Type, To, RuntimeValues.Socket, CommonOptions.State, CommonOptions.Format],
    };

    private static Task<int> RunAsync(CommandContext context, ParsedLine line)
    {
        var wantsJson = CommonOptions.WantsJson(line);
        string[] both = ["add", "remove"];
        RuntimeValues.RefuseForeign(line, "link", line.Operand, (From, both), (Type, both), (To, both), (CommonOptions.Format, ["list"]));
        return line.Operand switch
        {
            "list" => RuntimeCall.RunAsync(context, line, () => new RuntimeCall("list links", runtime => ListAsync(context, runtime, wantsJson))),
            "add" => LinkAsync(context, line, "link", "linked", (client, link) => client.LinkAsync(link.Type, link.To, link.From)),
            "remove" => LinkAsync(context, line, "unlink", "unlinked", (client, link) => client.UnlinkAsync(link.Type, link.To, link.From)),
            null => RuntimeCall.HelpAsync(context, Shape),
            var other => throw CommandException.Usage($"\"link\" has no \"{other}\"; it takes list, add or remove"),
        };
    }

    private static async Task ListAsync(CommandContext context, RuntimeTarget runtime, bool wantsJson)
    {
        var info = await runtime.Client.InfoAsync();
        if (wantsJson) JsonText.Print(context.Terminal, writer => info.Json.GetProperty("links").WriteTo(writer));
        else context.Terminal.Write(RuntimeTables.Links(info.Links, runtime.IsNamed, context.Terminal.Show));
    }

    private static Task<int> LinkAsync(CommandContext context, ParsedLine line, string verb, string done, Func<RuntimeClient, (string Type, string To, Guid? From), Task> act)
    {
        if (line.Value(Type) is not { } type || line.Value(To) is not { } to)
            throw CommandException.Usage($"\"link {line.Operand}\" needs --type and --to, as in: baton link {line.Operand} --type shop::Order --to 127.0.0.1:2662");
        return RuntimeCall.RunAsync(context, line, () =>
        {
            var target = RuntimeValues.Target(to, To);
            var from = RuntimeValues.Id(line, From);
            var preposition = verb == "link" ? "to" : "from";
            return new RuntimeCall($"{verb} \"{type}\" {preposition} \"{target}\"", async runtime =>
            {
                await act(runtime.Client, (type, target, from));
                context.Terminal.Write(SafeText.Of($"{done} {type} {preposition} {target}") + "\n");
            });
        });
    }
}
