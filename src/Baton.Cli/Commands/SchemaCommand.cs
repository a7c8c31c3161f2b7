using Baton.Cli.Parsing;

namespace Baton.Cli.Commands;

/// <summary><c>baton schema</c>: the form of a manifest as JSON Schema, for editors. Needs no daemon.</summary>
internal static class SchemaCommand
{
    public static readonly CommandShape Shape = new("schema", "Print the JSON Schema of a manifest, for editors", Run)
    {
        Operands = "[native|watchdog|registry]",
        MaxOperands = 1,
        Details = "Of baton.toml (native, the default), services.toml or service_registry.json. Draft 2020-12; needs no daemon.",
    };

    private static Task<int> Run(CommandContext context, ParsedLine line)
    {
        var format = line.Operand ?? "native";
        var schema = context.Offline.Schema(format)
            ?? throw CommandException.Usage($"\"{format}\" is no kind of manifest; there are: native, watchdog, registry");
        context.Terminal.Write(schema);
        return Task.FromResult(ExitCodes.Done);
    }
}
