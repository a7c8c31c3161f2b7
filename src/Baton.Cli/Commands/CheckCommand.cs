using Baton.Cli.Parsing;

namespace Baton.Cli.Commands;

/// <summary><c>baton check</c>: can this manifest be used? Needs no daemon.</summary>
internal static class CheckCommand
{
    public static readonly CommandShape Shape = new("check", "Check a manifest and name every problem in it", Run)
    {
        Operands = "[FILE|FOLDER]",
        MaxOperands = 1,
        Details = "Needs no daemon. Without an operand: the manifest of the current folder. Says how many services, monitors, routes and\nmaintenance windows it has, and warns of what is allowed and hardly meant, as a window that is over.",
        Options = [UpCommand.Config, UpCommand.BaseDirectory, UpCommand.Services, UpCommand.Testing, CommonOptions.Format],
    };

    private static Task<int> Run(CommandContext context, ParsedLine line)
    {
        var wantsJson = CommonOptions.WantsJson(line);
        var config = line.Value(UpCommand.Config);
        if (config is not null && line.Operand is not null) throw CommandException.Usage("name a manifest once: as operand or with --config");
        using var output = context.Terminal.OpenOutput();
        using var errors = context.Terminal.OpenErrors();
        var options = new CheckOptions(
            config ?? line.Operand, line.Value(UpCommand.BaseDirectory), line.Values(UpCommand.Services), line.Has(UpCommand.Testing));
        return Task.FromResult(context.Offline.Check(options, output, errors, wantsJson));
    }
}
